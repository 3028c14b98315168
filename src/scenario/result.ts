import { MODEL_VERSION } from "../catalog/serving-model.ts";
import type { Evidence } from "../core/serving/fit/evidence.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import type { Infeasibility } from "../core/serving/physics/feasibility.ts";
import { kvCapacityRequests, type MemoryBudget } from "../core/serving/physics/memory-budget.ts";
import type { LimitBreach } from "../core/serving/answer/limits.ts";
import type { PlatformOffer } from "../core/serving/answer/platform-evaluation.ts";
import type { Recommendation } from "../core/serving/answer/recommend.ts";
import type { Band } from "../core/units/band.ts";
import type { HighestLoad } from "../core/serving/answer/sustainable.ts";
import type { TunableSetting, Tuning } from "../core/serving/answer/tuning.ts";
import type { FleetPlan } from "../core/economics/fleet.ts";
import type { Evaluation, PlatformMix, ScenarioPlatform } from "./evaluation.ts";

/** Memory of one replica. `maxRunningRequests` is what the KV cache holds at once; engine limits may allow fewer. */
export interface MemoryResult {
  readonly deviceBytes: number;
  readonly weightBytes: number;
  readonly drafterBytes: number;
  readonly overheadBytes: number;
  readonly kvCacheBytes: number;
  readonly kvCacheBytesPerRequest: number;
  readonly maxRunningRequests: number;
}

/** A published row as it stands beside a prediction: medians, and one engine step for `stepSeconds`. */
export interface MeasuredResult {
  readonly row: string;
  readonly stepSeconds: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly ttftSeconds: number | null;
  /** 99th percentiles, which nothing but a row knows. */
  readonly stepP99Seconds: number | null;
  readonly ttftP99Seconds: number | null;
}

/** Steady state of a platform that can serve the workload; latencies are means unless named. */
interface ServedResult {
  /** On the whole platform: as asked, or for a demand at its busiest moment. */
  readonly inFlightRequests: number;
  /** Of the busiest replica, as is `waitingRequests`. */
  readonly runningRequests: number;
  readonly waitingRequests: number;
  readonly tokensPerStep: number;
  readonly stepSeconds: number;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
  readonly ttftMedianSeconds: number;
  readonly requestSeconds: number;
  readonly outputTokensPerSecond: number;
  readonly totalTokensPerSecond: number;
  readonly costPerMillionOutputTokens: number;
  readonly relativeCost: number;
  /** Floor under the step of the busiest replica on this hardware, with any engine. */
  readonly floorStepSeconds: number;
  /** Step of the busiest replica / its floor: what a better engine could still win. */
  readonly headroom: number;
  readonly evidence: Evidence;
  readonly limitBreaches: readonly LimitBreach[];
  /** Requests in flight that the platform serves within the limits; null without limits or with a demand. */
  readonly highestLoadWithinLimits: HighestLoad | null;
}

type Unserved = { readonly [Key in keyof ServedResult]: null };

const UNSERVED: Unserved = {
  inFlightRequests: null,
  runningRequests: null,
  waitingRequests: null,
  tokensPerStep: null,
  stepSeconds: null,
  tpotSeconds: null,
  ttftSeconds: null,
  ttftMedianSeconds: null,
  requestSeconds: null,
  outputTokensPerSecond: null,
  totalTokensPerSecond: null,
  costPerMillionOutputTokens: null,
  relativeCost: null,
  floorStepSeconds: null,
  headroom: null,
  evidence: null,
  limitBreaches: null,
  highestLoadWithinLimits: null,
};

interface BandResult {
  readonly stepSeconds: Band;
  readonly outputTokensPerSecond: Band;
  readonly relativeCost: Band;
}

interface PlatformFacts {
  readonly pricePerGpuHour: number;
  /** Null where the settings rule the platform out before memory is counted. */
  readonly memory: MemoryResult | null;
  /** 90 % intervals, as far as the step's time is uncertain; null where infeasible. */
  readonly band: BandResult | null;
  readonly measured: MeasuredResult | null;
  /** Engine settings that the prediction is of: as given, or as tuning chose them. */
  readonly settings: Pick<PlatformOffer, TunableSetting>;
  /** Null where settings are taken as given. */
  readonly tuning: Pick<Tuning, "candidates" | "withinLimits" | "worth"> | null;
  /** Units that a demand needs and what they cost; null without a demand. */
  readonly fleet: FleetPlan | null;
}

export type PlatformOutcome = PlatformFacts &
  (
    | ({ readonly gpu: string; readonly feasible: true; readonly reason: null } & ServedResult)
    | ({ readonly gpu: string; readonly feasible: false; readonly reason: Infeasibility } & Unserved)
  );

