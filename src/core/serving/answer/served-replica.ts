import { type Deployment, replicaCount } from "../physics/deployment.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { MemoryBudget } from "../physics/memory-budget.ts";
import {
  performanceAtLoad,
  type PlatformPerformance,
  type ReplicaPerformance,
  replicaPerformance,
} from "../physics/platform-performance.ts";
import type { RequestLengths, ServingWorkload } from "../physics/serving-workload.ts";
import { onePer, recentlyMade, type RecentlyMade } from "./recently-made.ts";
import { type AcceptanceInUse, acceptanceInUse, platformModelOf, type ServingModel } from "./serving-model.ts";

/** One replica of a deployment under requests of given lengths: what no load, number of replicas or price changes. */
type ServedReplica =
  | {
      readonly kind: "serves";
      readonly lengths: RequestLengths;
      readonly acceptance: AcceptanceInUse;
      readonly performance: ReplicaPerformance;
    }
  | CannotServe;

export interface CannotServe {
  readonly kind: "cannot";
  readonly why: Infeasibility;
  /** Null where the settings rule it out before memory is counted. */
  readonly budget: MemoryBudget | null;
}

/** What a replica that serves depends on. A record, so that a setting added to the type and not here does not compile. */
const REPLICA_SETTINGS: Readonly<Record<Exclude<keyof Deployment, "gpuCount">, true>> = {
  gpu: true,
  tensorParallel: true,
  weights: true,
  kvCache: true,
  draftLength: true,
  acceptanceRate: true,
  lora: true,
  maxNumSeqs: true,
  maxNumBatchedTokens: true,
  maxModelLen: true,
  gpuMemoryUtilization: true,
  kvCacheBytesPerGpu: true,
};
const REPLICA_KEYS = Object.keys(REPLICA_SETTINGS) as (keyof typeof REPLICA_SETTINGS)[];

export function settingsKey(deployment: Deployment): string {
  let key = "";
  for (const setting of REPLICA_KEYS) key += `${deployment[setting]} `;
  return key;
}

export function lengthsKey(lengths: RequestLengths): string {
  const { inputTokens, outputTokens, inputTokensVariation = 0, outputTokensVariation = 0 } = lengths;
  return `${inputTokens} ${outputTokens} ${inputTokensVariation} ${outputTokensVariation} ${lengths.prefixCachedFraction ?? 0}`;
}

/** A search goes through a few hundred settings. */
const MOST_REPLICAS = 2000;
const replicasOf = onePer<ServingModel, RecentlyMade<ServedReplica>>(() => recentlyMade(MOST_REPLICAS));

export function servedReplica(model: ServingModel, lengths: RequestLengths, deployment: Deployment): ServedReplica {
  const key = `${settingsKey(deployment)}| ${lengthsKey(lengths)}`;
  return replicasOf(model).of(key, () => replicaThatServes(model, lengths, deployment));
}

function replicaThatServes(model: ServingModel, lengths: RequestLengths, deployment: Deployment): ServedReplica {
  const platform = platformModelOf(model, deployment.gpu);
  if (platform === null) {
    return { kind: "cannot", why: { kind: "gpu-not-measured", gpu: deployment.gpu, llm: model.llm.id }, budget: null };
  }
  const acceptance = acceptanceInUse(model, deployment);
  if (acceptance === null) {
    return { kind: "cannot", why: { kind: "acceptance-unknown", draftLength: deployment.draftLength }, budget: null };
  }
  const single = { ...deployment, gpuCount: deployment.tensorParallel };
  const one = { ...lengths, concurrency: 1 };
  const result = replicaPerformance(platform, one, single, acceptance.rate);
  return result.feasible
    ? { kind: "serves", lengths, acceptance, performance: result.replica }
    : { kind: "cannot", why: result.reason, budget: result.budget };
}

/** A replica that serves, as often as a platform of so many GPUs has it. */
export interface ServedPlatform {
  readonly kind: "serves";
  readonly replicas: number;
  readonly acceptance: AcceptanceInUse;
  readonly at: (concurrency: number) => PlatformPerformance;
}

/** All replicas of a deployment, at any load. */
export function servedPlatform(
  model: ServingModel,
  lengths: RequestLengths,
  deployment: Deployment,
): ServedPlatform | CannotServe {
  const replica = servedReplica(model, lengths, deployment);
  if (replica.kind === "cannot") return replica;
  const { gpuCount, tensorParallel } = deployment;
  const replicas = replicaCount(deployment);
  if (!Number.isInteger(replicas) || replicas < 1) {
    return { kind: "cannot", why: { kind: "replicas-not-whole", gpuCount, tensorParallel }, budget: null };
  }
  const { acceptance, performance } = replica;
  return {
    kind: "serves",
    replicas,
    acceptance,
    at: (concurrency) => performanceAtLoad(performance, replicas, { ...lengths, concurrency }),
  };
}

/** A workload at its own load; null where the deployment cannot serve it. */
export function performanceAt(
  model: ServingModel,
  workload: ServingWorkload,
  deployment: Deployment,
): PlatformPerformance | null {
  const platform = servedPlatform(model, workload, deployment);
  return platform.kind === "serves" ? platform.at(workload.concurrency) : null;
}
