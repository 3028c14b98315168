import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { Limits } from "./limits.ts";
import { concurrencyGrid } from "./load-flips.ts";
import { paretoSet } from "./pareto.ts";
import { type PlatformOffer, predictPlatform, type ServingModel } from "./platform-evaluation.ts";
import { candidatesOf, type TunableSetting } from "./tuning.ts";

/** One replica in steady state under some settings and load: how fast for each user, how much for each GPU. */
export interface FrontierPoint {
  readonly offer: PlatformOffer;
  /** Running on the replica, nobody waiting. */
  readonly requestsPerReplica: number;
  /** Of one user while the answer streams: 1 / TPOT. */
  readonly tokensPerSecondPerUser: number;
  readonly outputTokensPerSecondPerGpu: number;
  readonly withinLimits: boolean;
}

const LOADS_PER_OCTAVE = 3;

/**
 * What settings reach between speed for each user and throughput of each GPU, one array for each draft length, KV dtype
 * and split: a piece of work short enough to be done between two frames.
 *
 * Load is what runs: requests that wait are as fast, once they run, and add nothing. Of limits on the sequences the
 * smallest that admits a load speaks for all, for they change nothing but what they admit.
 *
 * @param locked Settings that stay as offered.
 */
export function* frontierPoints(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  locked: readonly TunableSetting[],
): Generator<readonly FrontierPoint[]> {
  const groups = new Map<string, PlatformOffer[]>();
  for (const candidate of candidatesOf(model, offer, locked)) {
    const { tensorParallel, kvCache, draftLength } = candidate;
    const key = [tensorParallel, kvCache, draftLength].join();
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  for (const group of groups.values()) yield pointsOf(model, workload, limits, group);
}

function pointsOf(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  group: readonly PlatformOffer[],
): readonly FrontierPoint[] {
  const points: FrontierPoint[] = [];
  let covered = 0;
  for (const candidate of group.toSorted((a, b) => a.maxNumSeqs - b.maxNumSeqs)) {
    const replica = { ...candidate, gpuCount: candidate.tensorParallel };
    const at = (concurrency: number) => predictPlatform(model, { ...workload, concurrency }, limits, replica);
    const most = at(1).performance?.limit.requests ?? 0;
    if (most <= covered) continue;
    for (const requestsPerReplica of concurrencyGrid(1, most, LOADS_PER_OCTAVE)) {
      if (requestsPerReplica <= covered) continue;
      const { performance, breaches } = at(requestsPerReplica);
      points.push({
        offer: candidate,
        requestsPerReplica,
        tokensPerSecondPerUser: 1 / performance!.tpotSeconds,
        outputTokensPerSecondPerGpu: performance!.outputTokensPerSecond / candidate.tensorParallel,
        withinLimits: breaches.length === 0,
      });
    }
    covered = most;
  }
  return points;
}

/** Points that no other beats in speed for a user without delivering less, by rising speed. */
export function frontierOf(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  return paretoSet(points, (point) => [point.tokensPerSecondPerUser, point.outputTokensPerSecondPerGpu]);
}
