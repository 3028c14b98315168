import { constant, derived, input, part, type Derived, type Input, type Unit } from "../../explanation/quantity.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { totalLayers, type Llm } from "../../facts/llm.ts";
import type { FineTuningSetup } from "./fine-tuning-setup.ts";
import type { FineTuningMemoryParameters, TrainingStepParameters } from "./fine-tuning-parameters.ts";
import { loraParameters } from "./trainable-llm.ts";

// Inputs that several of fine-tuning's formulas have in common.

/** Where a record has a value: the key of its source, and its own key. */
interface Place {
  readonly group: string;
  readonly field: string;
}

export function chosen(name: string, value: number, unit: Unit = "count"): Input {
  return input(name, value, unit, { kind: "chosen" });
}

export function gpuFact(gpu: Gpu, name: string, value: number, unit: Unit, at: Place): Input {
  return input(name, value, unit, { kind: "gpu", gpu: gpu.id, ...at });
}

export function llmFact(llm: Llm, name: string, value: number, unit: Unit, at: Place): Input {
  return input(name, value, unit, { kind: "llm", llm: llm.id, ...at });
}

export function assumed(name: string, value: number, unit: Unit, id: string): Input {
  return input(name, value, unit, { kind: "assumption", id });
}

export function fittedStep(
  parameters: TrainingStepParameters,
  parameter: keyof TrainingStepParameters,
  name: string,
  unit: Unit,
): Input {
  return input(name, parameters[parameter], unit, {
    kind: "fitted",
    prior: `fine-tuning-prior-${parameter}`,
    how: "to the timed runs of all GPUs at once, each GPU's values around common ones",
  });
}

/** Of the record that the prior of a memory parameter stands in. */
const MEMORY_PRIORS: Readonly<Record<keyof FineTuningMemoryParameters, string>> = {
  eagerActivationBytesPerUnit: "fine-tuning-prior-activations",
  compiledActivationBytesPerUnit: "fine-tuning-prior-activations",
  logitBytesPerUnit: "fine-tuning-prior-logits",
  workspaceBytes: "fine-tuning-prior-workspace",
};

export function fittedMemory(
  parameters: FineTuningMemoryParameters,
  parameter: keyof FineTuningMemoryParameters,
  name: string,
): Input {
  return input(name, parameters[parameter], "bytes", {
    kind: "fitted",
    prior: MEMORY_PRIORS[parameter],
    how: "to the runs whose true memory peak was measured",
  });
}

export function gpus({ deployment }: FineTuningSetup): Input {
  return chosen("GPUs", deployment.gpuCount);
}

export function layers({ llm }: FineTuningSetup): Input {
  return llmFact(llm, "layers", totalLayers(llm), "count", { group: "architecture", field: "attention" });
}

export function hiddenSize({ llm }: FineTuningSetup): Input {
  return llmFact(llm, "hidden size", llm.hiddenSize, "count", { group: "architecture", field: "hiddenDimensions" });
}

export function checkpointBytes({ llm }: FineTuningSetup): Input {
  const at = { group: "checkpointBytes", field: "checkpointBytes.bf16" };
  return llmFact(llm, "weights as loaded", llm.trainingWeightBytes, "bytes", at);
}

/** Tokens of one forward pass of one GPU. */
export function microBatchTokens({ run, deployment }: FineTuningSetup): Derived {
  const tokens = deployment.microBatch * run.sequenceLength;
  return derived("tokens of a micro-batch", tokens, "tokens", "product", [
    chosen("micro-batch", deployment.microBatch),
    chosen("sequence length", run.sequenceLength, "tokens"),
  ]);
}

/** Inputs and outputs of all adapted projections, times the rank. */
export function explainedAdapters({ llm, run }: FineTuningSetup): Derived {
  const parameters = loraParameters(llm, run.loraRank, run.loraTargets);
  const at = { group: "architecture", field: "attention" };
  return derived("trained parameters", parameters, "count", "product", [
    chosen("LoRA rank", run.loraRank),
    llmFact(llm, "inputs and outputs adapted", loraParameters(llm, 1, run.loraTargets), "count", at),
  ]);
}

/** The share of a whole that other GPUs have. */
export function othersShare(count: Input | Derived): Derived {
  return part("difference", [constant(1, "all of it"), part("quotient", [constant(1, "the GPU's own share"), count])]);
}
