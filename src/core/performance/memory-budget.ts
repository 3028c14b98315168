import type { Deployment } from "../deployment/deployment.ts";
import type { Gpu } from "../hardware/gpu.ts";
import type { Llm } from "../llm/llm.ts";
import type { ServingWorkload } from "../workload/serving.ts";
import { kvBytesHeld, meanLiveTokens } from "./kv-cache.ts";
import type { EngineAssumptions, KvHolding } from "./parameters.ts";

/** Memory of one replica (of all its GPUs together), in bytes. */
export interface MemoryBudget {
  readonly deviceBytes: number;
  /** What the engine may use: device memory times `gpuMemoryUtilization`. */
  readonly usableBytes: number;
  readonly weightBytes: number;
  readonly drafterBytes: number;
  readonly overheadBytes: number;
  /** Part of the overhead that measured rows show beyond what is counted. */
  readonly fittedOverheadBytes: number;
  /** Left for the KV cache; negative where the rest does not fit. */
  readonly kvCacheBytes: number;
  /** KV cache that one running request takes, on average over its life. */
  readonly kvCacheBytesPerRequest: number;
}

/**
 * Memory that an engine needs besides weights and KV cache: the activations of its profile run, logits for every
 * sequence it may sample, and a fixed part.
 *
 * @returns Bytes per GPU.
 */
function overheadBytesPerGpu(llm: Llm, deployment: Deployment, engine: EngineAssumptions): number {
  const activationBytes =
    (deployment.maxNumBatchedTokens * llm.intermediateSize * 2 * engine.activationCopies) / deployment.tensorParallel;
  const sampledTokens = deployment.maxNumSeqs * (deployment.draftLength + 1);
  const logitBytes = (sampledTokens * llm.vocabularySize * engine.bytesPerLogit) / deployment.tensorParallel;
  const adapterBytes = deployment.lora ? llm.loraAdapterBytes / deployment.tensorParallel : 0;
  return activationBytes + logitBytes + adapterBytes + engine.fixedOverheadBytes;
}

/**
 * What is left for the KV cache of one replica, and what one request takes of it (vLLM's rules).
 *
 * @throws RangeError when the LLM has no checkpoint in the deployment's weight format (checked before).
 */
export function memoryBudget(
  gpu: Gpu,
  llm: Llm,
  workload: ServingWorkload,
  deployment: Deployment,
  engine: EngineAssumptions,
  kvHolding: KvHolding,
): MemoryBudget {
  const weightBytes = llm.residentWeightBytes[deployment.weights];
  if (weightBytes === null) throw new RangeError(`no ${deployment.weights} checkpoint of ${llm.id}`);
  const { tensorParallel } = deployment;
  const deviceBytes = gpu.deviceMemoryBytes * tensorParallel;
  const usableBytes = deviceBytes * deployment.gpuMemoryUtilization;
  const drafterBytes = deployment.draftLength > 0 ? (llm.drafter?.weightBytes ?? 0) : 0;
  const loadedBytes = weightBytes + drafterBytes;
  const fittedOverheadBytes = kvHolding.overheadBytesPerGpu * tensorParallel;
  const countedBytes = overheadBytesPerGpu(llm, deployment, engine) * tensorParallel + fittedOverheadBytes;
  const kvCacheBytes =
    deployment.kvCacheBytesPerGpu === null
      ? usableBytes - loadedBytes - countedBytes
      : deployment.kvCacheBytesPerGpu * tensorParallel;
  const liveTokens = meanLiveTokens(workload);
  return {
    deviceBytes,
    usableBytes,
    weightBytes,
    drafterBytes,
    // Of an engine whose log says how much is left, everything else is overhead.
    overheadBytes: usableBytes - loadedBytes - kvCacheBytes,
    fittedOverheadBytes: deployment.kvCacheBytesPerGpu === null ? fittedOverheadBytes : 0,
    kvCacheBytes,
    kvCacheBytesPerRequest:
      kvBytesHeld(llm, liveTokens, deployment.kvCache, tensorParallel) * tensorParallel * kvHolding.factor,
  };
}

/** Requests whose KV cache fits at once in one replica; 0 where nothing is left. */
export function kvCapacityRequests(budget: MemoryBudget): number {
  return Math.max(0, budget.kvCacheBytes / budget.kvCacheBytesPerRequest);
}
