import { performanceAtLoad, performanceAtRate, type ReplicaPerformance } from "../physics/platform-performance.ts";
import type { RequestLengths } from "../physics/serving-workload.ts";
import { hasLimits, type LimitBreach, limitBreaches, type Limits, worst } from "./limits.ts";
import type { ServedPlatform } from "./served-replica.ts";

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

/** The highest load within the limits. Latency never falls as load grows, so it is found by halving. */
export function highestLoad(platform: ServedPlatform, limits: Limits, most: number): HighestLoad {
  const breachesAt = (concurrency: number): readonly LimitBreach[] => limitBreaches(limits, platform.at(concurrency));
  let first = breachesAt(most);
  if (first.length === 0) return { concurrency: most, nextBreach: null };
  let [within, beyond] = [0, most];
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    const breaches = breachesAt(middle);
    if (breaches.length === 0) within = middle;
    else [beyond, first] = [middle, breaches];
  }
  return { concurrency: within, nextBreach: worst(first) };
}

/** What one replica sustains: traffic that comes by itself, not in a closed loop. */
export interface SustainableRate {
  /** Of one replica. */
  readonly requestsPerSecond: number;
  /** Of one replica, at that rate: the rate times the time of a request. */
  readonly inFlight: number;
  /** The limit that keeps it from more; null where it is saturation. */
  readonly limitedBy: LimitBreach | null;
  /** Rate with as many running as may, whatever the limits. */
  readonly saturatedRequestsPerSecond: number;
}

type SustainableResult =
  | { readonly kind: "sustains"; readonly rate: SustainableRate }
  /** Not even one request in flight keeps the limits. */
  | { readonly kind: "breaks-limits"; readonly breaches: readonly LimitBreach[] }
  /** Saturated it would not reach the rate asked for, so the limits were not looked at. */
  | { readonly kind: "below" };

/** Halvings between the rate of one request at a time and the planned one: well below what is shown of a rate. */
const RATE_HALVINGS = 40;

/**
 * Requests per second that a replica sustains within the limits with nobody waiting, at most the planned share of
 * saturation.
 *
 * @param atLeast Requests per second that a search has found already: less is of no interest.
 */
export function sustainableRate(
  replica: ReplicaPerformance,
  lengths: RequestLengths,
  limits: Limits,
  atLeast = 0,
): SustainableResult {
  const single = performanceAtLoad(replica, 1, { ...lengths, concurrency: 1 });
  const unkept = limitBreaches(limits, single);
  if (unkept.length > 0) return { kind: "breaks-limits", breaches: unkept };
  const { saturatedRequestsPerSecond } = replica;
  const planned = PLANNED_SHARE_OF_SATURATION * saturatedRequestsPerSecond;
  if (planned <= atLeast) return { kind: "below" };
  const breachesAt = (rate: number): readonly LimitBreach[] =>
    limitBreaches(limits, performanceAtRate(replica, 1, lengths, rate));
  const sustains = (requestsPerSecond: number, limitedBy: LimitBreach | null): SustainableResult => {
    const inFlight = requestsPerSecond * replica.pointAtRate(requestsPerSecond).requestSeconds;
    return { kind: "sustains", rate: { requestsPerSecond, inFlight, limitedBy, saturatedRequestsPerSecond } };
  };
  let breaches = hasLimits(limits) ? breachesAt(planned) : [];
  if (breaches.length === 0) return sustains(planned, null);
  // Latency never falls as the rate grows, and keeps the limits up to the rate of one request at a time.
  let [within, beyond] = [single.requestsPerSecond, planned];
  for (let i = 0; i < RATE_HALVINGS; i += 1) {
    const middle = (within + beyond) / 2;
    const found = breachesAt(middle);
    if (found.length === 0) within = middle;
    else [beyond, breaches] = [middle, found];
  }
  return sustains(within, worst(breaches));
}
