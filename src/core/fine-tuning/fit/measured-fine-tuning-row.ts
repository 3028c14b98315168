import type { Gpu } from "../../facts/gpu.ts";
import {
  accumulationSteps,
  type FineTuningDeployment,
  type FineTuningPrecision,
  type FineTuningStrategy,
} from "../physics/fine-tuning-deployment.ts";
import type { FineTuningSetup } from "../physics/fine-tuning-setup.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";

type FineTuningOutcome = "ok" | "out-of-memory" | "infeasible";

/** One measured fine-tuning run. Measurements are null where there are none; `missing` says why. */
export interface MeasuredFineTuningRow {
  readonly id: string;
  readonly llmId: string;
  /** The software that ran it. */
  readonly stack: string;
  /** The benchmark that the row is of. */
  readonly datasetId: string;
  readonly gpuId: string;
  readonly gpuCount: number;
  /** GPUs that share one copy of the weights: 1 under DDP, fewer than all in FSDP2 shard groups. */
  readonly shardGpus: number;
  readonly strategy: FineTuningStrategy;
  readonly checkpointing: boolean;
  readonly precision: FineTuningPrecision;
  readonly compile: boolean;
  readonly microBatch: number;
  readonly sequenceLength: number;
  readonly sequencesPerStep: number;
  readonly loraRank: number;
  /** Bytes of the weights that the run loaded. */
  readonly weightBytes: number;
  readonly outcome: FineTuningOutcome;
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

/** The facts that a row is read with. */
type RowFacts = Omit<FineTuningSetup, "gpu" | "run" | "deployment"> & {
  readonly gpus: ReadonlyMap<string, Gpu>;
};

/** A row's run as a prediction takes it. @throws RangeError for a GPU that is not among the facts. */
export function setupOfRow(row: MeasuredFineTuningRow, { gpus, llm, assumptions }: RowFacts): FineTuningSetup {
  const gpu = gpus.get(row.gpuId);
  if (!gpu) throw new RangeError(`unknown GPU: ${row.gpuId}`);
  return { gpu, llm, assumptions, run: runOfFineTuningRow(row), deployment: deploymentOfFineTuningRow(row) };
}

export function deploymentOfFineTuningRow(row: MeasuredFineTuningRow): FineTuningDeployment {
  const { gpuId: gpu, gpuCount, strategy, checkpointing, precision, compile, microBatch } = row;
  return { gpu, gpuCount, strategy, checkpointing, precision, compile, microBatch };
}

/** The run as far as one step depends on it. */
function runOfFineTuningRow(row: MeasuredFineTuningRow): FineTuningRun {
  const { sequenceLength, sequencesPerStep, loraRank } = row;
  return {
    tokens: sequencesPerStep * sequenceLength,
    sequenceLength,
    globalBatchSequences: sequencesPerStep,
    loraRank,
    loraTargets: "all",
  };
}

export type TimedRow = MeasuredFineTuningRow & { readonly stepSeconds: number };

/** Whether a step was timed, which a run that failed has not. */
export function isTimed(row: MeasuredFineTuningRow): row is TimedRow {
  return row.stepSeconds !== null;
}

/** Whether a row ran just this; accumulation included, so that 32 sequences a step are told apart from 16. */
export function ranJustThis(row: MeasuredFineTuningRow, run: FineTuningRun, deployment: FineTuningDeployment): boolean {
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
export function hasSameSettings(row: MeasuredFineTuningRow, deployment: FineTuningDeployment): boolean {
  return (
    row.gpuId === deployment.gpu &&
    row.strategy === deployment.strategy &&
    row.checkpointing === deployment.checkpointing &&
    row.precision === deployment.precision &&
    row.compile === deployment.compile
  );
}
