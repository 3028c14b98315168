import { MODEL_VERSION, servingModel } from "../catalog/serving-model.ts";
import { type Demand, peakRequestsPerSecond } from "../core/economics/demand.ts";
import { cheapestMix, type FleetPlan, type RentalUnit } from "../core/economics/fleet.ts";
import { hasLimits } from "../core/serving/answer/limits.ts";
import { loadSegments, type LoadSegment, type Verdict } from "../core/serving/answer/load-flips.ts";
import {
  besideMeasurements,
  predictPlatform,
  type PlatformEvaluation,
  type PlatformOffer,
  type PlatformPrediction,
} from "../core/serving/answer/platform-evaluation.ts";
import { predictSized, sizePlatform, type SizedPlatform } from "../core/serving/answer/platform-plan.ts";
import { recommend, verdictOf, type Recommendation } from "../core/serving/answer/recommend.ts";
import { closestOf } from "../core/serving/answer/exclusions.ts";
import { type AskedLoad, recommendationSentence } from "../core/serving/answer/sentence.ts";
import { highestLoad, type HighestLoad, type SustainableRate } from "../core/serving/answer/sustainable.ts";
import type { Tuning } from "../core/serving/answer/tuning.ts";
import { bandAround, logDeviationOf, type Band } from "../core/units/band.ts";
import type { Headline } from "./permalink.ts";
import { SCENARIO_RANGES, type PlatformChoice, type Scenario } from "./scenario.ts";

/** One platform of a scenario: its prediction, what was measured of it, and how its settings and its size came about. */
export interface ScenarioPlatform extends PlatformEvaluation {
  readonly tuning: Tuning | null;
  /** What one replica sustains of a demand; null without one. */
  readonly sustained: SustainableRate | null;
  /** Null without limits, or with a demand. */
  readonly highestLoad: HighestLoad | null;
}

/** Units of two platforms that serve a demand together. */
export interface PlatformMix {
  readonly gpus: readonly [string, string];
  readonly units: readonly [number, number];
  readonly costPerMonth: number;
}

/** Everything the page, the terminal and a link's headline show of one scenario. */
export interface Evaluation {
  readonly scenario: Scenario;
  /** The compared platforms, in the scenario's order. */
  readonly platforms: readonly ScenarioPlatform[];
  readonly recommendation: Recommendation;
  readonly sentence: string;
  /** Cost per output token over the cheapest contender's; null where a platform has none. */
  readonly relativeCost: ReadonlyMap<string, number | null>;
  /** 90 % band of the relative cost; of the cheapest, which is the measure, just 1. */
  readonly relativeCostBand: ReadonlyMap<string, Band | null>;
  /** Null without a demand, or where one platform alone is as cheap. */
  readonly mix: PlatformMix | null;
}

const evaluations = new WeakMap<Scenario, Evaluation>();
const sizedLists = new WeakMap<Scenario, ReadonlyMap<string, SizedPlatform>>();
const segmentLists = new WeakMap<Scenario, readonly LoadSegment[]>();

/** The scenario's results, computed once for each scenario object. */
export function evaluationOf(scenario: Scenario): Evaluation {
  return onceFor(evaluations, scenario, evaluate);
}

function onceFor<T>(known: WeakMap<Scenario, T>, scenario: Scenario, compute: (scenario: Scenario) => T): T {
  let value = known.get(scenario);
  if (value === undefined) known.set(scenario, (value = compute(scenario)));
  return value;
}

/** Settings and size of the compared platforms: of one rental unit where there is a demand. */
export function sizedOf(scenario: Scenario): ReadonlyMap<string, SizedPlatform> {
  return onceFor(sizedLists, scenario, () => {
    const sized = comparedIn(scenario).map(
      (platform) => [platform.gpu, sizePlatform(servingModel, scenario, platform)] as const,
    );
    return new Map(sized);
  });
}

/**
 * How the recommendation changes over the whole range of loads, all else equal: over requests in flight, or over the
 * requests per second of a demand. Tuned settings stay those of the scenario's own load.
 */
export function loadSegmentsOf(scenario: Scenario): readonly LoadSegment[] {
  return onceFor(segmentLists, scenario, () => {
    const { min, max } = loadRangeOf(scenario);
    return loadSegments((load) => verdictAt(scenario, load), min, max);
  });
}

/** Loads over which a scenario is looked at, in whole requests in flight or per second. */
export function loadRangeOf({ demand }: Scenario): { readonly min: number; readonly max: number } {
  return demand === null ? SCENARIO_RANGES.concurrency : { min: 1, max: 10_000 };
}

/** What the model predicts for the compared platforms, one rental unit of each where there is a demand, at another load. */
export function predictionsAt(scenario: Scenario, concurrency: number): readonly PlatformPrediction[] {
  const workload = { ...scenario.workload, concurrency };
  const sized = sizedOf(scenario);
  return comparedIn(scenario).map(({ gpu }) =>
    predictPlatform(servingModel, workload, scenario.limits, sized.get(gpu)!.offer),
  );
}

