import { wholeLogGrid } from "../../numerics/log-grid.ts";
import type { Deployment } from "../physics/deployment.ts";
import { performanceAtLoad } from "../physics/platform-performance.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { limitBreaches, type Limits } from "./limits.ts";
import { paretoSet } from "./pareto.ts";
import { servedReplica } from "./served-replica.ts";
import type { ServingModel } from "./serving-model.ts";
import { candidatesOf, type TunableSetting } from "./tuning.ts";

/** One replica in steady state under some settings and load: how fast for each user, how much for each GPU. */
export interface FrontierPoint {
  readonly deployment: Deployment;
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
 * @param locked Settings that stay as they are.
 */
export function* frontierPoints(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  deployment: Deployment,
  locked: readonly TunableSetting[],
): Generator<readonly FrontierPoint[]> {
  const groups = new Map<string, Deployment[]>();
  for (const candidate of candidatesOf(model, deployment, locked)) {
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
  group: readonly Deployment[],
): readonly FrontierPoint[] {
  const points: FrontierPoint[] = [];
  let covered = 0;
  for (const candidate of group.toSorted((a, b) => a.maxNumSeqs - b.maxNumSeqs)) {
    const replica = servedReplica(model, workload, candidate);
    if (replica.kind === "cannot") continue;
    const most = Math.floor(replica.performance.limit.requests);
    for (const requestsPerReplica of wholeLogGrid(1, most, LOADS_PER_OCTAVE)) {
      if (requestsPerReplica <= covered) continue;
      const performance = performanceAtLoad(replica.performance, 1, { ...workload, concurrency: requestsPerReplica });
      points.push({
        deployment: candidate,
        requestsPerReplica,
        tokensPerSecondPerUser: 1 / performance.tpotSeconds,
        outputTokensPerSecondPerGpu: performance.outputTokensPerSecond / candidate.tensorParallel,
        withinLimits: limitBreaches(limits, performance).length === 0,
      });
    }
    covered = Math.max(covered, most);
  }
  return points;
}

/** Points that no other beats in speed for a user without delivering less, by rising speed. */
export function frontierOf(points: readonly FrontierPoint[]): readonly FrontierPoint[] {
  return paretoSet(points, (point) => [point.tokensPerSecondPerUser, point.outputTokensPerSecondPerGpu]);
}
