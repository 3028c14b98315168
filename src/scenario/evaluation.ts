import { MODEL_VERSION, servingModel } from "../catalog/serving-model.ts";
import { loadSegments, type LoadSegment } from "../core/recommendation/load-flips.ts";
import {
  evaluatePlatform,
  predictPlatform,
  type PlatformEvaluation,
  type PlatformPrediction,
} from "../core/recommendation/platform-evaluation.ts";
import { recommend, type Recommendation } from "../core/recommendation/recommend.ts";
import { bandAround, logDeviationOf, type Band } from "../core/units/band.ts";
import { recommendationSentence } from "../core/recommendation/sentence.ts";
import type { Headline } from "./permalink.ts";
import { SCENARIO_RANGES, type PlatformChoice, type Scenario } from "./scenario.ts";

/** Everything the page, the terminal and a link's headline show of one scenario. */
export interface Evaluation {
  readonly scenario: Scenario;
  /** The compared platforms, in the scenario's order. */
  readonly platforms: readonly PlatformEvaluation[];
  readonly recommendation: Recommendation;
  readonly sentence: string;
  /** Cost per output token over the cheapest contender's; null where a platform has none. */
  readonly relativeCost: ReadonlyMap<string, number | null>;
  /** 90 % band of the relative cost; of the cheapest, which is the measure, just 1. */
  readonly relativeCostBand: ReadonlyMap<string, Band | null>;
}

const evaluations = new WeakMap<Scenario, Evaluation>();
const segmentLists = new WeakMap<Scenario, readonly LoadSegment[]>();

/** The scenario's results, computed once for each scenario object. */
export function evaluationOf(scenario: Scenario): Evaluation {
  const known = evaluations.get(scenario);
  if (known) return known;
  const evaluation = evaluate(scenario);
  evaluations.set(scenario, evaluation);
  return evaluation;
}

/** How the recommendation changes over the whole range of loads, all else equal. */
export function loadSegmentsOf(scenario: Scenario): readonly LoadSegment[] {
  const known = segmentLists.get(scenario);
  if (known) return known;
  const { min, max } = SCENARIO_RANGES.concurrency;
  const segments = loadSegments((concurrency) => verdictAt(scenario, concurrency), min, max);
  segmentLists.set(scenario, segments);
  return segments;
}

/** What the model predicts for the compared platforms at another load, all else equal. */
export function predictionsAt(scenario: Scenario, concurrency: number): readonly PlatformPrediction[] {
  const workload = { ...scenario.workload, concurrency };
  return comparedIn(scenario).map((platform) => predictPlatform(servingModel, workload, scenario.limits, platform));
}

function comparedIn(scenario: Scenario): readonly PlatformChoice[] {
  return scenario.platforms.filter((platform) => platform.compared);
}

function verdictAt(scenario: Scenario, concurrency: number): Pick<Recommendation, "winner" | "tie"> {
  const { winner, tie } = recommend(predictionsAt(scenario, concurrency), scenario.tieThresholdFraction);
  return { winner, tie };
}

/** @throws RangeError for an LLM that the catalogue does not have; links and files are checked before. */
function evaluate(scenario: Scenario): Evaluation {
  if (scenario.llm !== servingModel.llm.id) throw new RangeError(`unknown LLM: ${scenario.llm}`);
  const { workload, limits } = scenario;
  const platforms = comparedIn(scenario).map((platform) => evaluatePlatform(servingModel, workload, limits, platform));
  const recommendation = recommend(platforms, scenario.tieThresholdFraction);
  const sentence = recommendationSentence(recommendation, {
    gpus: servingModel.gpus,
    concurrency: workload.concurrency,
    adapter: platforms.length > 0 && platforms.every(({ offer }) => offer.lora),
    limited: limits.tpotSeconds !== null || limits.ttftSeconds !== null,
  });
  const relativeCost = relativeCosts(platforms);
  const relativeCostBand = relativeCostBands(platforms, relativeCost);
  return { scenario, platforms, recommendation, sentence, relativeCost, relativeCostBand };
}

/** Platforms whose cheapest is the measure of cost: those that can serve the workload, within the limits where any is. */
export function costReferences<T extends PlatformPrediction>(platforms: readonly T[]): readonly T[] {
  const serving = platforms.filter(({ costPerMillionOutputTokens: cost }) => cost !== null);
  const withinLimits = serving.filter(({ breaches }) => breaches.length === 0);
  return withinLimits.length > 0 ? withinLimits : serving;
}

/** Against the cheapest of the platforms that are the measure. */
export function relativeCosts(platforms: readonly PlatformPrediction[]): ReadonlyMap<string, number | null> {
  const reference = Math.min(...costReferences(platforms).map((platform) => platform.costPerMillionOutputTokens!));
  return new Map(
    platforms.map(({ gpu, costPerMillionOutputTokens: cost }) => [gpu.id, cost === null ? null : cost / reference]),
  );
}

/** Errors of two platforms are taken as independent, which makes the bands rather too wide than too narrow. */
function relativeCostBands(
  platforms: readonly PlatformPrediction[],
  relativeCost: ReadonlyMap<string, number | null>,
): ReadonlyMap<string, Band | null> {
  const deviationOf = ({ performance }: PlatformPrediction): number =>
    performance === null ? 0 : logDeviationOf(performance.outputTokensPerSecondBand);
  const reference = platforms.find(({ gpu }) => relativeCost.get(gpu.id) === 1);
  return new Map(
    platforms.map((platform) => {
      const cost = relativeCost.get(platform.gpu.id) ?? null;
      if (cost === null || !reference) return [platform.gpu.id, null];
      if (platform === reference) return [platform.gpu.id, [1, 1]];
      return [platform.gpu.id, bandAround(cost, Math.hypot(deviationOf(platform), deviationOf(reference)))];
    }),
  );
}

/** What a link says it showed, so that whoever opens it later can be told what moved. */
export function headlineOf({ recommendation, relativeCost }: Evaluation): Headline {
  return {
    modelVersion: MODEL_VERSION,
    winner: recommendation.winner,
    tie: recommendation.tie,
    relativeCost: Object.fromEntries(relativeCost),
  };
}
