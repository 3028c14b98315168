import { TRAINING_MODEL_VERSION } from "../catalog/training-model.ts";
import type { Evidence } from "../core/serving/fit/evidence.ts";
import type { MeasuredTrainingRow } from "../core/fine-tuning/fit/measured-training-row.ts";
import type { MemoryFit } from "../core/fine-tuning/fit/memory-evidence.ts";
import type { TrainingRecommendation } from "../core/fine-tuning/answer/recommend-training.ts";
import type {
  TrainingEvaluation,
  TrainingInfeasibility,
  TrainingOffer,
} from "../core/fine-tuning/answer/training-evaluation.ts";
import type { TrainingMemory } from "../core/fine-tuning/physics/training-memory.ts";
import type { TrainingWarning } from "../core/fine-tuning/answer/training-warnings.ts";
import type { Band } from "../core/units/band.ts";
import type { FineTuningEvaluation } from "./fine-tuning-evaluation.ts";

/** A measured run as it stands beside a prediction. */
interface MeasuredTrainingResult {
  readonly row: string;
  readonly stepSeconds: number | null;
  readonly tokensPerSecond: number | null;
  readonly peakBytes: number | null;
}

interface TrainedResult {
  /** One optimizer step. */
  readonly stepSeconds: number;
  readonly sequencesPerStep: number;
  readonly optimizerSteps: number;
  /** Of the platform. */
  readonly tokensPerSecond: number;
  readonly gpuHours: number;
  /** Of the whole run: start-up, compilation, steps. */
  readonly wallSeconds: number;
  readonly startUpSeconds: number;
  readonly compileSeconds: number;
  readonly cost: number;
  /** While it trains, start-up apart. */
  readonly costPerMillionTokens: number;
  readonly relativeCost: number;
  /** Of the bf16 peak. */
  readonly modelFlopsUtilization: number;
  readonly floorStepSeconds: number;
  /** What a cited vendor-tuned stack would train on this platform; null where none is cited. */
  readonly tunedStackTokensPerSecond: number | null;
  readonly evidence: Evidence;
}

type Untrained = { readonly [Key in keyof TrainedResult]: null };

interface PlatformFacts {
  readonly settings: Omit<TrainingOffer, "gpu" | "pricePerGpuHour">;
  readonly pricePerGpuHour: number;
  readonly memory: TrainingMemory | null;
  readonly memoryFit: MemoryFit | null;
  readonly band: { readonly stepSeconds: Band; readonly tokensPerSecond: Band; readonly relativeCost: Band } | null;
  readonly measured: MeasuredTrainingResult | null;
}

export type TrainingOutcomeResult = PlatformFacts &
  (
    | ({ readonly gpu: string; readonly feasible: true; readonly reason: null } & TrainedResult)
    | ({ readonly gpu: string; readonly feasible: false; readonly reason: TrainingInfeasibility } & Untrained)
  );

const UNTRAINED: Untrained = {
  stepSeconds: null,
  sequencesPerStep: null,
  optimizerSteps: null,
  tokensPerSecond: null,
  gpuHours: null,
  wallSeconds: null,
  startUpSeconds: null,
  compileSeconds: null,
  cost: null,
  costPerMillionTokens: null,
  relativeCost: null,
  modelFlopsUtilization: null,
  floorStepSeconds: null,
  tunedStackTokensPerSecond: null,
  evidence: null,
};

/** A fine-tuning evaluation as plain JSON: what the terminal prints and other tools read. Names stay once they are here. */
export interface FineTuningResult {
  readonly modelVersion: string;
  readonly platforms: readonly TrainingOutcomeResult[];
  readonly recommendation: TrainingRecommendation & {
    readonly sentence: string;
    readonly warnings: readonly TrainingWarning[];
  };
}

export function fineTuningResultOf(evaluation: FineTuningEvaluation): FineTuningResult {
  const { recommendation, sentence, warnings } = evaluation;
  return {
    modelVersion: TRAINING_MODEL_VERSION,
    platforms: evaluation.platforms.map((platform) => outcomeOf(platform, evaluation)),
    recommendation: { ...recommendation, sentence, warnings },
  };
}

function outcomeOf(platform: TrainingEvaluation, evaluation: FineTuningEvaluation): TrainingOutcomeResult {
  const { gpu: fact, offer, infeasible, memory, memoryFit, performance, measuredRow } = platform;
  const { gpu, pricePerGpuHour, ...settings } = offer;
  const relativeCostBand = evaluation.relativeCostBand.get(gpu) ?? null;
  const facts: PlatformFacts = {
    settings,
    pricePerGpuHour,
    memory,
    memoryFit,
    band:
      performance && relativeCostBand
        ? {
            stepSeconds: performance.stepSecondsBand,
            tokensPerSecond: performance.tokensPerSecondBand,
            relativeCost: relativeCostBand,
          }
        : null,
    measured: measuredRow && measuredResult(measuredRow),
  };
  if (infeasible !== null) return { gpu, feasible: false, reason: infeasible, ...facts, ...UNTRAINED };
  const { cost, costPerMillionTokens, evidence } = platform;
  const relativeCost = evaluation.relativeCost.get(gpu) ?? null;
  if (!performance || cost === null || costPerMillionTokens === null || relativeCost === null || evidence === null) {
    throw new Error(`the evaluation of ${fact.id} is neither feasible nor infeasible`);
  }
  return {
    gpu,
    feasible: true,
    reason: null,
    ...facts,
    stepSeconds: performance.stepSeconds,
    sequencesPerStep: performance.sequencesPerStep,
    optimizerSteps: performance.optimizerSteps,
    tokensPerSecond: performance.tokensPerSecond,
    gpuHours: performance.gpuHours,
    wallSeconds: performance.wallSeconds,
    startUpSeconds: performance.startUpSeconds,
    compileSeconds: performance.compileSeconds,
    cost,
    costPerMillionTokens,
    relativeCost,
    modelFlopsUtilization: performance.modelFlopsUtilization,
    floorStepSeconds: performance.floorStepSeconds,
    tunedStackTokensPerSecond: performance.tunedStackTokensPerSecond,
    evidence,
  };
}

function measuredResult({ id, stepSeconds, tokensPerSecond, peakBytes }: MeasuredTrainingRow): MeasuredTrainingResult {
  return { row: id, stepSeconds, tokensPerSecond, peakBytes };
}
