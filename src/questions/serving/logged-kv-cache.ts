import { kvCacheBytesFromTokens, type LoggedKvCache, type LogVersion } from "../../core/serving/physics/engine-log.ts";
import { memoryBudget } from "../../core/serving/physics/memory-budget.ts";
import type { Deployment } from "../../core/serving/physics/deployment.ts";
import type { ServingWorkload } from "../../core/serving/physics/serving-workload.ts";
import type { ServingStudy } from "../../study/serving-study.ts";

/** KV cache of one GPU that a log stands for, in bytes. A log that prints `max_model_len` knows better than the settings. */
export function loggedKvCacheBytes(
  { llm }: ServingStudy,
  logged: Exclude<LoggedKvCache, { readonly kind: "unreadable" }>,
  deployment: Deployment,
  version: LogVersion,
): number {
  if (logged.kind === "bytes") return logged.bytes;
  const maxModelLen = logged.maxModelLen ?? deployment.maxModelLen;
  return kvCacheBytesFromTokens(llm, { ...deployment, maxModelLen }, logged.tokens, version);
}

/**
 * KV cache of one GPU as the memory budget has it, whatever a log says; null where the weights have no checkpoint, and
 * for a GPU that nothing was fitted to.
 */
export function workedOutKvCacheBytes(
  { model }: ServingStudy,
  workload: ServingWorkload,
  deployment: Deployment,
): number | null {
  const { gpus, llm, engine, fitted } = model;
  const [gpu, parameters] = [gpus.get(deployment.gpu), fitted[deployment.gpu]];
  if (gpu === undefined || parameters === undefined || llm.residentWeightBytes[deployment.weights] === null)
    return null;
  const unlogged = { ...deployment, kvCacheBytesPerGpu: null };
  const { kvCacheBytes } = memoryBudget(gpu, llm, workload, unlogged, engine, parameters.kvHolding);
  return Math.max(0, kvCacheBytes) / deployment.tensorParallel;
}
