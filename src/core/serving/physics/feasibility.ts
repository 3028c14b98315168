import { replicaCount, type Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { Dtype } from "../../units/dtype.ts";
import type { RequestLengths } from "./serving-workload.ts";
import { kvCapacityRequests, type MemoryBudget } from "./memory-budget.ts";

/** Why a deployment cannot serve a workload. A normal answer, not an exception. Bytes are of one replica. */
export type Infeasibility =
  | { readonly kind: "dtype-unsupported"; readonly dtype: Dtype; readonly gpu: string }
  | { readonly kind: "checkpoint-unknown"; readonly dtype: Dtype; readonly llm: string }
  | { readonly kind: "replicas-not-whole"; readonly gpuCount: number; readonly tensorParallel: number }
  | { readonly kind: "all-reduce-unknown"; readonly tensorParallel: number; readonly gpu: string }
  | { readonly kind: "drafter-unknown"; readonly llm: string }
  | { readonly kind: "acceptance-unknown"; readonly draftLength: number }
  /** No row of the LLM on this GPU, so that nothing is fitted to predict with. */
  | { readonly kind: "gpu-not-measured"; readonly gpu: string; readonly llm: string }
  | { readonly kind: "context-exceeds-max-model-len"; readonly neededTokens: number; readonly maxModelLen: number }
  | {
      readonly kind: "batched-tokens-too-few";
      readonly neededTokens: number;
      readonly maxNumBatchedTokens: number;
    }
  | { readonly kind: "weights-exceed-memory"; readonly neededBytes: number; readonly availableBytes: number }
  | { readonly kind: "kv-cache-exceeds-memory"; readonly neededBytes: number; readonly availableBytes: number }
  | { readonly kind: "kv-cache-too-small"; readonly neededBytes: number; readonly availableBytes: number };

/** What the settings alone rule out, before any memory is counted. */
export function settingsInfeasibility(
  gpu: Gpu,
  llm: Llm,
  workload: RequestLengths,
  deployment: Deployment,
): Infeasibility | null {
  const { weights, tensorParallel, draftLength, maxNumSeqs, maxNumBatchedTokens, maxModelLen } = deployment;
  if (gpu.peakFlopsPerSecond[weights] === null) return { kind: "dtype-unsupported", dtype: weights, gpu: gpu.id };
  if (llm.residentWeightBytes[weights] === null || llm.readWeightBytes[weights] === null) {
    return { kind: "checkpoint-unknown", dtype: weights, llm: llm.id };
  }
  if (!Number.isInteger(replicaCount(deployment)) || deployment.gpuCount < 1) {
    return { kind: "replicas-not-whole", gpuCount: deployment.gpuCount, tensorParallel };
  }
  if (tensorParallel > 1 && !gpu.allReduce.some((fact) => fact.gpus === tensorParallel)) {
    return { kind: "all-reduce-unknown", tensorParallel, gpu: gpu.id };
  }
  if (draftLength > 0 && llm.drafter === null) return { kind: "drafter-unknown", llm: llm.id };
  const contextTokens = workload.inputTokens + workload.outputTokens;
  const longest = Math.min(maxModelLen, llm.maxContextTokens);
  if (contextTokens > longest) {
    return { kind: "context-exceeds-max-model-len", neededTokens: contextTokens, maxModelLen: longest };
  }
  // The engine refuses to start below one token a sequence, and with an adapter below all its drafts (vLLM's checks).
  const tokensPerFullStep = maxNumSeqs * (deployment.lora ? draftLength + 1 : 1);
  if (maxNumBatchedTokens < tokensPerFullStep) {
    return { kind: "batched-tokens-too-few", neededTokens: tokensPerFullStep, maxNumBatchedTokens };
  }
  return null;
}

/** What does not fit into memory: the weights and overhead, or the KV cache of a single request. */
export function memoryInfeasibility(budget: MemoryBudget): Infeasibility | null {
  const loadedBytes = budget.weightBytes + budget.drafterBytes;
  const leftBytes = budget.usableBytes - loadedBytes;
  if (budget.kvCacheBytes <= 0 || leftBytes <= 0) {
    return {
      kind: "weights-exceed-memory",
      neededBytes: loadedBytes + Math.max(0, budget.overheadBytes),
      availableBytes: budget.usableBytes,
    };
  }
  if (budget.kvCacheBytes > leftBytes) {
    return { kind: "kv-cache-exceeds-memory", neededBytes: budget.kvCacheBytes, availableBytes: leftBytes };
  }
  if (kvCapacityRequests(budget) < 1) {
    return {
      kind: "kv-cache-too-small",
      neededBytes: budget.kvCacheBytesPerRequest,
      availableBytes: budget.kvCacheBytes,
    };
  }
  return null;
}
