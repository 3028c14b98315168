import { bandAround, type Band } from "../../units/band.ts";
import { SECONDS_PER_HOUR } from "../../units/units.ts";
import { peakFlops } from "../../serving/physics/peak-flops.ts";
import { stepParametersOf } from "../fit/fit-training-step.ts";
import { startUpOf } from "../fit/start-up.ts";
import { tokensPerStep } from "../physics/fine-tuning-deployment.ts";
import type { FineTuningSetup } from "../physics/fine-tuning-setup.ts";
import { trainingFlopsPerToken } from "../physics/training-flops.ts";
import { trainingStep, type TrainingStep } from "../physics/training-step.ts";
import type { FineTuningModel } from "./fine-tuning-model.ts";

/** Time and throughput of a run, whatever it costs. */
export interface FineTuningPerformance {
  /** By physics alone. */
  readonly step: TrainingStep;
  /** One optimizer step, a typical one: passes through measured rows. */
  readonly stepSeconds: number;
  readonly stepSecondsBand: Band;
  readonly sequencesPerStep: number;
  readonly tokensPerStep: number;
  /** Of the platform. */
  readonly tokensPerSecond: number;
  readonly tokensPerSecondBand: Band;
  /** At least one: a run smaller than a step is a step. */
  readonly optimizerSteps: number;
  readonly startUpSeconds: number;
  readonly compileSeconds: number;
  readonly allStepsSeconds: number;
  /** Of the whole run: start-up, compilation, steps. */
  readonly wallSeconds: number;
  readonly wallSecondsBand: Band;
  readonly gpuHours: number;
  /** Of the bf16 dense peak; FLOPs of the model, recomputation not counted. */
  readonly modelFlopsUtilization: number;
  readonly floorStepSeconds: number;
  /** What a cited tuned stack would train on this platform at its share of the peak. */
  readonly tunedStackTokensPerSecond: number | null;
}

export function fineTuningPerformance(model: FineTuningModel, setup: FineTuningSetup): FineTuningPerformance {
  const { gpu, llm, run, deployment } = setup;
  const { step, seconds: stepSeconds, deviation } = correctedStep(model, setup);
  const tokens = tokensPerStep(run, deployment);
  const tokensPerSecond = tokens / stepSeconds;
  const optimizerSteps = Math.max(1, run.tokens / tokens);
  const { startUpSeconds, compileSeconds } = startUpOf(deployment, model.fitted.startUp);
  const wallSecondsAt = (seconds: number): number => startUpSeconds + compileSeconds + optimizerSteps * seconds;
  const stepSecondsBand = bandAround(stepSeconds, deviation);
  const wallSeconds = wallSecondsAt(stepSeconds);
  const flops = trainingFlopsPerToken(llm, run, false).total;
  const tuned = model.tunedStacks.get(gpu.id);
  const { gpuCount } = deployment;
  return {
    step,
    stepSeconds,
    stepSecondsBand,
    sequencesPerStep: step.sequencesPerStep,
    tokensPerStep: tokens,
    tokensPerSecond,
    tokensPerSecondBand: bandAround(tokensPerSecond, deviation),
    optimizerSteps,
    startUpSeconds,
    compileSeconds,
    allStepsSeconds: optimizerSteps * stepSeconds,
    wallSeconds,
    wallSecondsBand: [wallSecondsAt(stepSecondsBand[0]), wallSecondsAt(stepSecondsBand[1])],
    gpuHours: (gpuCount * wallSeconds) / SECONDS_PER_HOUR,
    modelFlopsUtilization: (tokensPerSecond * flops) / (gpuCount * peakFlops(gpu, "bf16")),
    floorStepSeconds: step.floorSeconds,
    tunedStackTokensPerSecond: tuned ? (gpuCount * tuned.modelFlopsPerSecondPerGpu) / flops : null,
  };
}

/** A step as physics has it, and as measured rows correct it. */
export interface CorrectedStep {
  readonly step: TrainingStep;
  /** Measured over physical, as the rows around foretell it. */
  readonly correction: number;
  /** The step without checkpointing, which is never slower; null where there is none anyway. */
  readonly kept: CorrectedStep | null;
  readonly seconds: number;
  /** Standard deviation of the logarithm. */
  readonly deviation: number;
}

/**
 * The step with what was learnt from measured rows, which never lifts a prediction over what the hardware allows, nor
 * makes recomputing everything faster than keeping it.
 */
export function correctedStep(model: FineTuningModel, setup: FineTuningSetup): CorrectedStep {
  const { run, deployment, gpu } = setup;
  const step = trainingStep(setup, stepParametersOf(model.fitted.steps, gpu.id));
  const { mean, deviation } = model.residualAt({ deployment, sequenceLength: run.sequenceLength });
  const correction = Math.exp(mean);
  const kept = deployment.checkpointing
    ? correctedStep(model, { ...setup, deployment: { ...deployment, checkpointing: false } })
    : null;
  const seconds = Math.max(step.stepSeconds * correction, step.floorSeconds, kept?.seconds ?? 0);
  return { step, correction, kept, seconds, deviation };
}
