import type { Infeasibility } from "../../core/serving/physics/feasibility.ts";
import type { Evidence } from "../../core/serving/fit/evidence.ts";
import type { MeasuredServingRow } from "../../core/serving/fit/measured-row.ts";
import type { Deployment } from "../../core/serving/physics/deployment.ts";
import { kvCapacityRequests, type MemoryBudget } from "../../core/serving/physics/memory-budget.ts";
import type { FleetPlan } from "../../core/economics/fleet.ts";
import type { LimitBreach } from "../../core/serving/answer/limits.ts";
import type { ServingDelivers } from "../../core/serving/answer/serving-delivery.ts";
import type { HighestLoad } from "../../core/serving/answer/sustainable.ts";
import type { TunableSetting, Tuning } from "../../core/serving/answer/tuning.ts";
import type { Band } from "../../core/units/band.ts";
import { TOKENS_PER_MILLION } from "../../core/units/units.ts";
import type { PriceFlip } from "../comparison.ts";
import type { Closest } from "./closest.ts";
import type { PlatformMix } from "./platform-mix.ts";
import { costPerMonthOf } from "./serving-cost.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import type { ServingAsked, ServingPlatformAnswer } from "./serving-platforms.ts";
import { type ServingReason, servingReasons } from "./serving-reasons.ts";
import { servingSentences } from "./serving-sentence.ts";

/** Memory of one GPU of a replica. `maxRunningRequests`, of the replica, is what the KV cache holds at once; engine limits may allow fewer. */
interface MemoryResult {
  readonly deviceBytes: number;
  readonly weightBytes: number;
  readonly drafterBytes: number;
  readonly overheadBytes: number;
  readonly kvCacheBytes: number;
  readonly kvCacheBytesPerRequest: number;
  readonly maxRunningRequests: number;
}

/** A published row as it stands beside a prediction: medians, and one engine step for `stepSeconds`. */
interface MeasuredResult {
  readonly row: string;
  readonly stepSeconds: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly ttftSeconds: number | null;
  /** 99th percentiles, which nothing but a row knows. */
  readonly stepP99Seconds: number | null;
  readonly ttftP99Seconds: number | null;
}

/** What costs are; null without a price. */
interface CostResult {
  readonly costPerMillionOutputTokens: number | null;
  readonly costPerMillionTokens: number | null;
  readonly costPerRequest: number | null;
  readonly relativeCost: number | null;
}

/** Steady state of a platform that serves; latencies are means unless named. */
interface ServedResult extends CostResult {
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
  /** Of the platform. */
  readonly outputTokensPerSecond: number;
  readonly totalTokensPerSecond: number;
  /** Floor under the step of the busiest replica on this hardware, with any engine. */
  readonly floorStepSeconds: number;
  /** Step of the busiest replica / its floor: what a better engine could still win. */
  readonly headroom: number;
  readonly evidence: Evidence;
  readonly limitBreaches: readonly LimitBreach[];
  /** Requests in flight that the platform serves within the limits; null without limits or with a demand. */
  readonly highestLoadWithinLimits: HighestLoad | null;
  /** 90 % intervals, as far as the step's time is uncertain. */
  readonly band: {
    readonly stepSeconds: Band;
    readonly outputTokensPerSecond: Band;
    readonly relativeCost: Band | null;
  };
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
  costPerMillionTokens: null,
  costPerRequest: null,
  relativeCost: null,
  floorStepSeconds: null,
  headroom: null,
  evidence: null,
  limitBreaches: null,
  highestLoadWithinLimits: null,
  band: null,
};

interface PlatformFacts {
  readonly id: string;
  readonly name: string;
  readonly gpu: string;
  readonly pricePerGpuHour: number | null;
  /** Null where the settings rule the platform out before memory is counted. */
  readonly memory: MemoryResult | null;
  readonly measured: MeasuredResult | null;
  /** Engine settings that the prediction is of: as given, or as tuning chose them. */
  readonly settings: Pick<Deployment, TunableSetting>;
  /** Null where settings are taken as given. */
  readonly tuning: Pick<Tuning, "candidates" | "withinLimits" | "worth"> | null;
  /** Units that a demand needs, and what they cost (null without a price); null without a demand. */
  readonly fleet: (FleetPlan & { readonly costPerMonth: number | null }) | null;
}

export type PlatformResult = PlatformFacts &
  (
    | ({ readonly feasible: true; readonly reason: null } & ServedResult)
    | ({ readonly feasible: false; readonly reason: Infeasibility } & Unserved)
  );

