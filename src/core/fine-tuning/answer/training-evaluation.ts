import type { Evidence } from "../../serving/fit/evidence.ts";
import type { TrainingDeployment } from "../physics/training-deployment.ts";
import { costPerMillionOutputTokens } from "../../economics/cost.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { bandAround, type Band } from "../../units/band.ts";
import { SECONDS_PER_HOUR } from "../../units/units.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import type { FittedTraining } from "../fit/calibrate-training.ts";
import { hasSameSettings, ranJustThis, type MeasuredTrainingRow } from "../fit/measured-training-row.ts";
import { memoryFit, type ContradictedShares, type MemoryFit } from "../fit/memory-evidence.ts";
import { startUpOf } from "../fit/start-up.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import { trainingFlopsPerToken } from "../physics/training-flops.ts";
import { trainingMemory, type TrainingMemory } from "../physics/training-memory.ts";
import type { TrainingAssumptions } from "../physics/training-parameters.ts";
import type { PredictedResidual, TrainingSituation } from "../fit/training-residuals.ts";
import { trainingStep, type TrainingStep } from "../physics/training-step.ts";
import { trainingRemedies, type TrainingRemedy } from "./training-remedies.ts";
import type { TunedStack } from "../physics/tuned-stack.ts";

/** Loss and gradient norm of one measured run of a GPU. */
export interface TrainingStability {
  readonly gpu: string;
  readonly maximumGradientNorm: number;
  readonly gradientNormAnomalyCount: number;
}

/** Everything that predictions of fine-tuning rest on: facts, measured rows and what was fitted to them. */
export interface TrainingModel {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly fitted: FittedTraining;
  readonly residualAt: (at: TrainingSituation) => PredictedResidual;
  readonly assumptions: TrainingAssumptions;
  readonly rows: readonly MeasuredTrainingRow[];
  readonly contradicted: ContradictedShares | null;
  readonly stability: readonly TrainingStability[];
  /** Best cited figure of each GPU. */
  readonly tunedStacks: ReadonlyMap<string, TunedStack>;
}

/** A platform to be judged: how it trains and what it costs. */
export interface TrainingOffer extends TrainingDeployment {
  readonly pricePerGpuHour: number;
}

/** Why a platform cannot train the run as set up. */
export type TrainingInfeasibility =
  | {
      readonly kind: "out-of-memory";
      readonly neededBytes: number;
      readonly availableBytes: number;
      /** The measured run that failed with as little or less; null where the model alone says so. */
      readonly failedRow: string | null;
      readonly remedies: readonly TrainingRemedy[];
    }
  | { readonly kind: "precision-unsupported"; readonly precision: TrainingDeployment["precision"] };

export interface TrainingPerformance {
  readonly step: TrainingStep;
  /** One optimizer step, a typical one: passes through measured rows. */
  readonly stepSeconds: number;
  readonly stepSecondsBand: Band;
  readonly sequencesPerStep: number;
  /** Of the platform. */
  readonly tokensPerSecond: number;
  readonly tokensPerSecondBand: Band;
  readonly optimizerSteps: number;
  readonly startUpSeconds: number;
  readonly compileSeconds: number;
  readonly trainingSeconds: number;
  readonly wallSeconds: number;
  readonly gpuHours: number;
  /** Of the bf16 dense peak; FLOPs of the model, recomputation not counted. */
  readonly modelFlopsUtilization: number;
  readonly floorStepSeconds: number;
  /** What a cited tuned stack would train on this platform at its share of the peak. */
  readonly tunedStackTokensPerSecond: number | null;
}

export interface TrainingEvaluation {
  readonly gpu: Gpu;
  readonly offer: TrainingOffer;
  readonly infeasible: TrainingInfeasibility | null;
  /** Null where the settings rule the platform out before memory is counted. */
  readonly memory: TrainingMemory | null;
  readonly memoryFit: MemoryFit | null;
  /** Null where infeasible, as are the costs. */
  readonly performance: TrainingPerformance | null;
  /** Of the whole run with its start-up, in the unit of the offer's price. */
  readonly cost: number | null;
  /** While it trains, start-up apart: what published costs compare. */
  readonly costPerMillionTokens: number | null;
  readonly evidence: Evidence | null;
  readonly measuredRow: MeasuredTrainingRow | null;
}

/** Predicts one platform. @throws RangeError for a GPU that the catalogue does not have. */
export function evaluateTraining(model: TrainingModel, run: FineTuningRun, offer: TrainingOffer): TrainingEvaluation {
  const gpu = model.gpus.get(offer.gpu);
  if (!gpu) throw new RangeError(`unknown GPU: ${offer.gpu}`);
  const measuredRow = model.rows.find((row) => ranJustThis(row, run, offer)) ?? null;
  const nothing = { performance: null, cost: null, costPerMillionTokens: null, evidence: null };
  if (offer.precision !== "bf16" && gpu.peakFlopsPerSecond.fp8 === null) {
    const infeasible = { kind: "precision-unsupported", precision: offer.precision } as const;
    return { gpu, offer, infeasible, memory: null, memoryFit: null, measuredRow, ...nothing };
  }
  const { memory, fit } = memoryOf(model, run, offer, gpu);
  if (fit.kind === "does-not-fit" || (fit.kind === "uncertain" && !fit.runs)) {
    const infeasible = {
      kind: "out-of-memory",
      neededBytes: memory.peakBytes,
      availableBytes: memory.deviceBytes,
      failedRow: fit.failedRow,
      remedies: trainingRemedies(offer, (changed) => fits(model, run, changed)),
    } as const;
    return { gpu, offer, infeasible, memory, memoryFit: fit, measuredRow, ...nothing };
  }
  const performance = trainingPerformance(model, run, offer, gpu);
  return {
    gpu,
    offer,
    infeasible: null,
    memory,
    memoryFit: fit,
    performance,
    cost: performance.gpuHours * offer.pricePerGpuHour,
    costPerMillionTokens: costPerMillionOutputTokens(
      offer.pricePerGpuHour,
      offer.gpuCount,
      performance.tokensPerSecond,
    ),
    evidence: trainingEvidence(model.rows, run, offer),
    measuredRow,
  };
}

