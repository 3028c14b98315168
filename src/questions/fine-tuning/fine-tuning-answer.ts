import { quoteOf } from "../../core/economics/quote.ts";
import type { Ranking } from "../../core/verdict/ranking.ts";
import type { FineTuningStudy } from "../../study/fine-tuning-study.ts";
import { comparisonOf, type PriceFlip } from "../comparison.ts";
import {
  candidateOf,
  type FineTuningAsked,
  type FineTuningCandidate,
  fineTuningCandidates,
  type FineTuningPlatformAnswer,
} from "./fine-tuning-platforms.ts";
import { bestMeasuredFineTuningSettings, type FineTuningPolicy, fineTuningPolicyIn } from "./fine-tuning-settings.ts";

/** Everything that is shown of one question about fine-tuning. */
export interface FineTuningAnswer {
  readonly study: FineTuningStudy;
  readonly asked: FineTuningAsked;
  /** In the list's order. */
  readonly platforms: readonly FineTuningPlatformAnswer[];
  /** What costs are relative to; null where nothing has a cost. */
  readonly reference: FineTuningReference | null;
  readonly ranking: Ranking;
  readonly flips: readonly PriceFlip[];
  readonly policy: FineTuningPolicy;
}

/** The platform whose cost is 1, and whether that is of its own settings or of the GPU's best measured ones. */
export interface FineTuningReference {
  readonly id: string;
  readonly candidate: FineTuningCandidate;
  readonly settings: "own" | "best-measured";
}

/** The GPU that the source article's relative costs are relative to. */
const REFERENCE_GPU = "a100-sxm-80gb";

const answers = new WeakMap<FineTuningStudy, WeakMap<FineTuningAsked, FineTuningAnswer>>();

/** The answer, worked out once for what is asked; what it delivers is remembered by what that depends on. */
export function fineTuningAnswerOf(study: FineTuningStudy, asked: FineTuningAsked): FineTuningAnswer {
  let known = answers.get(study);
  if (known === undefined) answers.set(study, (known = new WeakMap()));
  let answer = known.get(asked);
  if (answer === undefined) known.set(asked, (answer = answerTo(study, asked)));
  return answer;
}

function answerTo(study: FineTuningStudy, asked: FineTuningAsked): FineTuningAnswer {
  const candidates = fineTuningCandidates(study, asked);
  const given = referenceIn(study, asked, candidates);
  const compared = comparisonOf(candidates, asked.tieThresholdFraction, given?.candidate ?? null);
  const cheapest = candidates.find(({ platform }) => platform.id === compared.reference);
  return {
    study,
    asked,
    platforms: compared.platforms.map((own) => ({
      ...own,
      runQuote: own.delivery.kind === "delivers" ? quoteOf(own.delivery.billOfRun, own.platform.offer) : null,
    })),
    reference: given ?? (cheapest ? { id: cheapest.platform.id, candidate: cheapest, settings: "own" } : null),
    ranking: compared.ranking,
    flips: compared.flips,
    policy: fineTuningPolicyIn(asked.choice.objective, asked.platforms),
  };
}

/**
 * The first platform of the article's reference GPU that delivers and has a price, at the GPU's best measured settings
 * where these deliver; null where there is none, and the cheapest is the measure.
 */
function referenceIn(
  study: FineTuningStudy,
  { choice }: FineTuningAsked,
  candidates: readonly FineTuningCandidate[],
): FineTuningReference | null {
  const own = candidates.find(
    ({ gpu, bill, platform }) => gpu.id === REFERENCE_GPU && bill !== null && platform.offer.pricePerGpuHour !== null,
  );
  if (own === undefined) return null;
  const { id } = own.platform;
  const settings = bestMeasuredFineTuningSettings(REFERENCE_GPU);
  const best = candidateOf(study, choice, { ...own.platform, settings }, own.label);
  if (best.bill === null || best.delivery === own.delivery) return { id, candidate: own, settings: "own" };
  return { id, candidate: best, settings: "best-measured" };
}
