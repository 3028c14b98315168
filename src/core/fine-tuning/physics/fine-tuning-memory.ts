import { constant, derived, named, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import { totalLayers } from "../../facts/llm.ts";
import { BYTES_PER_ELEMENT } from "../../units/dtype.ts";
import {
  explainedAdapters,
  assumed,
  checkpointBytes,
  chosen,
  fittedMemory,
  hiddenSize,
  layers,
  llmFact,
  microBatchTokens,
  othersShare,
} from "./explained-inputs.ts";
import { weightShards } from "./fine-tuning-deployment.ts";
import type { FineTuningMemoryParameters } from "./fine-tuning-parameters.ts";
import type { FineTuningSetup } from "./fine-tuning-setup.ts";
import { linearParameters, loraParameters } from "./trainable-llm.ts";

/** Memory of one GPU at the peak of a training step, by what holds it. */
export interface FineTuningMemory {
  readonly deviceBytes: number;
  /** The GPU's share of the frozen weights. */
  readonly weightBytes: number;
  /** Weights that FSDP has gathered for use: embedding, head and a few layers. */
  readonly gatherBytes: number;
  /** Adapters, their gradients and AdamW's moments. */
  readonly optimizerBytes: number;
  readonly activationBytes: number;
  readonly logitBytes: number;
  readonly workspaceBytes: number;
  /** Largest memory held during the step: the true training peak, not what stays resident after it. */
  readonly peakBytes: number;
  /** Below 0 where the peak exceeds the device. */
  readonly headroomBytes: number;
}

/** What holds memory at the peak, in the order in which a bar stacks it: what is there anyway first. */
export const FINE_TUNING_MEMORY_PARTS = [
  "weightBytes",
  "gatherBytes",
  "optimizerBytes",
  "workspaceBytes",
  "activationBytes",
  "logitBytes",
] as const satisfies readonly (keyof FineTuningMemory)[];
export type FineTuningMemoryPart = (typeof FINE_TUNING_MEMORY_PARTS)[number];

/**
 * Peak of a step's memory. FP8 linear layers are counted like bf16: they keep bf16 weights, and no peak of theirs is
 * published.
 *
 * @see arXiv:2205.05198 for the form of the activations; their size is fitted to measured peaks.
 */
export function fineTuningMemory(setup: FineTuningSetup, parameters: FineTuningMemoryParameters): FineTuningMemory {
  const { gpu, llm, run, deployment, assumptions } = setup;
  const shards = weightShards(deployment);
  const tokens = deployment.microBatch * run.sequenceLength;
  const weightBytes = llm.trainingWeightBytes / shards;
  // What is gathered beyond the GPU's own shard of it.
  const gatherBytes = gatheredBytes(setup) * (1 - 1 / shards);
  const optimizerBytes =
    (assumptions.bytesPerTrainedParameter * loraParameters(llm, run.loraRank, run.loraTargets)) / shards;
  const logitBytes = tokens * llm.vocabularySize * parameters.logitBytesPerUnit;
  const activationBytes = activationsAtPeak(setup, parameters, logitBytes);
  const { workspaceBytes } = parameters;
  const parts = { weightBytes, gatherBytes, optimizerBytes, activationBytes, logitBytes, workspaceBytes };
  const peakBytes = FINE_TUNING_MEMORY_PARTS.reduce((sum, name) => sum + parts[name], 0);
  return {
    deviceBytes: gpu.deviceMemoryBytes,
    ...parts,
    peakBytes,
    headroomBytes: gpu.deviceMemoryBytes - peakBytes,
  };
}

/** Embedding and head whole, and the layers at work. */
function gatheredBytes({ llm, assumptions }: FineTuningSetup): number {
  const count = totalLayers(llm);
  const linearBytes = linearParameters(llm) * BYTES_PER_ELEMENT.bf16;
  return llm.trainingWeightBytes - linearBytes + (linearBytes * Math.min(assumptions.gatheredLayers, count)) / count;
}

/**
 * All layers' activations; under checkpointing each layer's input, and one layer computed again as far as it holds more
 * than the logits, which are gone by then.
 */
function activationsAtPeak(setup: FineTuningSetup, parameters: FineTuningMemoryParameters, logitBytes: number): number {
  const { llm, run, deployment, assumptions } = setup;
  const units = deployment.microBatch * run.sequenceLength * llm.hiddenSize;
  const layerBytes = units * parameters[activationParameter(setup)];
  const allLayersBytes = totalLayers(llm) * layerBytes;
  if (!deployment.checkpointing) return allLayersBytes;
  const inputBytes = units * totalLayers(llm) * assumptions.checkpointBytesPerUnit;
  return Math.min(allLayersBytes, inputBytes + Math.max(0, layerBytes - logitBytes));
}

function activationParameter({ deployment }: FineTuningSetup): keyof FineTuningMemoryParameters {
  return deployment.compile ? "compiledActivationBytesPerUnit" : "eagerActivationBytesPerUnit";
}

/** The formula of `peakBytes`. */
export function explainedMemory(setup: FineTuningSetup, parameters: FineTuningMemoryParameters): Derived {
  const memory = fineTuningMemory(setup, parameters);
  const { llm, assumptions } = setup;
  const shards = chosen("GPUs that share the weights", weightShards(setup.deployment));
  const perParameter = assumed(
    "bytes per trained parameter",
    assumptions.bytesPerTrainedParameter,
    "bytes",
    "trained-parameter-state",
  );
  const logits = derived("logits", memory.logitBytes, "bytes", "product", [
    microBatchTokens(setup),
    llmFact(llm, "vocabulary", llm.vocabularySize, "count", { group: "architecture", field: "vocabularyTokens" }),
    fittedMemory(parameters, "logitBytesPerUnit", "bytes per logit"),
  ]);
  return derived("peak", memory.peakBytes, "bytes", "sum", [
    derived("weights", memory.weightBytes, "bytes", "quotient", [checkpointBytes(setup), shards]),
    derived("gathers", memory.gatherBytes, "bytes", "product", [explainedGathered(setup), othersShare(shards)]),
    derived("adapter and optimizer", memory.optimizerBytes, "bytes", "quotient", [
      part("product", [perParameter, explainedAdapters(setup)], "bytes"),
      shards,
    ]),
    fittedMemory(parameters, "workspaceBytes", "workspace"),
    explainedActivations(setup, parameters, memory.activationBytes, logits),
    logits,
  ]);
}

function explainedGathered(setup: FineTuningSetup): Derived {
  const { llm, assumptions } = setup;
  const at = { group: "architecture", field: "attention" };
  const linear = part(
    "product",
    [
      llmFact(llm, "parameters of the linear layers", linearParameters(llm), "count", at),
      constant(BYTES_PER_ELEMENT.bf16, "bytes in bf16"),
    ],
    "bytes",
  );
  const held = part("minimum", [
    assumed("layers gathered at once", assumptions.gatheredLayers, "count", "gathered-layers"),
    layers(setup),
  ]);
  return derived("gathered whole", gatheredBytes(setup), "bytes", "sum", [
    part("difference", [checkpointBytes(setup), linear], "bytes"),
    part("quotient", [part("product", [linear, held]), layers(setup)], "bytes"),
  ]);
}

function explainedActivations(
  setup: FineTuningSetup,
  parameters: FineTuningMemoryParameters,
  value: number,
  logits: Quantity,
): Derived {
  const units = part("product", [microBatchTokens(setup), hiddenSize(setup)]);
  const perUnit = fittedMemory(parameters, activationParameter(setup), "bytes of activations per unit");
  const layer = named(part("product", [units, perUnit], "bytes"), "activations of one layer");
  if (!setup.deployment.checkpointing) {
    return derived("activations", value, "bytes", "product", [layers(setup), layer]);
  }
  const { checkpointBytesPerUnit } = setup.assumptions;
  const kept = assumed("bytes kept per unit", checkpointBytesPerUnit, "bytes", "checkpointed-layer-input");
  const again = part("maximum", [constant(0, "none"), part("difference", [layer, logits], "bytes")], "bytes");
  return derived("activations", value, "bytes", "minimum", [
    part("product", [layers(setup), layer], "bytes"),
    part("sum", [part("product", [units, layers(setup), kept], "bytes"), again], "bytes"),
  ]);
}
