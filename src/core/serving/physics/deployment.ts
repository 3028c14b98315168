import type { Dtype } from "../../units/dtype.ts";

/**
 * How one platform serves the LLM: independent replicas of `tensorParallel` GPUs each.
 * Everything but `gpuCount` is per replica. Names follow vLLM's engine arguments.
 */
export interface Deployment {
  readonly gpu: string;
  readonly gpuCount: number;
  readonly tensorParallel: number;
  readonly weights: Dtype;
  readonly kvCache: Dtype;
  /** Speculative (drafted) tokens per engine step; 0 is off. */
  readonly draftLength: number;
  /** Accepted / drafted tokens, 0-1; null takes the measured rate for this draft length. */
  readonly acceptanceRate: number | null;
  readonly lora: boolean;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly maxModelLen: number;
  readonly gpuMemoryUtilization: number;
  /** KV cache of one GPU as the engine's own log has it; null works it out. */
  readonly kvCacheBytesPerGpu: number | null;
}

/** Independent engine processes on the platform. */
export function replicaCount(deployment: Deployment): number {
  return deployment.gpuCount / deployment.tensorParallel;
}
