import type { FleetPlan } from "../../economics/fleet.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { BatchLimit } from "../physics/operating-point.ts";
import type { PlatformPerformance } from "../physics/platform-performance.ts";
import { bandAround, logDeviationOf } from "../../units/band.ts";
import type { LimitBreach } from "./limits.ts";
import type { PlatformPrediction } from "./platform-evaluation.ts";

/** A platform that can serve the workload within the limits. */
export interface Contender {
  readonly prediction: PlatformPrediction;
  readonly performance: PlatformPerformance;
  readonly cost: number;
}

/** Why the recommendation is what it is, in the evaluation's own numbers. */
export type Reason =
  | {
      readonly kind: "cheaper";
      readonly gpu: string;
      readonly than: string;
      /** 1 - cost / cost of the next. */
      readonly savingFraction: number;
    }
  | {
      readonly kind: "tie";
      readonly gpus: readonly string[];
      readonly spreadFraction: number;
      readonly decidedBy: "speed" | "capacity" | "cost";
    }
  | {
      /** More than a tie's threshold apart by the best estimate, but not surely: the 90 % band leaves either cheaper. */
      readonly kind: "tie-within-band";
      readonly gpu: string;
      readonly than: string;
      readonly savingFraction: number;
    }
  | BatchLimitReason
  | {
      readonly kind: "price-and-throughput";
      readonly gpu: string;
      readonly than: string;
      readonly priceRatio: number;
      readonly throughputRatio: number;
    }
  | {
      /** Whole units for a demand, and how far its busiest moment fills them. */
      readonly kind: "fleet";
      readonly gpu: string;
      readonly than: string;
      readonly own: FleetSize;
      readonly other: FleetSize;
    }
  | { readonly kind: "only-one"; readonly gpu: string }
  | { readonly kind: "breaks-limit"; readonly gpu: string; readonly breach: LimitBreach }
  | { readonly kind: "infeasible"; readonly gpu: string; readonly reason: Infeasibility };

/** How many rental units of so many GPUs, and traffic at the peak over what they sustain. */
export type FleetSize = Pick<FleetPlan, "units" | "gpusPerUnit" | "peakUtilization">;

/** A platform that cannot run all its requests at once, and why. */
export interface BatchLimitReason {
  readonly kind: "batch-limit";
  readonly gpu: string;
  readonly by: Exclude<BatchLimit, "load">;
  readonly requestsPerReplica: number;
  readonly gpusPerReplica: number;
}

/** Price per GPU-hour at which a platform's tokens cost as much as those of the platform it is held against. */
export interface FlipPrice {
  readonly gpu: string;
  readonly against: string;
  readonly pricePerGpuHour: number;
  readonly currentPricePerGpuHour: number;
}

export interface Recommendation {
  /** Null where no platform can serve the workload within the limits. */
  readonly winner: string | null;
  readonly runnerUp: string | null;
  readonly tie: boolean;
  /**
   * Whether the 90 % band of the cost ratio of winner and runner-up leaves out 1; null without a runner-up. Where it does
   * not, that is a tie too, but one that the best estimate decides: a band that is wide for want of measurements must not
   * hand the choice to a platform that is some ten percent dearer.
   */
  readonly costsApart: boolean | null;
  readonly reasons: readonly Reason[];
  readonly flipPrices: readonly FlipPrice[];
}

/** Request times in one class of this width (1 %) count as equal. Classes are fixed, so that speed alone orders platforms. */
const LOG_SPEED_CLASS = Math.log(1.01);

export function contendersIn(platforms: readonly PlatformPrediction[]): readonly Contender[] {
  return platforms
    .flatMap((prediction) => {
      const { performance, costPerMillionOutputTokens: cost, breaches } = prediction;
      return performance !== null && cost !== null && breaches.length === 0 ? [{ prediction, performance, cost }] : [];
    })
    .toSorted((a, b) => a.cost - b.cost);
}

