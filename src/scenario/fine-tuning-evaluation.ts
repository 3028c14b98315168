import { trainingModel } from "../catalog/training-model.ts";
import { recommendTraining, type TrainingRecommendation } from "../core/fine-tuning/answer/recommend-training.ts";
import {
  evaluateTraining,
  type TrainingEvaluation,
  type TrainingOffer,
} from "../core/fine-tuning/answer/training-evaluation.ts";
import { trainingSentence } from "../core/fine-tuning/answer/training-sentence.ts";
import { trainingWarnings, type TrainingWarning } from "../core/fine-tuning/answer/training-warnings.ts";
import { tuneTraining } from "../core/fine-tuning/answer/tune-training.ts";
import { bandAround, logDeviationOf, type Band } from "../core/units/band.ts";
import {
  bestMeasuredTrainingSettings,
  type FineTuningPlatformChoice,
  type FineTuningScenario,
} from "./fine-tuning-scenario.ts";

/** Everything the page and the terminal show of one fine-tuning scenario. */
export interface FineTuningEvaluation {
  readonly scenario: FineTuningScenario;
  /** The compared platforms, in the scenario's order; the settings of a tuned one are in its `offer`. */
  readonly platforms: readonly TrainingEvaluation[];
  readonly recommendation: TrainingRecommendation;
  readonly sentence: string;
  readonly warnings: readonly TrainingWarning[];
  /** What costs are relative to: the best measured settings of A100 where it is compared and fits, else the cheapest. */
  readonly reference: { readonly gpu: string; readonly costPerMillionTokens: number } | null;
  readonly relativeCost: ReadonlyMap<string, number | null>;
  /** 90 % band of the relative cost; of the reference itself just 1. */
  readonly relativeCostBand: ReadonlyMap<string, Band | null>;
}

/** The GPU that the source article's relative costs are relative to. */
const REFERENCE_GPU = "a100-sxm-80gb";
const referenceSettings = bestMeasuredTrainingSettings(REFERENCE_GPU);

const evaluations = new WeakMap<FineTuningScenario, FineTuningEvaluation>();

/** The scenario's results, computed once for each scenario object. */
export function fineTuningEvaluationOf(scenario: FineTuningScenario): FineTuningEvaluation {
  const known = evaluations.get(scenario);
  if (known) return known;
  const evaluation = evaluate(scenario);
  evaluations.set(scenario, evaluation);
  return evaluation;
}

/** A platform as the model takes it: with a micro-batch of its own. */
export function trainingOfferOf(platform: FineTuningPlatformChoice, { fineTuning }: FineTuningScenario): TrainingOffer {
  const { gpu, gpuCount, strategy, checkpointing, precision, compile, microBatch, pricePerGpuHour } = platform;
  return {
    gpu,
    gpuCount,
    strategy,
    checkpointing,
    precision,
    compile,
    microBatch: microBatch ?? fineTuning.microBatch,
    pricePerGpuHour,
  };
}

/** @throws RangeError for an LLM that the catalogue does not have; links and files are checked before. */
function evaluate(scenario: FineTuningScenario): FineTuningEvaluation {
  const { llm, fineTuning: run, objective, tieThresholdFraction } = scenario;
  if (llm !== trainingModel.llm.id) throw new RangeError(`unknown LLM: ${llm}`);
  const platforms = scenario.platforms
    .filter(({ compared }) => compared)
    .map((platform) => {
      const offer = trainingOfferOf(platform, scenario);
      return platform.tuned
        ? tuneTraining(trainingModel, run, offer, platform.locked, objective)
        : evaluateTraining(trainingModel, run, offer);
    });
  const recommendation = recommendTraining(platforms, tieThresholdFraction);
  const reference = referenceOf(platforms, scenario);
  const relativeCost = new Map(
    platforms.map(({ gpu, costPerMillionTokens: cost }) => [
      gpu.id,
      cost === null || reference === null ? null : cost / reference.costPerMillionTokens!,
    ]),
  );
  return {
    scenario,
    platforms,
    recommendation,
    sentence: trainingSentence(recommendation, { gpus: trainingModel.gpus, tokens: run.tokens }),
    warnings: platforms.flatMap((platform) => trainingWarnings(platform, run, trainingModel.stability)),
    reference: reference && { gpu: reference.gpu.id, costPerMillionTokens: reference.costPerMillionTokens! },
    relativeCost,
    relativeCostBand: new Map(platforms.map((own) => [own.gpu.id, relativeBand(own, reference, relativeCost)])),
  };
}

/** A100 at its best measured settings, its price and its GPUs; null where nothing can train the run. */
function referenceOf(
  platforms: readonly TrainingEvaluation[],
  scenario: FineTuningScenario,
): TrainingEvaluation | null {
  const own = platforms.find(({ gpu, performance }) => gpu.id === REFERENCE_GPU && performance !== null);
  if (own) {
    const microBatch = referenceSettings.microBatch ?? scenario.fineTuning.microBatch;
    const best = evaluateTraining(trainingModel, scenario.fineTuning, {
      ...own.offer,
      ...referenceSettings,
      microBatch,
    });
    return best.costPerMillionTokens === null ? own : best;
  }
  const withCost = platforms.filter(({ costPerMillionTokens }) => costPerMillionTokens !== null);
  return withCost.toSorted((a, b) => a.costPerMillionTokens! - b.costPerMillionTokens!)[0] ?? null;
}

/** Errors of two platforms are taken as independent, which makes the bands rather too wide than too narrow. */
function relativeBand(
  { gpu, performance, costPerMillionTokens }: TrainingEvaluation,
  reference: TrainingEvaluation | null,
  relativeCost: ReadonlyMap<string, number | null>,
): Band | null {
  const cost = relativeCost.get(gpu.id) ?? null;
  if (cost === null || performance === null || !reference?.performance) return null;
  if (reference.gpu.id === gpu.id && reference.costPerMillionTokens === costPerMillionTokens) return [1, 1];
  return bandAround(
    cost,
    Math.hypot(
      logDeviationOf(performance.tokensPerSecondBand),
      logDeviationOf(reference.performance.tokensPerSecondBand),
    ),
  );
}