/** A serving answer as plain JSON: what the terminal prints and other tools read. Names stay once they are here. */
export interface ServingResult {
  readonly question: "serve";
  readonly model: string;
  /** The compared platforms, in the list's order. */
  readonly platforms: readonly PlatformResult[];
  readonly recommendation: {
    readonly winner: string | null;
    /** A close call: others cost about the same. */
    readonly tie: boolean;
    readonly verdict: ServingAnswer["ranking"]["kind"];
    /** Whether the 90 % band of the cost ratio to the next leaves out 1; null without a next. */
    readonly certain: boolean | null;
    readonly sentence: string;
    readonly reasons: readonly ServingReason[];
    readonly flipPrices: readonly PriceFlip[];
    readonly closest: Closest | null;
  };
  /** Cheapest units of two platforms together, where a demand is served for less than by one alone. */
  readonly mix: PlatformMix | null;
}

export function servingResult(answer: ServingAnswer): ServingResult {
  const { study, asked, platforms, ranking, flips, closest, mix } = answer;
  return {
    question: "serve",
    model: study.modelVersion,
    platforms: platforms.map((platform) => platformResult(platform, asked)),
    recommendation: {
      winner: ranking.kind === "none" ? null : ranking.winner.id,
      tie: ranking.kind === "close",
      verdict: ranking.kind,
      certain: "certain" in ranking ? ranking.certain : null,
      sentence: servingSentences(answer).join(" "),
      reasons: servingReasons(platforms, ranking),
      flipPrices: flips,
      closest,
    },
    mix,
  };
}

function platformResult(answer: ServingPlatformAnswer, asked: ServingAsked): PlatformResult {
  const { platform, label, gpu, delivery } = answer;
  const common = { id: platform.id, name: label, gpu: gpu.id, pricePerGpuHour: platform.offer.pricePerGpuHour };
  const { kvCache, draftLength, maxNumSeqs, tensorParallel } = delivery.deployment;
  const { tuning } = delivery;
  const settings = { kvCache, draftLength, maxNumSeqs, tensorParallel };
  const search = tuning && { candidates: tuning.candidates, withinLimits: tuning.withinLimits, worth: tuning.worth };
  const facts = { ...common, settings, tuning: search };
  if (delivery.kind === "cannot") {
    const memory = delivery.budget && memoryResult(delivery.budget, tensorParallel);
    return { ...facts, memory, measured: null, fleet: null, feasible: false, reason: delivery.why, ...UNSERVED };
  }
  const { performance, size, measuredRow } = delivery;
  const { demand, workload } = asked.choice;
  const costPerMonth = costPerMonthOf(answer.quote, demand, workload.outputTokens);
  return {
    ...facts,
    memory: memoryResult(performance.budget, tensorParallel),
    measured: measuredRow && measuredResult(measuredRow),
    fleet: size.kind === "fleet" ? { ...size.plan, costPerMonth } : null,
    feasible: true,
    reason: null,
    ...servedResult(answer, delivery),
  };
}

function servedResult(answer: ServingPlatformAnswer, delivery: ServingDelivers): ServedResult {
  const { performance, workload, evidence, breaches } = delivery;
  const { busiest, floorStepSeconds } = performance;
  return {
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
    ...costResult(answer, workload.inputTokens, workload.outputTokens),
    floorStepSeconds,
    headroom: busiest.headroom,
    evidence,
    limitBreaches: breaches,
    highestLoadWithinLimits: answer.highestLoad,
    band: {
      stepSeconds: performance.stepSecondsBand,
      outputTokensPerSecond: performance.outputTokensPerSecondBand,
      relativeCost: answer.relativeCostBand,
    },
  };
}

function costResult(
  { quote, relativeCost }: ServingPlatformAnswer,
  inputTokens: number,
  outputTokens: number,
): CostResult {
  if (quote?.kind !== "priced") {
    return { costPerMillionOutputTokens: null, costPerMillionTokens: null, costPerRequest: null, relativeCost: null };
  }
  return {
    costPerMillionOutputTokens: quote.cost,
    costPerMillionTokens: (quote.cost * outputTokens) / (inputTokens + outputTokens),
    costPerRequest: (quote.cost * outputTokens) / TOKENS_PER_MILLION,
    relativeCost,
  };
}

function memoryResult(budget: MemoryBudget, gpus: number): MemoryResult {
  return {
    deviceBytes: budget.deviceBytes / gpus,
    weightBytes: budget.weightBytes / gpus,
    drafterBytes: budget.drafterBytes / gpus,
    overheadBytes: budget.overheadBytes / gpus,
    kvCacheBytes: budget.kvCacheBytes / gpus,
    kvCacheBytesPerRequest: budget.kvCacheBytesPerRequest / gpus,
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
