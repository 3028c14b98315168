import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { LimitBreach, Limits } from "./limits.ts";
import {
  type PlatformOffer,
  type PlatformPrediction,
  predictPlatform,
  type ServingModel,
} from "./platform-evaluation.ts";

/**
 * Share of its highest rate that a replica is planned for. Near saturation the wait grows without bound with the
 * slightest error in that rate, so nothing is promised there.
 */
export const PLANNED_SHARE_OF_SATURATION = 0.9;

/** Requests in flight that a platform serves within the limits. */
export interface HighestLoad {
  /** 0 where not even one is served within them. */
  readonly concurrency: number;
  /** What one more would break; null where nothing is broken up to the highest load asked about. */
  readonly nextBreach: LimitBreach | null;
}

/**
 * The highest load within the limits, all else as offered. Latency never falls as load grows, so it is found by
 * halving. Null where the platform cannot serve at all.
 */
export function highestLoad(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  most: number,
): HighestLoad | null {
  const at = (concurrency: number): PlatformPrediction =>
    predictPlatform(model, { ...workload, concurrency }, limits, offer);
  const largest = at(most);
  if (largest.infeasible !== null) return null;
  if (largest.breaches.length === 0) return { concurrency: most, nextBreach: null };
  let [within, beyond] = [0, most];
  let first = largest.breaches;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    const { breaches } = at(middle);
    if (breaches.length === 0) within = middle;
    else [beyond, first] = [middle, breaches];
  }
  return { concurrency: within, nextBreach: worst(first) };
}

/** The limit that is exceeded by most. */
export function worst(breaches: readonly LimitBreach[]): LimitBreach | null {
  return breaches.reduce<LimitBreach | null>(
    (most, breach) => (most === null || excessOf(breach) > excessOf(most) ? breach : most),
    null,
  );
}

/** Actual over allowed; above 1. */
export function excessOf({ actualSeconds, limitSeconds }: LimitBreach): number {
  return actualSeconds / limitSeconds;
}

/** What one replica sustains: traffic that comes by itself, not in a closed loop. */
export interface SustainableRate {
  /** Of one replica. */
  readonly requestsPerSecond: number;
  /** Of one replica, at that rate. */
  readonly inFlight: number;
  /** The limit that keeps it from more; null where it is saturation. */
  readonly limitedBy: LimitBreach | null;
  /** Rate with every slot running, whatever the limits. */
  readonly saturatedRequestsPerSecond: number;
}

export type SustainableResult =
  | { readonly kind: "sustains"; readonly rate: SustainableRate }
  /** Not even one request in flight keeps the limits, or the platform cannot serve at all. */
  | { readonly kind: "cannot"; readonly prediction: PlatformPrediction }
  /** Saturated it would not reach the rate asked for, so the limits were not looked at. */
  | { readonly kind: "below" };

/**
 * Requests per second that a replica sustains within the limits with nobody waiting, at most the planned share of
 * saturation.
 *
 * @param atLeast Requests per second that a search has found already: less is of no interest.
 */
export function sustainableRate(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  atLeast = 0,
): SustainableResult {
  const replica: PlatformOffer = { ...offer, gpuCount: offer.tensorParallel };
  const at = (concurrency: number): PlatformPrediction =>
    predictPlatform(model, { ...workload, concurrency }, limits, replica);
  const single = at(1);
  if (single.performance === null || single.breaches.length > 0) return { kind: "cannot", prediction: single };
  const slots = single.performance.limit.requests;
  const full = at(slots);
  const saturatedRequestsPerSecond = full.performance!.requestsPerSecond;
  const planned = PLANNED_SHARE_OF_SATURATION * saturatedRequestsPerSecond;
  if (planned <= atLeast) return { kind: "below" };
  let [within, beyond] = [1, slots + 1];
  let limitedBy: LimitBreach | null = null;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    const { breaches, performance } = at(middle);
    if (breaches.length === 0 && performance!.requestsPerSecond <= planned) within = middle;
    else [beyond, limitedBy] = [middle, performance!.requestsPerSecond <= planned ? worst(breaches) : null];
  }
  // Of a replica with a slot or two, one request may be more than the planned share already.
  const requestsPerSecond = Math.min(planned, at(within).performance!.requestsPerSecond);
  return {
    kind: "sustains",
    rate: { requestsPerSecond, inFlight: within, limitedBy, saturatedRequestsPerSecond },
  };
}