/** Platforms without a cost last: of those left out, the cheapest is the one that matters. */
function byCost(a: PlatformPrediction, b: PlatformPrediction): number {
  const costOf = ({ costPerMillionOutputTokens: cost }: PlatformPrediction): number => cost ?? Number.MAX_VALUE;
  return costOf(a) - costOf(b);
}

/** Requests that the platform could hold beyond those in flight. */
function capacityLeft({ performance }: Contender): number {
  return performance.limit.requests * performance.replicas - performance.runningRequests - performance.waitingRequests;
}

/** Two platforms' predictions are taken to err independently, which makes the band rather too wide than too narrow. */
function areCostsApart(a: Contender, b: Contender): boolean {
  const [own, other] = [a.prediction, b.prediction];
  if (own.fleet !== null && other.fleet !== null) {
    return own.costBand![0] > other.costBand![1] || own.costBand![1] < other.costBand![0];
  }
  const deviationOf = ({ performance }: Contender): number => logDeviationOf(performance.outputTokensPerSecondBand);
  const [low, high] = bandAround(a.cost / b.cost, Math.hypot(deviationOf(a), deviationOf(b)));
  return low > 1 || high < 1;
}

function speedClass({ performance }: Contender): number {
  return Math.round(Math.log(performance.requestSeconds) / LOG_SPEED_CLASS);
}

function decidingQuality(first: Contender, second: Contender): "speed" | "capacity" | "cost" {
  if (speedClass(first) !== speedClass(second)) return "speed";
  return capacityLeft(first) === capacityLeft(second) ? "cost" : "capacity";
}

interface Ranking {
  readonly cheapest: Contender;
  /** All whose cost is within the tie threshold of the cheapest, the cheapest first. */
  readonly tied: readonly Contender[];
  readonly winner: Contender;
  readonly second: Contender | null;
  readonly runnerUp: Contender | null;
  readonly costsApart: boolean | null;
  readonly tie: boolean;
}

/**
 * The cheapest per token wins; platforms within `tieThresholdFraction` of it are a tie, decided on speed (time of a
 * whole request), then on capacity left, then on cost. Beyond the threshold it is a tie, decided on cost, where the 90 %
 * band of the ratio to the next one holds 1.
 */
function rankingOf(contenders: readonly Contender[], tieThresholdFraction: number): Ranking | null {
  const cheapest = contenders[0];
  if (!cheapest) return null;
  const tied = contenders.filter(
    (contender) => contender === cheapest || 1 - cheapest.cost / contender.cost < tieThresholdFraction,
  );
  const ranked = tied.toSorted((a, b) => speedClass(a) - speedClass(b) || capacityLeft(b) - capacityLeft(a));
  const winner = ranked[0]!;
  const runnerUp = contenders.find((contender) => contender !== winner) ?? null;
  const costsApart = runnerUp === null ? null : areCostsApart(winner, runnerUp);
  const tie = tied.length > 1 || costsApart === false;
  return { cheapest, tied, winner, second: ranked[1] ?? null, runnerUp, costsApart, tie };
}

/** Who is recommended and whether in a tie, without the reasons: for what asks thousands of times. */
export function verdictOf(
  platforms: readonly PlatformPrediction[],
  tieThresholdFraction: number,
): Pick<Recommendation, "winner" | "tie"> {
  const ranking = rankingOf(contendersIn(platforms), tieThresholdFraction);
  return ranking === null
    ? { winner: null, tie: false }
    : { winner: ranking.winner.prediction.gpu.id, tie: ranking.tie };
}

