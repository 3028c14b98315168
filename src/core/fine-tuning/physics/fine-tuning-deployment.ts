import type { FineTuningRun } from "./fine-tuning-run.ts";

/** DDP keeps a full copy of the weights on every GPU, FSDP a shard. */
export const FINE_TUNING_STRATEGIES = ["ddp", "fsdp"] as const;
export type FineTuningStrategy = (typeof FINE_TUNING_STRATEGIES)[number];

/** bf16; FP8 linear layers without a fused library ("naive"); FP8 by Transformer Engine. */
export const FINE_TUNING_PRECISIONS = ["bf16", "fp8", "te-fp8"] as const;
export type FineTuningPrecision = (typeof FINE_TUNING_PRECISIONS)[number];

/** How one platform trains: data-parallel over all its GPUs. */
export interface FineTuningDeployment {
  readonly gpu: string;
  readonly gpuCount: number;
  readonly strategy: FineTuningStrategy;
  /** Keeps the input of each layer only and computes the rest again in the backward pass. */
  readonly checkpointing: boolean;
  readonly precision: FineTuningPrecision;
  /** torch.compile */
  readonly compile: boolean;
  /** Sequences of one forward pass on each GPU. */
  readonly microBatch: number;
}

/** GPUs that share one copy of the weights. */
export function weightShards({ strategy, gpuCount }: FineTuningDeployment): number {
  return strategy === "fsdp" ? gpuCount : 1;
}

/** Forward and backward passes per optimizer step: enough for the batch asked for, in whole passes of all GPUs. */
export function accumulationSteps(
  globalBatchSequences: number,
  { microBatch, gpuCount }: Pick<FineTuningDeployment, "microBatch" | "gpuCount">,
): number {
  return Math.ceil(globalBatchSequences / (microBatch * gpuCount));
}

/**
 * Sequences that an optimizer step really takes. More than asked for where whole passes do not divide the batch: such a
 * run makes fewer updates of its tokens, and is another training run.
 */
export function sequencesPerStep(globalBatchSequences: number, deployment: FineTuningDeployment): number {
  return accumulationSteps(globalBatchSequences, deployment) * deployment.microBatch * deployment.gpuCount;
}

/** Tokens that an optimizer step takes, of all GPUs. */
export function tokensPerStep(
  { globalBatchSequences, sequenceLength }: Pick<FineTuningRun, "globalBatchSequences" | "sequenceLength">,
  deployment: FineTuningDeployment,
): number {
  return sequencesPerStep(globalBatchSequences, deployment) * sequenceLength;
}
