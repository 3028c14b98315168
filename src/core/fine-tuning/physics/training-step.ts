import { totalLayers } from "../../facts/llm.ts";
import { peakFlops } from "../../serving/physics/peak-flops.ts";
import { accumulationSteps, sequencesPerStep, weightShards } from "./fine-tuning-deployment.ts";
import type { TrainingStepParameters } from "./fine-tuning-parameters.ts";
import type { FineTuningSetup } from "./fine-tuning-setup.ts";
import { bf16ReadBytes, loraParameters } from "./trainable-llm.ts";
import { trainingFlopsPerToken } from "./training-flops.ts";

/** One optimizer step, and what its micro-batches spend their time on. Seconds but for the counts. */
export interface TrainingStep {
  readonly accumulationSteps: number;
  readonly sequencesPerStep: number;
  readonly matrixSeconds: number;
  readonly elementwiseSeconds: number;
  readonly fixedSeconds: number;
  readonly communicationSeconds: number;
  readonly microBatchSeconds: number;
  readonly stepSeconds: number;
  /** Least time of the step on this hardware with any software. */
  readonly floorSeconds: number;
}

/** Weights are read in the forward and in the backward pass. */
export const WEIGHT_READS = 2;
/**
 * FSDP gathers the weights for the forward and for the backward pass; the usual gradient checkpointing adds one more, for
 * computing each layer again.
 *
 * @see https://github.com/huggingface/transformers/issues/30404
 */
const GATHERS = { plain: 2, checkpointing: 3 } as const;
/** Elementwise work of a backward pass, in forward passes: it reads what the forward pass kept and writes gradients. */
const BACKWARD_PASSES = 2;

/** Gradients are sent to be summed, and their sum is sent back. */
export const GRADIENT_PASSES = 2;

/** How far the elementwise work is fused: by Transformer Engine wholly, by torch.compile as far as it takes hold. */
export function fusedFraction({ deployment }: FineTuningSetup, p: TrainingStepParameters): number {
  return deployment.precision === "te-fp8" ? 1 : compiledFraction({ deployment }, p);
}

export function compiledFraction(
  { deployment }: Pick<FineTuningSetup, "deployment">,
  p: TrainingStepParameters,
): number {
  if (!deployment.compile) return 0;
  return deployment.checkpointing ? p.compileShareUnderCheckpointing : 1;
}

/** Slowdown by unfused FP8 layers; compiling removes it as far as it takes hold. */
function naiveFp8Slowdown(setup: FineTuningSetup, p: TrainingStepParameters): number {
  return setup.deployment.precision === "fp8" ? p.naiveFp8Factor ** (1 - compiledFraction(setup, p)) : 1;
}

/** Passes over the layers in forward passes: forward, backward and, with checkpointing, forward again. */
export function passes({ deployment }: FineTuningSetup): number {
  return 1 + BACKWARD_PASSES + (deployment.checkpointing ? 1 : 0);
}

/**
 * Time of one optimizer step: accumulated micro-batches, each of matrix work, memory-bound elementwise work and a fixed
 * part, overlapped with communication by a p-norm.
 */
export function trainingStep(setup: FineTuningSetup, parameters: TrainingStepParameters): TrainingStep {
  const { gpu, llm, run, deployment, assumptions } = setup;
  const tokens = deployment.microBatch * run.sequenceLength;
  const accumulation = accumulationSteps(run.globalBatchSequences, deployment);
  const flops = trainingFlopsPerToken(llm, run, deployment.checkpointing);
  const weightReadSeconds =
    (WEIGHT_READS * bf16ReadBytes(llm)) / (assumptions.bandwidthCeiling * gpu.hbmBytesPerSecond);
  const bf16Peak = peakFlops(gpu, "bf16");
  const slowdown = naiveFp8Slowdown(setup, parameters);
  const matrixSeconds =
    slowdown * Math.max((tokens * flops.total) / (parameters.computeEfficiency * bf16Peak), weightReadSeconds);
  const unitBytes = parameters.elementwiseBytesPerUnit * totalLayers(llm) * llm.hiddenSize;
  const traffic = 1 - fusedFraction(setup, parameters) * (1 - parameters.fusedShare);
  const elementwiseSeconds = (slowdown * traffic * passes(setup) * tokens * unitBytes) / gpu.hbmBytesPerSecond;
  const fixedSeconds = parameters.secondsPerMicroBatch;
  const communicationSeconds =
    bytesSentPerMicroBatch(setup) / Math.min(parameters.gatherBytesPerSecond, gpu.linkBytesPerSecond);
  const busySeconds = matrixSeconds + elementwiseSeconds + fixedSeconds;
  const p = parameters.overlapExponent;
  const microBatchSeconds = (busySeconds ** p + communicationSeconds ** p) ** (1 / p);
  // Without recomputation, which better software may not need, and at the peak of the format that is asked for.
  const leastFlops = tokens * (flops.total - flops.recomputation);
  const floorSeconds = Math.max(leastFlops / (assumptions.computeCeiling * bestPeak(setup)), weightReadSeconds);
  return {
    accumulationSteps: accumulation,
    sequencesPerStep: sequencesPerStep(run.globalBatchSequences, deployment),
    matrixSeconds,
    elementwiseSeconds,
    fixedSeconds,
    communicationSeconds,
    microBatchSeconds,
    stepSeconds: accumulation * microBatchSeconds,
    floorSeconds: accumulation * floorSeconds,
  };
}

function bestPeak({ gpu, deployment }: FineTuningSetup): number {
  const bf16Peak = peakFlops(gpu, "bf16");
  return deployment.precision === "bf16" ? bf16Peak : (gpu.peakFlopsPerSecond.fp8 ?? bf16Peak);
}

export function gathers({ deployment }: FineTuningSetup): number {
  if (weightShards(deployment) === 1) return 0;
  return deployment.checkpointing ? GATHERS.checkpointing : GATHERS.plain;
}

/** Bytes that each GPU sends: FSDP's gathers, and the adapters' gradients. */
function bytesSentPerMicroBatch(setup: FineTuningSetup): number {
  const { llm, run, deployment, assumptions } = setup;
  const trained = loraParameters(llm, run.loraRank, run.loraTargets);
  const gradientBytes = GRADIENT_PASSES * assumptions.gradientBytesPerTrainedParameter * trained;
  return (1 - 1 / deployment.gpuCount) * (gathers(setup) * llm.trainingWeightBytes + gradientBytes);
}