/** Which platform to take, and why. */
export function recommend(platforms: readonly PlatformPrediction[], tieThresholdFraction: number): Recommendation {
  const contenders = contendersIn(platforms);
  const excluded = platforms.toSorted(byCost).flatMap(exclusionReasons);
  const ranking = rankingOf(contenders, tieThresholdFraction);
  if (ranking === null)
    return { winner: null, runnerUp: null, tie: false, costsApart: null, reasons: excluded, flipPrices: [] };
  const { cheapest, tied, winner, second, runnerUp, costsApart, tie } = ranking;
  const idOf = (contender: Contender): string => contender.prediction.gpu.id;

  const reasons: Reason[] = [];
  if (runnerUp === null) {
    reasons.push({ kind: "only-one", gpu: idOf(winner) });
  } else if (second !== null) {
    const decidedBy = decidingQuality(winner, second);
    const spreadFraction = 1 - cheapest.cost / tied.at(-1)!.cost;
    reasons.push({ kind: "tie", gpus: tied.map(idOf), spreadFraction, decidedBy });
  } else {
    const savingFraction = 1 - winner.cost / runnerUp.cost;
    const kind = costsApart === false ? "tie-within-band" : "cheaper";
    reasons.push({ kind, gpu: idOf(winner), than: idOf(runnerUp), savingFraction });
  }
  if (runnerUp !== null) reasons.push(bindingReason(winner, runnerUp));
  return {
    winner: idOf(winner),
    runnerUp: runnerUp === null ? null : idOf(runnerUp),
    tie,
    costsApart,
    reasons: [...reasons, ...excluded],
    flipPrices: flipPrices(winner, contenders),
  };
}

/** For a demand the units that it takes; else what holds the runner-up back, where something limits its batch that does not limit the winner's; else how price and throughput compare. */
function bindingReason(winner: Contender, runnerUp: Contender): Reason {
  const [own, other] = [winner.prediction.fleet, runnerUp.prediction.fleet];
  if (own !== null && other !== null) {
    return { kind: "fleet", gpu: winner.prediction.gpu.id, than: runnerUp.prediction.gpu.id, own, other };
  }
  const { limitedBy } = runnerUp.performance.busiest;
  if (limitedBy !== "load" && limitedBy !== winner.performance.busiest.limitedBy) {
    const requestsPerReplica = runnerUp.performance.limit.requests;
    const { gpu, offer } = runnerUp.prediction;
    return {
      kind: "batch-limit",
      gpu: gpu.id,
      by: limitedBy,
      requestsPerReplica,
      gpusPerReplica: offer.tensorParallel,
    };
  }
  const perHour = ({ prediction: { offer } }: Contender): number => offer.pricePerGpuHour * offer.gpuCount;
  return {
    kind: "price-and-throughput",
    gpu: winner.prediction.gpu.id,
    than: runnerUp.prediction.gpu.id,
    priceRatio: perHour(winner) / perHour(runnerUp),
    throughputRatio: winner.performance.outputTokensPerSecond / runnerUp.performance.outputTokensPerSecond,
  };
}

function exclusionReasons({ gpu, infeasible, breaches }: PlatformPrediction): readonly Reason[] {
  if (infeasible !== null) return [{ kind: "infeasible", gpu: gpu.id, reason: infeasible }];
  return breaches.map((breach) => ({ kind: "breaks-limit", gpu: gpu.id, breach }));
}

/** Every other contender's price that would equal the winner's cost, and the winner's that would equal the next one's. */
function flipPrices(winner: Contender, contenders: readonly Contender[]): readonly FlipPrice[] {
  const others = contenders.filter((contender) => contender !== winner);
  const next = others[0];
  const flip = (contender: Contender, against: Contender): FlipPrice => ({
    gpu: contender.prediction.gpu.id,
    against: against.prediction.gpu.id,
    // Cost goes with price as long as nothing else does.
    pricePerGpuHour: (contender.prediction.offer.pricePerGpuHour * against.cost) / contender.cost,
    currentPricePerGpuHour: contender.prediction.offer.pricePerGpuHour,
  });
  return [...(next ? [flip(winner, next)] : []), ...others.map((contender) => flip(contender, winner))];
}