/** Whether a platform can train the run with these settings, as far as is known. */
export function fits(model: TrainingModel, run: FineTuningRun, deployment: TrainingDeployment): boolean {
  const gpu = model.gpus.get(deployment.gpu);
  if (!gpu) throw new RangeError(`unknown GPU: ${deployment.gpu}`);
  const { fit } = memoryOf(model, run, deployment, gpu);
  return fit.kind === "fits" || (fit.kind === "uncertain" && fit.runs);
}

function memoryOf(
  { llm, fitted, assumptions, rows, contradicted }: TrainingModel,
  run: FineTuningRun,
  deployment: TrainingDeployment,
  gpu: Gpu,
): { readonly memory: TrainingMemory; readonly fit: MemoryFit } {
  const memory = trainingMemory(gpu, llm, run, deployment, fitted.memory, assumptions);
  return { memory, fit: memoryFit(memory, run, deployment, rows, contradicted) };
}

/** Time and throughput of a run that fits. */
export function trainingPerformance(
  model: TrainingModel,
  run: FineTuningRun,
  deployment: TrainingDeployment,
  gpu: Gpu,
): TrainingPerformance {
  const { llm, fitted, assumptions } = model;
  const step = trainingStep(gpu, llm, run, deployment, fitted.steps[gpu.id]!, assumptions);
  const { stepSeconds, deviation } = correctedStep(model, run, deployment, gpu, step);
  const tokensPerStep = step.sequencesPerStep * run.sequenceLength;
  const tokensPerSecond = tokensPerStep / stepSeconds;
  const optimizerSteps = run.tokens / tokensPerStep;
  const { startUpSeconds, compileSeconds } = startUpOf(deployment, fitted.startUp);
  const trainingSeconds = optimizerSteps * stepSeconds;
  const wallSeconds = startUpSeconds + compileSeconds + trainingSeconds;
  const flops = trainingFlopsPerToken(llm, run, false).total;
  const peak = gpu.peakFlopsPerSecond.bf16;
  const tuned = model.tunedStacks.get(gpu.id);
  return {
    step,
    stepSeconds,
    stepSecondsBand: bandAround(stepSeconds, deviation),
    sequencesPerStep: step.sequencesPerStep,
    tokensPerSecond,
    tokensPerSecondBand: bandAround(tokensPerSecond, deviation),
    optimizerSteps,
    startUpSeconds,
    compileSeconds,
    trainingSeconds,
    wallSeconds,
    gpuHours: (deployment.gpuCount * wallSeconds) / SECONDS_PER_HOUR,
    modelFlopsUtilization: (tokensPerSecond * flops) / (deployment.gpuCount * peak!),
    floorStepSeconds: step.floorSeconds,
    tunedStackTokensPerSecond: tuned ? (deployment.gpuCount * tuned.modelFlopsPerSecondPerGpu) / flops : null,
  };
}

/**
 * The step with what was learnt from measured rows, which never lifts a prediction over what the hardware allows, nor
 * makes recomputing everything faster than keeping it.
 */
function correctedStep(
  model: TrainingModel,
  run: FineTuningRun,
  deployment: TrainingDeployment,
  gpu: Gpu,
  step: TrainingStep,
): { readonly stepSeconds: number; readonly deviation: number } {
  const { mean, deviation } = model.residualAt({ deployment, sequenceLength: run.sequenceLength });
  const own = Math.max(step.stepSeconds * Math.exp(mean), step.floorSeconds);
  if (!deployment.checkpointing) return { stepSeconds: own, deviation };
  const keeping = { ...deployment, checkpointing: false };
  const kept = trainingStep(gpu, model.llm, run, keeping, model.fitted.steps[gpu.id]!, model.assumptions);
  const { stepSeconds } = correctedStep(model, run, keeping, gpu, kept);
  return { stepSeconds: Math.max(own, stepSeconds), deviation };
}

/** As for serving: a row ran just this, rows of these settings bracket it, the GPU has other rows, or none. */
export function trainingEvidence(
  rows: readonly MeasuredTrainingRow[],
  run: FineTuningRun,
  deployment: TrainingDeployment,
): Evidence {
  const timed = rows.filter((row) => row.gpuId === deployment.gpu && row.stepSeconds !== null);
  if (timed.length === 0) return "prior";
  if (timed.some((row) => ranJustThis(row, run, deployment))) return "measured";
  const alike = timed.filter(
    (row) =>
      hasSameSettings(row, deployment) &&
      row.gpuCount === deployment.gpuCount &&
      row.sequenceLength === run.sequenceLength &&
      row.loraRank === run.loraRank,
  );
  const within =
    alike.some((row) => row.microBatch <= deployment.microBatch) &&
    alike.some((row) => row.microBatch >= deployment.microBatch);
  return within && run.loraTargets === "all" ? "interpolated" : "extrapolated";
}
