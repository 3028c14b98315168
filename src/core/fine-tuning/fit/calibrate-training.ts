import { fitTrainingMemory, type MemoryContext } from "./fit-training-memory.ts";
import {
  fitTrainingSteps,
  stepSecondsOfRow,
  type FittedTrainingSteps,
  type TrainingContext,
} from "./fit-training-step.ts";
import { deploymentOfTrainingRow, isTimed, type MeasuredTrainingRow } from "./measured-training-row.ts";
import { startUpTimes, type StartUpTimes } from "./start-up.ts";
import type { TrainingMemoryParameters } from "../physics/training-parameters.ts";
import { trainingBandInflation, type TrainingResiduals } from "./training-residuals.ts";

/** Everything that the measured fine-tuning rows say about predictions. Plain data. */
export interface FittedTraining {
  readonly steps: FittedTrainingSteps;
  readonly residuals: TrainingResiduals;
  readonly memory: TrainingMemoryParameters;
  readonly startUp: StartUpTimes;
}

export function calibrateTraining(
  rows: readonly MeasuredTrainingRow[],
  context: TrainingContext & MemoryContext,
): FittedTraining {
  return {
    ...calibrateTrainingSteps(rows, context),
    memory: fitTrainingMemory(rows, context),
    startUp: startUpTimes(rows),
  };
}

/** The part that step times rest on. */
export function calibrateTrainingSteps(
  rows: readonly MeasuredTrainingRow[],
  context: TrainingContext,
): Pick<FittedTraining, "steps" | "residuals"> {
  const { steps, freedoms } = fitTrainingSteps(rows, context);
  const timed = rows.filter(isTimed);
  const points = timed.map((row) => ({
    deployment: deploymentOfTrainingRow(row),
    sequenceLength: row.sequenceLength,
    logResidual: Math.log(row.stepSeconds / stepSecondsOfRow(row, steps[row.gpuId]!, context)),
  }));
  // To first order: Cook and Weisberg 1982, Residuals and Influence in Regression, section 2.2.
  const withoutRow = points.map(({ logResidual }, i) => logResidual / freedoms.get(timed[i]!.id)!);
  return { steps, residuals: { points, inflation: trainingBandInflation(points, withoutRow) } };
}
