import type { FleetPlan } from "../../core/economics/fleet.ts";
import type { LimitBreach } from "../../core/serving/answer/limits.ts";
import type { ServingDelivers } from "../../core/serving/answer/serving-delivery.ts";
import type { Infeasibility } from "../../core/serving/physics/feasibility.ts";
import type { BatchLimit } from "../../core/serving/physics/operating-point.ts";
import type { Ranking } from "../../core/verdict/ranking.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";

/** Why the answer is what it is, in its own numbers. Platforms are named by the ids of their rows. */
export type ServingReason =
  | RankingReason
  | BatchLimitReason
  | {
      readonly kind: "price-and-throughput";
      readonly id: string;
      readonly than: string;
      /** Of an hour of the platform, all its GPUs. */
      readonly priceRatio: number;
      readonly throughputRatio: number;
    }
  | {
      /** Whole units for a demand, and how far its busiest moment fills them. */
      readonly kind: "fleet";
      readonly id: string;
      readonly than: string;
      readonly own: FleetSize;
      readonly other: FleetSize;
    }
  | { readonly kind: "price-unknown"; readonly id: string }
  | { readonly kind: "breaks-limit"; readonly id: string; readonly breach: LimitBreach }
  | { readonly kind: "infeasible"; readonly id: string; readonly reason: Infeasibility };

/** How many rental units of so many GPUs, and traffic at the peak over what they sustain. */
export type FleetSize = Pick<FleetPlan, "units" | "gpusPerUnit" | "peakUtilization">;

type RankingReason =
  | {
      readonly kind: "cheaper";
      readonly id: string;
      readonly than: string;
      readonly savingFraction: number;
      readonly certain: boolean;
    }
  | {
      readonly kind: "close";
      readonly ids: readonly string[];
      readonly spreadFraction: number;
      readonly decidedBy: "speed" | "cost" | "region";
    }
  | { readonly kind: "dearer-here"; readonly id: string; readonly than: string; readonly extraFraction: number }
  | { readonly kind: "only-one"; readonly id: string };

/** A platform that cannot run all its requests at once, and why. */
export interface BatchLimitReason {
  readonly kind: "batch-limit";
  readonly id: string;
  readonly by: Exclude<BatchLimit, "load">;
  readonly requestsPerReplica: number;
  readonly gpusPerReplica: number;
}

/** The ranking first, then what binds, then who is left out and why. */
export function servingReasons(
  platforms: readonly ServingPlatformAnswer[],
  ranking: Ranking,
): readonly ServingReason[] {
  const excluded = platforms.flatMap(exclusionReasons);
  if (ranking.kind === "none") return excluded;
  const runnerUp =
    ranking.kind === "only-one" ? null : ranking.kind === "dearer-here" ? ranking.cheapest : ranking.runnerUp;
  const binding = runnerUp === null ? null : bindingReason(platforms, ranking.winner.id, runnerUp.id);
  return [rankingReason(ranking), ...(binding === null ? [] : [binding]), ...excluded];
}

function rankingReason(ranking: Exclude<Ranking, { kind: "none" }>): RankingReason {
  const { id } = ranking.winner;
  switch (ranking.kind) {
    case "only-one":
      return { kind: "only-one", id };
    case "wins": {
      const { runnerUp, savingFraction, certain } = ranking;
      return { kind: "cheaper", id, than: runnerUp.id, savingFraction, certain };
    }
    case "close": {
      const { spreadFraction, decidedBy, close } = ranking;
      return { kind: "close", ids: close.map((own) => own.id), spreadFraction, decidedBy };
    }
    case "dearer-here":
      return { kind: "dearer-here", id, than: ranking.cheapest.id, extraFraction: ranking.extraFraction };
  }
}

/**
 * For a demand the units that it takes; else what holds the other back, where something limits its batch that does not
 * limit the winner's; else how price and throughput compare.
 */
function bindingReason(platforms: readonly ServingPlatformAnswer[], id: string, than: string): ServingReason | null {
  const [winner, other] = [deliversIn(platforms, id), deliversIn(platforms, than)];
  if (winner === null || other === null) return null;
  const [own, theirs] = [winner.delivery, other.delivery];
  if (own.size.kind === "fleet" && theirs.size.kind === "fleet") {
    return { kind: "fleet", id, than, own: own.size.plan, other: theirs.size.plan };
  }
  const { limitedBy } = theirs.performance.busiest;
  if (limitedBy !== "load" && limitedBy !== own.performance.busiest.limitedBy) {
    const requestsPerReplica = theirs.performance.limit.requests;
    const gpusPerReplica = theirs.deployment.tensorParallel;
    return { kind: "batch-limit", id: than, by: limitedBy, requestsPerReplica, gpusPerReplica };
  }
  if (winner.perHour === null || other.perHour === null) return null;
  const throughputRatio = own.performance.outputTokensPerSecond / theirs.performance.outputTokensPerSecond;
  return { kind: "price-and-throughput", id, than, priceRatio: winner.perHour / other.perHour, throughputRatio };
}

function deliversIn(
  platforms: readonly ServingPlatformAnswer[],
  id: string,
): { readonly delivery: ServingDelivers; readonly perHour: number | null } | null {
  const found = platforms.find(({ platform }) => platform.id === id);
  if (found === undefined || found.delivery.kind === "cannot") return null;
  const { delivery, platform } = found;
  const { pricePerGpuHour } = platform.offer;
  return { delivery, perHour: pricePerGpuHour === null ? null : pricePerGpuHour * delivery.deployment.gpuCount };
}

function exclusionReasons({ platform, delivery, quote }: ServingPlatformAnswer): readonly ServingReason[] {
  const { id } = platform;
  if (delivery.kind === "cannot") return [{ kind: "infeasible", id, reason: delivery.why }];
  if (delivery.breaches.length > 0) return delivery.breaches.map((breach) => ({ kind: "breaks-limit", id, breach }));
  return quote?.kind === "unpriced" ? [{ kind: "price-unknown", id }] : [];
}
