import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf, headlineOf } from "./evaluation.ts";
import { type Headline, type Ignored, decodePermalink, encodePermalink } from "./permalink.ts";
import { speaksOfFineTuning } from "./link-mode.ts";
import { defaultWorkspace, isServingAlone, type Workspace } from "./workspace.ts";

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

/** Links of fine-tuning need its model, which a link of serving alone does not load. */
const withFineTuning = () => import("./fine-tuning-address.ts");

/** The link part (query and fragment) that restores a workspace, with the headline it shows now. */
export async function linkTo(workspace: Workspace): Promise<string> {
  const { serving } = workspace;
  if (isServingAlone(workspace)) return encodePermalink(serving, headlineOf(evaluationOf(serving)));
  const { fineTuningLinkTo } = await withFineTuning();
  return fineTuningLinkTo(workspace);
}

/** Reads an address; anything damaged is replaced by its default and reported. */
export async function openLink(
  address: string,
): Promise<{ readonly workspace: Workspace; readonly report: LinkReport }> {
  const llmIds = [defaultScenario.llm];
  if (speaksOfFineTuning(address)) {
    const { openFineTuningLink, headlineNow } = await withFineTuning();
    const { workspace, seen, ignored } = openFineTuningLink(address, llmIds);
    return { workspace, report: { ignored, moved: movedSince(seen, () => headlineNow(workspace)) } };
  }
  const { scenario, seen, ignored } = decodePermalink(address, defaultScenario, llmIds);
  const moved = movedSince(seen, () => headlineOf(evaluationOf(scenario)));
  return { workspace: { ...defaultWorkspace, serving: scenario }, report: { ignored, moved } };
}

function movedSince(seen: Headline | null, headline: () => Headline): MovedHeadline | null {
  if (seen === null) return null;
  const now = headline();
  return hasMoved(seen, now) ? { seen, now } : null;
}

function hasMoved(seen: Headline, now: Headline): boolean {
  if (seen.winner !== now.winner || seen.tie !== now.tie) return true;
  return Object.entries(seen.relativeCost).some(([gpu, cost]) => {
    const costNow = now.relativeCost[gpu] ?? null;
    if (cost === null || costNow === null) return cost !== costNow;
    return Math.abs(costNow / cost - 1) > MOVED_FRACTION;
  });
}
