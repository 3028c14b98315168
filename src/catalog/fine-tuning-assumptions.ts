import assumptionFile from "../../data/fine-tuning-assumptions.json" with { type: "json" };
import type { Prior } from "../core/serving/fit/parameter-vector.ts";
import { MEMORY_PARAMETERS, type MemoryPriors } from "../core/fine-tuning/fit/fit-fine-tuning-memory.ts";
import { TRAINING_STEP_PARAMETERS, type TrainingStepPriors } from "../core/fine-tuning/fit/fit-training-step.ts";
import type {
  FineTuningAssumptions,
  FineTuningMemoryParameters,
} from "../core/fine-tuning/physics/fine-tuning-parameters.ts";
import { BYTES_PER_GIGABYTE } from "../core/units/units.ts";
import { type Assumption, assumptionsFrom, engineAssumptions } from "./assumptions.ts";

/** Every constant of the fine-tuning model that is neither a datasheet fact nor fitted, with why it has its value. */
export const fineTuningAssumptionRecords = assumptionsFrom(assumptionFile, "data/fine-tuning-assumptions.json");

type Quantity = Exclude<keyof Assumption, "id" | "mark" | "why" | "source">;

function valueOf(id: string, quantity: Quantity): number {
  const value = fineTuningAssumptionRecords.get(id)?.[quantity];
  if (value === undefined) throw new Error(`data/fine-tuning-assumptions.json: no "${quantity}" in record "${id}"`);
  return value;
}

export const fineTuningAssumptions: FineTuningAssumptions = {
  bandwidthCeiling: engineAssumptions.bandwidthCeiling,
  computeCeiling: engineAssumptions.computeCeiling,
  bytesPerTrainedParameter: valueOf("trained-parameter-state", "bytesPerParameter"),
  gradientBytesPerTrainedParameter: valueOf("trained-parameter-gradient", "bytesPerParameter"),
  checkpointBytesPerUnit: valueOf("checkpointed-layer-input", "bytesPerUnit"),
  gatheredLayers: valueOf("gathered-layers", "layerCount"),
};

function priorOf(id: string, quantity: Quantity, unit = 1): Prior {
  return { center: valueOf(id, quantity) * unit, logSpread: valueOf(id, "logSpreadFraction") };
}

const memoryPriorOf: Readonly<Record<keyof FineTuningMemoryParameters, Prior>> = {
  eagerActivationBytesPerUnit: priorOf("fine-tuning-prior-activations", "bytesPerUnit"),
  compiledActivationBytesPerUnit: priorOf("fine-tuning-prior-activations", "bytesPerUnit"),
  logitBytesPerUnit: priorOf("fine-tuning-prior-logits", "bytesPerUnit"),
  workspaceBytes: priorOf("fine-tuning-prior-workspace", "gigabytes", BYTES_PER_GIGABYTE),
};

export const memoryPriors: MemoryPriors = Object.fromEntries(
  MEMORY_PARAMETERS.map((parameter) => [parameter, memoryPriorOf[parameter]]),
) as unknown as MemoryPriors;

/** The unit tells which key of a prior holds its center. */
function stepPriorOf(parameter: (typeof TRAINING_STEP_PARAMETERS)[number]): Prior {
  const id = `fine-tuning-prior-${parameter}`;
  const quantity = (["fraction", "seconds", "bytesPerUnit", "ratio", "exponentFraction"] as const).find(
    (key) => fineTuningAssumptionRecords.get(id)?.[key] !== undefined,
  );
  return quantity === undefined ? priorOf(id, "gigabytesPerSecond", BYTES_PER_GIGABYTE) : priorOf(id, quantity);
}

export const fineTuningStepPriors = Object.fromEntries(
  TRAINING_STEP_PARAMETERS.map((parameter) => [parameter, stepPriorOf(parameter)]),
) as unknown as TrainingStepPriors;
