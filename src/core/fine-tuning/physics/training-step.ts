import { accumulationSteps, sequencesPerStep, weightShards, type TrainingDeployment } from "./training-deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { totalLayers } from "../../facts/llm.ts";
import { peakFlops } from "../../serving/physics/peak-flops.ts";
import type { FineTuningRun } from "./fine-tuning-run.ts";
import { loraParameters, type TrainableLlm } from "./trainable-llm.ts";
import { trainingFlopsPerToken } from "./training-flops.ts";
import type { TrainingAssumptions, TrainingStepParameters } from "./training-parameters.ts";

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
const WEIGHT_READS = 2;
/**
 * FSDP gathers the weights for the forward and for the backward pass; the usual gradient checkpointing adds one more, for
 * computing each layer again.
 *
 * @see https://github.com/huggingface/transformers/issues/30404
 */
const GATHERS = { plain: 2, checkpointing: 3 } as const;
/** Elementwise work of a backward pass, in forward passes: it reads what the forward pass kept and writes gradients. */
const BACKWARD_PASSES = 2;

/** Whether anything fuses the elementwise work: share of its traffic that is left. */
function trafficShare({ precision, compile, checkpointing }: TrainingDeployment, p: TrainingStepParameters): number {
  const compiled = compile ? (checkpointing ? p.compileShareUnderCheckpointing : 1) : 0;
  const fused = precision === "te-fp8" ? 1 : compiled;
  return 1 - fused * (1 - p.fusedShare);
}

/** Slowdown by unfused FP8 layers; fusing removes it as far as it takes hold. */
function naiveFp8Slowdown(
  { precision, compile, checkpointing }: TrainingDeployment,
  p: TrainingStepParameters,
): number {
  if (precision !== "fp8") return 1;
  const compiled = compile ? (checkpointing ? p.compileShareUnderCheckpointing : 1) : 0;
  return p.naiveFp8Factor ** (1 - compiled);
}

/**
 * Time of one optimizer step: accumulated micro-batches, each of matrix work, memory-bound elementwise work and a fixed
 * part, overlapped with communication by a p-norm.
 */
export function trainingStep(
  gpu: Gpu,
  llm: TrainableLlm,
  run: FineTuningRun,
  deployment: TrainingDeployment,
  parameters: TrainingStepParameters,
  assumptions: TrainingAssumptions,
): TrainingStep {
  const { microBatch, checkpointing } = deployment;
  const tokens = microBatch * run.sequenceLength;
  const accumulation = accumulationSteps(run.globalBatchSequences, deployment);
  const flops = trainingFlopsPerToken(llm, run, checkpointing);
  const weightReadSeconds =
    (WEIGHT_READS * llm.readWeightBytes.bf16!) / (assumptions.bandwidthCeiling * gpu.hbmBytesPerSecond);
  const bf16Peak = peakFlops(gpu, "bf16");
  const slowdown = naiveFp8Slowdown(deployment, parameters);
  const matrixSeconds =
    slowdown * Math.max((tokens * flops.total) / (parameters.computeEfficiency * bf16Peak), weightReadSeconds);
  const passes = 1 + BACKWARD_PASSES + (checkpointing ? 1 : 0);
  const unitBytes = parameters.elementwiseBytesPerUnit * totalLayers(llm) * llm.hiddenSize;
  const elementwiseSeconds =
    (slowdown * trafficShare(deployment, parameters) * passes * tokens * unitBytes) / gpu.hbmBytesPerSecond;
  const fixedSeconds = parameters.secondsPerMicroBatch;
  const communicationSeconds =
    bytesSentPerMicroBatch(llm, run, deployment, assumptions) /
    Math.min(parameters.gatherBytesPerSecond, gpu.linkBytesPerSecond);
  const busySeconds = matrixSeconds + elementwiseSeconds + fixedSeconds;
  const p = parameters.overlapExponent;
  const microBatchSeconds = (busySeconds ** p + communicationSeconds ** p) ** (1 / p);
  // Without recomputation, which better software may not need, and at the peak of the format that is asked for.
  const bestPeak = deployment.precision === "bf16" ? bf16Peak : (gpu.peakFlopsPerSecond.fp8 ?? bf16Peak);
  const leastFlops = tokens * (flops.total - flops.recomputation);
  const floorSeconds = Math.max(leastFlops / (assumptions.computeCeiling * bestPeak), weightReadSeconds);
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

/** Bytes that each GPU sends: FSDP's gathers, and the adapters' gradients. */
function bytesSentPerMicroBatch(
  llm: TrainableLlm,
  { loraRank, loraTargets }: FineTuningRun,
  deployment: TrainingDeployment,
  { gradientBytesPerTrainedParameter }: TrainingAssumptions,
): number {
  const { gpuCount, checkpointing } = deployment;
  const peers = (gpuCount - 1) / gpuCount;
  const gradientBytes = 2 * gradientBytesPerTrainedParameter * loraParameters(llm, loraRank, loraTargets);
  const gathers = checkpointing ? GATHERS.checkpointing : GATHERS.plain;
  const gatherBytes = weightShards(deployment) === 1 ? 0 : gathers * llm.trainingWeightBytes;
  return peers * (gatherBytes + gradientBytes);
}
