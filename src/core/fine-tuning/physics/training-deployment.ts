/** DDP keeps a full copy of the weights on every GPU, FSDP a shard. */
export const TRAINING_STRATEGIES = ["ddp", "fsdp"] as const;
export type TrainingStrategy = (typeof TRAINING_STRATEGIES)[number];

/** bf16; FP8 linear layers without a fused library ("naive"); FP8 by Transformer Engine. */
export const TRAINING_PRECISIONS = ["bf16", "fp8", "te-fp8"] as const;
export type TrainingPrecision = (typeof TRAINING_PRECISIONS)[number];

/** How one platform trains: data-parallel over all its GPUs. */
export interface TrainingDeployment {
  readonly gpu: string;
  readonly gpuCount: number;
  readonly strategy: TrainingStrategy;
  /** Keeps the input of each layer only and computes the rest again in the backward pass. */
  readonly checkpointing: boolean;
  readonly precision: TrainingPrecision;
  /** torch.compile */
  readonly compile: boolean;
  /** Sequences of one forward pass on each GPU. */
  readonly microBatch: number;
}

/** GPUs that share one copy of the weights. */
export function weightShards({ strategy, gpuCount }: TrainingDeployment): number {
  return strategy === "fsdp" ? gpuCount : 1;
}

/** Forward and backward passes per optimizer step: enough for the batch asked for, in whole passes of all GPUs. */
export function accumulationSteps(
  globalBatchSequences: number,
  { microBatch, gpuCount }: Pick<TrainingDeployment, "microBatch" | "gpuCount">,
): number {
  return Math.ceil(globalBatchSequences / (microBatch * gpuCount));
}

/**
 * Sequences that an optimizer step really takes. More than asked for where whole passes do not divide the batch: such a
 * run makes fewer updates of its tokens, and is another training run.
 */
export function sequencesPerStep(globalBatchSequences: number, deployment: TrainingDeployment): number {
  return accumulationSteps(globalBatchSequences, deployment) * deployment.microBatch * deployment.gpuCount;
}