/** An evaluation as plain JSON: what the terminal prints and other tools read. Names stay once they are here. */
export interface ScenarioResult {
  readonly modelVersion: string;
  /** The compared platforms, in the scenario's order. */
  readonly platforms: readonly PlatformOutcome[];
  readonly recommendation: Pick<Recommendation, "winner" | "tie" | "costsApart" | "reasons" | "flipPrices"> & {
    readonly sentence: string;
  };
  /** Cheapest units of two platforms together, where a demand is served for less than by one alone. */
  readonly mix: PlatformMix | null;
}

export function resultOf(evaluation: Evaluation): ScenarioResult {
  const { winner, tie, costsApart, reasons, flipPrices } = evaluation.recommendation;
  return {
    modelVersion: MODEL_VERSION,
    platforms: evaluation.platforms.map((platform) =>
      platformOutcome(
        platform,
        evaluation.relativeCost.get(platform.gpu.id) ?? null,
        evaluation.relativeCostBand.get(platform.gpu.id) ?? null,
      ),
    ),
    recommendation: { winner, tie, costsApart, sentence: evaluation.sentence, reasons, flipPrices },
    mix: evaluation.mix,
  };
}

function platformOutcome(
  platform: ScenarioPlatform,
  relativeCost: number | null,
  relativeCostBand: Band | null,
): PlatformOutcome {
  const { gpu, offer, infeasible, budget, performance, evidence } = platform;
  const facts: PlatformFacts = {
    pricePerGpuHour: offer.pricePerGpuHour,
    memory: budget && memoryResult(budget),
    band:
      performance && relativeCostBand
        ? {
            stepSeconds: performance.stepSecondsBand,
            outputTokensPerSecond: performance.outputTokensPerSecondBand,
            relativeCost: relativeCostBand,
          }
        : null,
    measured: platform.measuredRow && measuredResult(platform.measuredRow),
    settings: settingsResult(offer),
    tuning: platform.tuning && tuningResult(platform.tuning),
    fleet: platform.fleet,
  };
  if (infeasible !== null) return { gpu: gpu.id, feasible: false, reason: infeasible, ...facts, ...UNSERVED };
  const cost = platform.costPerMillionOutputTokens;
  if (performance === null || cost === null || relativeCost === null || evidence === null) {
    throw new Error(`the evaluation of ${gpu.id} is neither feasible nor infeasible`);
  }
  const { busiest, floorStepSeconds } = performance;
  return {
    gpu: gpu.id,
    feasible: true,
    reason: null,
    ...facts,
    inFlightRequests: performance.runningRequests + performance.waitingRequests,
    runningRequests: busiest.runningRequests,
    waitingRequests: busiest.waitingRequests,
    tokensPerStep: busiest.tokensPerStep,
    stepSeconds: performance.stepSeconds,
    tpotSeconds: performance.tpotSeconds,
    ttftSeconds: performance.ttftSeconds,
    ttftMedianSeconds: performance.ttftMedianSeconds,
    requestSeconds: performance.requestSeconds,
    outputTokensPerSecond: performance.outputTokensPerSecond,
    totalTokensPerSecond: performance.totalTokensPerSecond,
    costPerMillionOutputTokens: cost,
    relativeCost,
    floorStepSeconds,
    headroom: busiest.headroom,
    evidence,
    limitBreaches: platform.breaches,
    highestLoadWithinLimits: platform.highestLoad,
  };
}

function settingsResult({ kvCache, draftLength, maxNumSeqs, tensorParallel }: PlatformOffer) {
  return { kvCache, draftLength, maxNumSeqs, tensorParallel };
}

function tuningResult({ candidates, withinLimits, worth }: Tuning) {
  return { candidates, withinLimits, worth };
}

function memoryResult(budget: MemoryBudget): MemoryResult {
  return {
    deviceBytes: budget.deviceBytes,
    weightBytes: budget.weightBytes,
    drafterBytes: budget.drafterBytes,
    overheadBytes: budget.overheadBytes,
    kvCacheBytes: budget.kvCacheBytes,
    kvCacheBytesPerRequest: budget.kvCacheBytesPerRequest,
    maxRunningRequests: Math.floor(kvCapacityRequests(budget)),
  };
}

function measuredResult(row: MeasuredServingRow): MeasuredResult {
  return {
    row: row.id,
    stepSeconds: row.chunkGapMedianSeconds,
    outputTokensPerSecond: row.outputTokensPerSecond,
    ttftSeconds: row.ttftMedianSeconds,
    stepP99Seconds: row.chunkGapP99Seconds ?? null,
    ttftP99Seconds: row.ttftP99Seconds ?? null,
  };
}
