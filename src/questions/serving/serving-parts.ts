import type { Region } from "../../core/verdict/regions.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import { type PlatformFrontier, servingFrontiers } from "./serving-frontier.ts";
import { servingPlatforms } from "./serving-platforms.ts";
import { contendersOver, loadRegions, type PriceLoadMap, priceLoadMap, repriceable } from "./serving-regions.ts";
import { type Sensitivity, servingSensitivity } from "./serving-sensitivity.ts";

/** What is worked out beside an answer where it is asked for. */
export const SERVING_PARTS = ["map", "frontier", "sensitivity", "segments"] as const;
type ServingPart = (typeof SERVING_PARTS)[number];

/** Of the parts that were asked for; those left out were not. */
interface ServingParts {
  /** Null where no price can be moved against another. */
  readonly map?: PriceLoadMap | null;
  readonly frontier?: readonly PlatformFrontier[];
  /** Null without a runner-up. */
  readonly sensitivity?: Sensitivity | null;
  readonly segments?: readonly Region[];
}

/** Prices of a map that is listed rather than drawn. */
const LISTED_PRICES = 16;

/** The parts as plain JSON, all at once. */
export function servingParts(answer: ServingAnswer, asked: readonly ServingPart[]): ServingParts {
  return {
    ...(asked.includes("map") ? { map: listedMap(answer) } : {}),
    ...(asked.includes("frontier") ? { frontier: finished(servingFrontiers(answer)) } : {}),
    ...(asked.includes("sensitivity") ? { sensitivity: finished(servingSensitivity(answer)) } : {}),
    ...(asked.includes("segments") ? { segments: segmentsOf(answer) } : {}),
  };
}

/** How the answer changes over the whole axis of loads. */
function segmentsOf({ study, asked }: ServingAnswer): readonly Region[] {
  return loadRegions(contendersOver(servingPlatforms(study, asked)), asked);
}

/** Whose price to look at first: the runner-up's, which is what could turn the answer; null where none can be moved. */
export function defaultRepriced({ study, asked, ranking }: ServingAnswer): string | null {
  const movable = repriceable(servingPlatforms(study, asked));
  const runnerUp = ranking.kind === "wins" || ranking.kind === "close" ? ranking.runnerUp.id : null;
  if (runnerUp !== null && movable.includes(runnerUp)) return runnerUp;
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  return movable.find((id) => id !== winner) ?? null;
}

function listedMap(answer: ServingAnswer): PriceLoadMap | null {
  const id = defaultRepriced(answer);
  if (id === null) return null;
  return finished(priceLoadMap(servingPlatforms(answer.study, answer.asked), answer.asked, id, LISTED_PRICES));
}

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
