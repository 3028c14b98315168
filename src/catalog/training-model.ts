import { contradictedShares } from "../core/fine-tuning/fit/memory-evidence.ts";
import { memoryOfRow } from "../core/fine-tuning/fit/fit-training-memory.ts";
import type { TrainingModel } from "../core/fine-tuning/answer/training-evaluation.ts";
import { trainingResidualAt } from "../core/fine-tuning/fit/training-residuals.ts";
import { shippedTrainingFacts } from "./shipped-training-facts.ts";

/** Changes whenever the same fine-tuning scenario may give other numbers. */
export const TRAINING_MODEL_VERSION = "1.0";

const { llm, assumptions, fitted, rows, stability, tunedStacks } = shippedTrainingFacts;
const gpus = new Map(shippedTrainingFacts.gpus.map((gpu) => [gpu.id, gpu]));

export const trainingModel: TrainingModel = {
  gpus,
  llm,
  assumptions,
  fitted,
  rows,
  residualAt: trainingResidualAt(fitted.residuals),
  contradicted: contradictedShares(rows, (row) => memoryOfRow(row, fitted.memory, { gpus, llm, assumptions })),
  stability,
  tunedStacks: new Map(tunedStacks.map((stack) => [stack.gpuId, stack])),
};
