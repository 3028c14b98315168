import type { MemoryContext } from "../core/fine-tuning/fit/fit-training-memory.ts";
import type { TrainingContext } from "../core/fine-tuning/fit/fit-training-step.ts";
import { gpus } from "./gpus.ts";
import { memoryPriors, trainingAssumptions, trainingStepPriors } from "./training-assumptions.ts";
import { measuredTrainingRows, trainedLlm } from "./training-rows.ts";

const measuredIds = new Set(measuredTrainingRows.map(({ gpuId }) => gpuId));

/** What the fine-tuning rows are read and fitted with. */
export const trainingContext: TrainingContext & MemoryContext = {
  gpus: new Map([...gpus].filter(([id]) => measuredIds.has(id))),
  llm: trainedLlm,
  assumptions: trainingAssumptions,
  stepPriors: trainingStepPriors,
  memoryPriors,
};
