import { weightShards, type TrainingDeployment } from "./training-deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { totalLayers } from "../../facts/llm.ts";
import { BYTES_PER_ELEMENT } from "../../units/dtype.ts";
import type { FineTuningRun } from "./fine-tuning-run.ts";
import { linearParameters, loraParameters, type TrainableLlm } from "./trainable-llm.ts";
import type { TrainingAssumptions, TrainingMemoryParameters } from "./training-parameters.ts";

/** Memory of one GPU at the peak of a training step, by what holds it. */
export interface TrainingMemory {
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
export const TRAINING_MEMORY_PARTS = [
  "weightBytes",
  "gatherBytes",
  "optimizerBytes",
  "workspaceBytes",
  "activationBytes",
  "logitBytes",
] as const satisfies readonly (keyof TrainingMemory)[];
export type TrainingMemoryPart = (typeof TRAINING_MEMORY_PARTS)[number];

/**
 * Peak of a step's memory. FP8 linear layers are counted like bf16: they keep bf16 weights, and no peak of theirs is
 * published.
 *
 * @see arXiv:2205.05198 for the form of the activations; their size is fitted to measured peaks.
 */
export function trainingMemory(
  gpu: Pick<Gpu, "deviceMemoryBytes">,
  llm: TrainableLlm,
  run: Pick<FineTuningRun, "sequenceLength" | "loraRank" | "loraTargets">,
  deployment: TrainingDeployment,
  parameters: TrainingMemoryParameters,
  assumptions: TrainingAssumptions,
): TrainingMemory {
  const shards = weightShards(deployment);
  const layers = totalLayers(llm);
  const tokens = deployment.microBatch * run.sequenceLength;
  const weightBytes = llm.trainingWeightBytes / shards;
  const linearBytes = linearParameters(llm) * BYTES_PER_ELEMENT.bf16;
  const gatheredBytes =
    llm.trainingWeightBytes - linearBytes + (linearBytes * Math.min(assumptions.gatheredLayers, layers)) / layers;
  // What is gathered beyond the GPU's own shard of it.
  const gatherBytes = gatheredBytes * (1 - 1 / shards);
  const optimizerBytes =
    (assumptions.bytesPerTrainedParameter * loraParameters(llm, run.loraRank, run.loraTargets)) / shards;
  const logitBytes = tokens * llm.vocabularySize * parameters.logitBytesPerUnit;
  const activationBytes = activationsAtPeak(llm, tokens, deployment, logitBytes, parameters, assumptions);
  const { workspaceBytes } = parameters;
  const parts = { weightBytes, gatherBytes, optimizerBytes, activationBytes, logitBytes, workspaceBytes };
  const peakBytes = TRAINING_MEMORY_PARTS.reduce((sum, part) => sum + parts[part], 0);
  return {
    deviceBytes: gpu.deviceMemoryBytes,
    ...parts,
    peakBytes,
    headroomBytes: gpu.deviceMemoryBytes - peakBytes,
  };
}

/**
 * All layers' activations; under checkpointing each layer's input, and one layer computed again as far as it holds more
 * than the logits, which are gone by then.
 */
function activationsAtPeak(
  llm: TrainableLlm,
  tokens: number,
  { checkpointing, compile }: TrainingDeployment,
  logitBytes: number,
  parameters: TrainingMemoryParameters,
  { checkpointBytesPerUnit }: TrainingAssumptions,
): number {
  const bytesPerUnit = compile ? parameters.compiledActivationBytesPerUnit : parameters.eagerActivationBytesPerUnit;
  const layerBytes = tokens * llm.hiddenSize * bytesPerUnit;
  const allLayersBytes = totalLayers(llm) * layerBytes;
  if (!checkpointing) return allLayersBytes;
  const inputBytes = tokens * llm.hiddenSize * totalLayers(llm) * checkpointBytesPerUnit;
  return Math.min(allLayersBytes, inputBytes + Math.max(0, layerBytes - logitBytes));
}
