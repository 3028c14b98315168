import {
  FINE_TUNING_PRECISIONS,
  FINE_TUNING_STRATEGIES,
  type FineTuningDeployment,
  sequencesPerStep,
} from "../physics/fine-tuning-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import { fits, type FineTuningModel, setupOf } from "./fine-tuning-model.ts";
import { fineTuningPerformance } from "./fine-tuning-performance.ts";
import type { TunableSetting, TuningObjective } from "./tunable-fine-tuning.ts";

const MICRO_BATCHES = [1, 2, 4, 8, 16, 32];
const GPU_COUNTS = [1, 2, 4, 8, 16, 32];
const FLAGS = [false, true];

/**
 * The settings of the cheapest (fewest GPU-hours) or fastest run that fit, of those that keep the batch asked for;
 * locked settings stay as given. Number formats without a measured run on the GPU are not proposed.
 *
 * @returns The given settings where none fit.
 */
export function tunedDeployment(
  model: FineTuningModel,
  run: FineTuningRun,
  given: FineTuningDeployment,
  locked: readonly TunableSetting[],
  objective: TuningObjective,
): FineTuningDeployment {
  let [best, least] = [given, Infinity];
  for (const deployment of candidates(model, given, locked)) {
    if (!keepsBatch(run, deployment) || !fits(model, run, deployment)) continue;
    const { gpuHours, wallSeconds } = fineTuningPerformance(model, setupOf(model, run, deployment));
    // At one price, the cheapest run is the one with the fewest GPU-hours.
    const value = objective === "cheapest" ? gpuHours : wallSeconds;
    if (value < least) [best, least] = [deployment, value];
  }
  return best;
}

function keepsBatch({ globalBatchSequences }: FineTuningRun, deployment: FineTuningDeployment): boolean {
  return sequencesPerStep(globalBatchSequences, deployment) === globalBatchSequences;
}

function candidates(
  model: FineTuningModel,
  given: FineTuningDeployment,
  locked: readonly TunableSetting[],
): readonly FineTuningDeployment[] {
  const measured = new Set(model.rows.filter(({ gpuId }) => gpuId === given.gpu).map(({ precision }) => precision));
  const choices = <T>(setting: TunableSetting, own: T, all: readonly T[]): readonly T[] =>
    locked.includes(setting) ? [own] : all;
  const fp8Peak = model.gpus.get(given.gpu)?.peakFlopsPerSecond.fp8 ?? null;
  const precisions = FINE_TUNING_PRECISIONS.filter(
    (precision) => precision === "bf16" || (fp8Peak !== null && measured.has(precision)),
  );
  const counts = [...new Set([...GPU_COUNTS.filter((count) => count < given.gpuCount), given.gpuCount])];
  const { gpu } = given;
  return choices("gpuCount", given.gpuCount, counts).flatMap((gpuCount) =>
    choices("strategy", given.strategy, FINE_TUNING_STRATEGIES).flatMap((strategy) =>
      choices("checkpointing", given.checkpointing, FLAGS).flatMap((checkpointing) =>
        choices("precision", given.precision, precisions).flatMap((precision) =>
          choices("compile", given.compile, FLAGS).flatMap((compile) =>
            choices("microBatch", given.microBatch, MICRO_BATCHES).map((microBatch) => ({
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
