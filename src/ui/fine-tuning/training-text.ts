import { trainingModel } from "../../catalog/training-model.ts";
import type { Evidence } from "../../core/serving/fit/evidence.ts";
import { inCount, inGigabytes } from "../../core/serving/answer/wording.ts";
import type { TrainingEvaluation } from "../../core/fine-tuning/answer/training-evaluation.ts";
import type {
  TrainingDeployment,
  TrainingPrecision,
  TrainingStrategy,
} from "../../core/fine-tuning/physics/training-deployment.ts";

export const STRATEGY_NAMES: Readonly<Record<TrainingStrategy, string>> = { ddp: "DDP", fsdp: "FSDP" };

export const PRECISION_NAMES: Readonly<Record<TrainingPrecision, string>> = {
  bf16: "bf16",
  fp8: "naive FP8",
  "te-fp8": "TE FP8",
};

/** How far a modelled step is from what was measured. */
export const TRAINING_EVIDENCE: Readonly<Record<Evidence, string>> = {
  measured: "modelled; this run was measured",
  interpolated: "modelled, between measured runs",
  extrapolated: "extrapolated beyond the measured runs",
  prior: "extrapolated: no runs of this GPU",
};

export function gpuName(gpu: string): string {
  return trainingModel.gpus.get(gpu)?.shortName ?? gpu;
}

/** A platform's settings in the order in which they matter. */
export function trainingSettingsText(deployment: TrainingDeployment): string {
  const { gpuCount, strategy, checkpointing, precision, compile, microBatch } = deployment;
  return [
    gpuCount === 1 ? "1 GPU" : `${STRATEGY_NAMES[strategy]} on ${gpuCount}`,
    checkpointing ? "checkpointing" : "no checkpointing",
    PRECISION_NAMES[precision],
    compile && "compile",
    `micro-batch ${microBatch}`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}

/** Whether a run fits its GPU, with the figures that say so; what would help is said apart. */
export function memoryText({ memory, memoryFit }: TrainingEvaluation): string {
  if (memory === null || memoryFit === null) return "";
  const needed = inGigabytes(memory.peakBytes);
  switch (memoryFit.kind) {
    case "fits":
      return memory.headroomBytes >= 0
        ? `${inGigabytes(memory.headroomBytes)} left`
        : `counted ${inGigabytes(-memory.headroomBytes)} over, but a measured run with as much went through`;
    case "uncertain":
      return `Uncertain: at this share of the card ${memoryFit.ranRow} ran, and ${memoryFit.failedRow} ran out of memory at less`;
    case "does-not-fit": {
      const measured = memoryFit.failedRow === null ? "" : `; ${memoryFit.failedRow} ran out of memory`;
      return `Does not fit: needs ${needed}, has ${inGigabytes(memory.deviceBytes)}${measured}`;
    }
  }
}

export function stepsText(steps: number): string {
  return Number.isInteger(steps) || steps >= 100 ? inCount(steps) : steps.toFixed(1);
}
