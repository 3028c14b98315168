import {
  accumulationSteps,
  type TrainingDeployment,
  type TrainingPrecision,
  type TrainingStrategy,
} from "../physics/training-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";

export type TrainingOutcome = "ok" | "out-of-memory" | "infeasible";

/** One measured fine-tuning run. Measurements are null where there are none; `missing` says why. */
export interface MeasuredTrainingRow {
  readonly id: string;
  readonly gpuId: string;
  readonly gpuCount: number;
  /** GPUs that share one copy of the weights: 1 under DDP, fewer than all in FSDP2 shard groups. */
  readonly shardGpus: number;
  readonly strategy: TrainingStrategy;
  readonly checkpointing: boolean;
  readonly precision: TrainingPrecision;
  readonly compile: boolean;
  readonly microBatch: number;
  readonly sequenceLength: number;
  readonly sequencesPerStep: number;
  readonly loraRank: number;
  /** Bytes of the weights that the run loaded. */
  readonly weightBytes: number;
  readonly outcome: TrainingOutcome;
  /**
   * Tokens of a step over the published rate, which is the mean of the steps' own rates: a typical step. The mean step is
   * 0-2 % longer.
   */
  readonly stepSeconds: number | null;
  readonly tokensPerSecond: number | null;
  /** True peak of a step; null where only resident memory is published. */
  readonly peakBytes: number | null;
  /** Published as peak memory, and what stays resident after the last step: weights and LoRA state. Null where there is none. */
  readonly residentBytes: number | null;
  /** Time of the run outside its steps: start-up, first slow steps, compilation. */
  readonly outsideStepsSeconds: number | null;
  readonly missing: string | null;
}

export function deploymentOfTrainingRow(row: MeasuredTrainingRow): TrainingDeployment {
  const { gpuId: gpu, gpuCount, strategy, checkpointing, precision, compile, microBatch } = row;
  return { gpu, gpuCount, strategy, checkpointing, precision, compile, microBatch };
}

/** The run as far as one step depends on it. */
export function runOfTrainingRow(row: MeasuredTrainingRow): FineTuningRun {
  const { sequenceLength, sequencesPerStep, loraRank } = row;
  return {
    tokens: sequencesPerStep * sequenceLength,
    sequenceLength,
    globalBatchSequences: sequencesPerStep,
    loraRank,
    loraTargets: "all",
  };
}

/** Whether a step was timed, which a run that failed has not. */
export function isTimed(row: MeasuredTrainingRow): row is MeasuredTrainingRow & { readonly stepSeconds: number } {
  return row.stepSeconds !== null;
}

/** Whether a row ran just this; accumulation included, so that 32 sequences a step are told apart from 16. */
export function ranJustThis(row: MeasuredTrainingRow, run: FineTuningRun, deployment: TrainingDeployment): boolean {
  return (
    hasSameSettings(row, deployment) &&
    row.microBatch === deployment.microBatch &&
    row.gpuCount === deployment.gpuCount &&
    row.sequenceLength === run.sequenceLength &&
    row.loraRank === run.loraRank &&
    run.loraTargets === "all" &&
    accumulationSteps(row.sequencesPerStep, row) === accumulationSteps(run.globalBatchSequences, deployment)
  );
}

/** Same GPU and software settings, whatever the sizes. */
export function hasSameSettings(row: MeasuredTrainingRow, deployment: TrainingDeployment): boolean {
  return (
    row.gpuId === deployment.gpu &&
    row.strategy === deployment.strategy &&
    row.checkpointing === deployment.checkpointing &&
    row.precision === deployment.precision &&
    row.compile === deployment.compile
  );
}
