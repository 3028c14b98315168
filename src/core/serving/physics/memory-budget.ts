import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { RequestLengths } from "./serving-workload.ts";
import { kvBytesHeld, meanLiveTokens } from "./kv-cache.ts";
import type { EngineAssumptions, KvHolding } from "./parameters.ts";

/** What an engine needs besides weights and KV cache, in bytes of one GPU. */
export interface EngineOverhead {
  readonly activationBytes: number;
  readonly logitBytes: number;
  readonly adapterBytes: number;
  readonly fixedBytes: number;
  /** What measured rows show beyond the rest. */
  readonly fittedBytes: number;
}

/** Memory of one replica (of all its GPUs together), in bytes. */
export interface MemoryBudget {
  readonly deviceBytes: number;
  /** What the engine may use: device memory times `gpuMemoryUtilization`. */
  readonly usableBytes: number;
  readonly weightBytes: number;
  readonly drafterBytes: number;
  readonly overheadBytes: number;
  /** The overhead by part; null where an engine's log says how much is left. */
  readonly overheadPerGpu: EngineOverhead | null;
  /** Left for the KV cache; negative where the rest does not fit. */
  readonly kvCacheBytes: number;
  /** KV cache that one running request takes, on average over its life. */
  readonly kvCacheBytesPerRequest: number;
}

/**
 * Memory that an engine needs besides weights and KV cache: the activations of its profile run, logits for every
 * sequence it may sample, a fixed part, and what measured rows show beyond.
 */
function overheadPerGpu(
  llm: Llm,
  deployment: Deployment,
  engine: EngineAssumptions,
  kvHolding: KvHolding,
): EngineOverhead {
  const activationBytes =
    (deployment.maxNumBatchedTokens * llm.intermediateSize * 2 * engine.activationCopies) / deployment.tensorParallel;
  const sampledTokens = deployment.maxNumSeqs * (deployment.draftLength + 1);
  const logitBytes = (sampledTokens * llm.vocabularySize * engine.bytesPerLogit) / deployment.tensorParallel;
  const adapterBytes = deployment.lora ? llm.loraAdapterBytes / deployment.tensorParallel : 0;
  return {
    activationBytes,
    logitBytes,
    adapterBytes,
    fixedBytes: engine.fixedOverheadBytes,
    fittedBytes: kvHolding.overheadBytesPerGpu,
  };
}

function totalBytes(overhead: EngineOverhead): number {
  return (
    overhead.activationBytes + overhead.logitBytes + overhead.adapterBytes + overhead.fixedBytes + overhead.fittedBytes
  );
}

/**
 * What is left for the KV cache of one replica, and what one request takes of it (vLLM's rules).
 *
 * @throws RangeError when the LLM has no checkpoint in the deployment's weight format (checked before).
 */
export function memoryBudget(
  gpu: Gpu,
  llm: Llm,
  workload: RequestLengths,
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
  const overhead = deployment.kvCacheBytesPerGpu === null ? overheadPerGpu(llm, deployment, engine, kvHolding) : null;
  const kvCacheBytes =
    overhead === null
      ? deployment.kvCacheBytesPerGpu! * tensorParallel
      : usableBytes - loadedBytes - totalBytes(overhead) * tensorParallel;
  const liveTokens = meanLiveTokens(workload);
  return {
    deviceBytes,
    usableBytes,
    weightBytes,
    drafterBytes,
    // Of an engine whose log says how much is left, everything else is overhead.
    overheadBytes: usableBytes - loadedBytes - kvCacheBytes,
    overheadPerGpu: overhead,
    kvCacheBytes,
    kvCacheBytesPerRequest:
      kvBytesHeld(llm, liveTokens, deployment.kvCache, tensorParallel) * tensorParallel * kvHolding.factor,
  };
}

/** Requests whose KV cache fits at once in one replica; 0 where nothing is left. */
export function kvCapacityRequests(budget: MemoryBudget): number {
  return Math.max(0, budget.kvCacheBytes / budget.kvCacheBytesPerRequest);
}