export function comparedIn(scenario: Scenario): readonly PlatformChoice[] {
  return scenario.platforms.filter((platform) => platform.compared);
}

function verdictAt(scenario: Scenario, load: number): Verdict {
  return verdictOf(predictionsAtLoad(scenario, load), scenario.tieThresholdFraction);
}

/** What the model predicts for the compared platforms at a load of `loadRangeOf`: in flight, or per second of a demand. */
export function predictionsAtLoad(scenario: Scenario, load: number): readonly PlatformPrediction[] {
  return scenario.demand === null
    ? predictionsAt(scenario, load)
    : predictionsForDemand(scenario, { ...scenario.demand, requestsPerSecond: load });
}

function predictionsForDemand(scenario: Scenario, demand: Demand): readonly PlatformPrediction[] {
  const sized = sizedOf(scenario);
  return comparedIn(scenario).map(
    (platform) => predictSized(servingModel, { ...scenario, demand }, platform, sized.get(platform.gpu)!).prediction,
  );
}

/** @throws RangeError for an LLM that the catalogue does not have; links and files are checked before. */
function evaluate(scenario: Scenario): Evaluation {
  if (scenario.llm !== servingModel.llm.id) throw new RangeError(`unknown LLM: ${scenario.llm}`);
  const { limits } = scenario;
  const sized = sizedOf(scenario);
  const platforms = comparedIn(scenario).map((platform): ScenarioPlatform => {
    const size = sized.get(platform.gpu)!;
    const { prediction, workload: served } = predictSized(servingModel, scenario, platform, size);
    const { tuning, sustained, offer } = size;
    const asksForMore = scenario.demand === null && hasLimits(limits);
    const highest = asksForMore
      ? highestLoad(servingModel, served, limits, offer, SCENARIO_RANGES.concurrency.max)
      : null;
    return {
      ...besideMeasurements(servingModel, served, prediction),
      tuning,
      sustained,
      highestLoad: highest,
    };
  });
  const recommendation = recommend(platforms, scenario.tieThresholdFraction);
  const sentence = recommendationSentence(recommendation, {
    gpus: servingModel.gpus,
    load: askedLoad(scenario),
    adapter: platforms.length > 0 && platforms.every(({ offer }) => offer.lora),
    limited: hasLimits(limits),
    closest: recommendation.winner === null ? closestOf(platforms) : null,
  });
  const relativeCost = relativeCosts(platforms);
  const relativeCostBand = relativeCostBands(platforms, relativeCost);
  const mix = scenario.demand === null ? null : mixOf(platforms, scenario.demand);
  return { scenario, platforms, recommendation, sentence, relativeCost, relativeCostBand, mix };
}

/** The cheapest units of any two platforms, where they serve the demand for less than any one alone. */
function mixOf(platforms: readonly ScenarioPlatform[], demand: Demand): PlatformMix | null {
  const units = platforms.flatMap(({ gpu, offer, fleet }) =>
    fleet === null ? [] : [{ gpu: gpu.id, unit: unitOf(offer, fleet), alone: fleet.costPerMonth }],
  );
  const pairs = units.flatMap((first, i) => units.slice(i + 1).map((second) => [first, second] as const));
  const mixes = pairs.flatMap(([first, second]) => {
    const mix = cheapestMix([first.unit, second.unit], demand);
    return mix === null ? [] : [{ gpus: [first.gpu, second.gpu] as const, ...mix }];
  });
  const cheapestAlone = Math.min(...units.map(({ alone }) => alone));
  return mixes
    .filter(({ costPerMonth }) => costPerMonth < cheapestAlone)
    .reduce<PlatformMix | null>((best, mix) => (best && best.costPerMonth <= mix.costPerMonth ? best : mix), null);
}

function unitOf({ pricePerGpuHour }: PlatformOffer, fleet: FleetPlan): RentalUnit {
  const { gpusPerUnit: gpus, requestsPerSecondPerUnit: requestsPerSecond } = fleet;
  return { gpus, requestsPerSecond, prices: { onDemand: pricePerGpuHour, reserved: null, spot: null } };
}

function askedLoad({ demand, workload }: Scenario): AskedLoad {
  if (demand === null) return { kind: "in-flight", concurrency: workload.concurrency };
  const { requestsPerSecond } = demand;
  return { kind: "demand", requestsPerSecond, peakRequestsPerSecond: peakRequestsPerSecond(demand) };
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
      if (platform.fleet !== null && platform.costBand !== null) {
        const [low, high] = platform.costBand;
        const perCost = cost / platform.costPerMillionOutputTokens!;
        return [platform.gpu.id, [low * perCost, high * perCost]];
      }
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
