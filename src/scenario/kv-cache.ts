import { servingModel } from "../catalog/serving-model.ts";
import { kvCacheBytesFromTokens, type LoggedKvCache, type LogVersion } from "../core/serving/physics/engine-log.ts";
import { memoryBudget } from "../core/serving/physics/memory-budget.ts";
import type { PlatformOffer } from "../core/serving/answer/platform-evaluation.ts";
import type { ServingWorkload } from "../core/serving/physics/serving-workload.ts";

/** KV cache of one GPU that a log stands for, in bytes. A log that prints `max_model_len` knows better than the settings. */
export function loggedKvCacheBytes(
  logged: Exclude<LoggedKvCache, { readonly kind: "unreadable" }>,
  offer: PlatformOffer,
  version: LogVersion,
): number {
  if (logged.kind === "bytes") return logged.bytes;
  const maxModelLen = logged.maxModelLen ?? offer.maxModelLen;
  return kvCacheBytesFromTokens(servingModel.llm, { ...offer, maxModelLen }, logged.tokens, version);
}

/** KV cache of one GPU as the memory budget has it, whatever a log says; null where the weights have no checkpoint. */
export function workedOutKvCacheBytes(workload: ServingWorkload, offer: PlatformOffer): number | null {
  const { gpus, llm, engine, fitted } = servingModel;
  if (llm.residentWeightBytes[offer.weights] === null) return null;
  const deployment = { ...offer, kvCacheBytesPerGpu: null };
  const gpu = gpus.get(offer.gpu)!;
  const { kvCacheBytes } = memoryBudget(gpu, llm, workload, deployment, engine, fitted[offer.gpu]!.kvHolding);
  return Math.max(0, kvCacheBytes) / offer.tensorParallel;
}
