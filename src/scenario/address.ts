import { decodePermalink, encodePermalink, type Headline, type Ignored } from "./permalink.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf, headlineOf } from "./evaluation.ts";
import type { Scenario } from "./scenario.ts";

/** What opening a link leaves to be told: parts that were not understood, and a headline that no longer holds. */
export interface LinkReport {
  readonly ignored: readonly Ignored[];
  readonly moved: MovedHeadline | null;
}

export interface MovedHeadline {
  readonly seen: Headline;
  readonly now: Headline;
}

/** Two relative costs further apart than this have moved: encoding rounds to four figures. */
const MOVED_FRACTION = 0.002;

/** The link part (query and fragment) that restores a scenario, with the headline it shows now. */
export function linkTo(scenario: Scenario): string {
  return encodePermalink(scenario, headlineOf(evaluationOf(scenario)));
}

/** Reads an address; anything damaged is replaced by its default and reported. */
export function openLink(address: string): { readonly scenario: Scenario; readonly report: LinkReport } {
  const { scenario, seen, ignored } = decodePermalink(address, defaultScenario, [defaultScenario.llm]);
  const now = headlineOf(evaluationOf(scenario));
  return { scenario, report: { ignored, moved: seen !== null && hasMoved(seen, now) ? { seen, now } : null } };
}

function hasMoved(seen: Headline, now: Headline): boolean {
  if (seen.winner !== now.winner || seen.tie !== now.tie) return true;
  return Object.entries(seen.relativeCost).some(([gpu, cost]) => {
    const costNow = now.relativeCost[gpu] ?? null;
    if (cost === null || costNow === null) return cost !== costNow;
    return Math.abs(costNow / cost - 1) > MOVED_FRACTION;
  });
}
