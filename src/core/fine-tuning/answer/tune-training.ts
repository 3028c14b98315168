import {
  sequencesPerStep,
  TRAINING_PRECISIONS,
  TRAINING_STRATEGIES,
  type TrainingDeployment,
} from "../physics/training-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import {
  evaluateTraining,
  fits,
  trainingPerformance,
  type TrainingEvaluation,
  type TrainingModel,
  type TrainingOffer,
} from "./training-evaluation.ts";

/** Settings that tuning may change. */
export const TUNABLE_SETTINGS = [
  "gpuCount",
  "strategy",
  "checkpointing",
  "precision",
  "compile",
  "microBatch",
] as const;
export type TunableSetting = (typeof TUNABLE_SETTINGS)[number];
export type TuningObjective = "cheapest" | "fastest";

const MICRO_BATCHES = [1, 2, 4, 8, 16, 32];
const GPU_COUNTS = [1, 2, 4, 8];
const FLAGS = [false, true];

/**
 * The cheapest (cost of the run) or fastest settings that fit, of those that train the batch asked for; locked settings
 * stay as offered. Number formats without a measured run on the GPU are not proposed.
 *
 * @returns The offer's own evaluation where nothing else fits.
 */
export function tuneTraining(
  model: TrainingModel,
  run: FineTuningRun,
  offer: TrainingOffer,
  locked: readonly TunableSetting[],
  objective: TuningObjective,
): TrainingEvaluation {
  const gpu = model.gpus.get(offer.gpu);
  if (!gpu) throw new RangeError(`unknown GPU: ${offer.gpu}`);
  let best: { readonly deployment: TrainingDeployment; readonly value: number } | null = null;
  for (const deployment of candidates(model, offer, locked)) {
    if (!keepsBatch(run, deployment) || !fits(model, run, deployment)) continue;
    const { gpuHours, wallSeconds } = trainingPerformance(model, run, deployment, gpu);
    // At one price, the cheapest run is the one with the fewest GPU-hours.
    const value = objective === "cheapest" ? gpuHours : wallSeconds;
    if (best === null || value < best.value) best = { deployment, value };
  }
  const settings = best === null ? offer : { ...best.deployment, pricePerGpuHour: offer.pricePerGpuHour };
  return evaluateTraining(model, run, settings);
}

function keepsBatch({ globalBatchSequences }: FineTuningRun, deployment: TrainingDeployment): boolean {
  return sequencesPerStep(globalBatchSequences, deployment) === globalBatchSequences;
}

function candidates(
  model: TrainingModel,
  offer: TrainingOffer,
  locked: readonly TunableSetting[],
): readonly TrainingDeployment[] {
  const measured = new Set(model.rows.filter(({ gpuId }) => gpuId === offer.gpu).map(({ precision }) => precision));
  const choices = <T>(setting: TunableSetting, own: T, all: readonly T[]): readonly T[] =>
    locked.includes(setting) ? [own] : all;
  const fp8Peak = model.gpus.get(offer.gpu)?.peakFlopsPerSecond.fp8 ?? null;
  const precisions = TRAINING_PRECISIONS.filter(
    (precision) => precision === "bf16" || (fp8Peak !== null && measured.has(precision)),
  );
  const counts = [...new Set([...GPU_COUNTS.filter((count) => count < offer.gpuCount), offer.gpuCount])];
  const { gpu } = offer;
  return choices("gpuCount", offer.gpuCount, counts).flatMap((gpuCount) =>
    choices("strategy", offer.strategy, TRAINING_STRATEGIES).flatMap((strategy) =>
      choices("checkpointing", offer.checkpointing, FLAGS).flatMap((checkpointing) =>
        choices("precision", offer.precision, precisions).flatMap((precision) =>
          choices("compile", offer.compile, FLAGS).flatMap((compile) =>
            choices("microBatch", offer.microBatch, MICRO_BATCHES).map((microBatch) => ({
              gpu,
              gpuCount,
              strategy,
              checkpointing,
              precision,
              compile,
              microBatch,
            })),
          ),
        ),
      ),
    ),
  );
}
