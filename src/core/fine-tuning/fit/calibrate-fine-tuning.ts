import { at } from "../../numerics/at.ts";
import { fitFineTuningMemory, type MemoryContext } from "./fit-fine-tuning-memory.ts";
import {
  fitTrainingSteps,
  stepSecondsOfRow,
  type FittedTrainingSteps,
  type FineTuningContext,
} from "./fit-training-step.ts";
import { deploymentOfFineTuningRow, type MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";
import { startUpTimes, type StartUpTimes } from "./start-up.ts";
import type { FineTuningMemoryParameters } from "../physics/fine-tuning-parameters.ts";
import { fineTuningBandInflation, type FineTuningResiduals } from "./fine-tuning-residuals.ts";

/** Everything that the measured fine-tuning rows say about predictions. Plain data. */
export interface FittedFineTuning {
  readonly steps: FittedTrainingSteps;
  readonly residuals: FineTuningResiduals;
  readonly memory: FineTuningMemoryParameters;
  readonly startUp: StartUpTimes;
}

export function calibrateFineTuning(
  rows: readonly MeasuredFineTuningRow[],
  context: FineTuningContext & MemoryContext,
): FittedFineTuning {
  return {
    ...calibrateFineTuningSteps(rows, context),
    memory: fitFineTuningMemory(rows, context),
    startUp: startUpTimes(rows),
  };
}

/** The part that step times rest on. */
export function calibrateFineTuningSteps(
  rows: readonly MeasuredFineTuningRow[],
  context: FineTuningContext,
): Pick<FittedFineTuning, "steps" | "residuals"> {
  const { steps, timed } = fitTrainingSteps(rows, context);
  const points = timed.map(({ row }) => ({
    deployment: deploymentOfFineTuningRow(row),
    sequenceLength: row.sequenceLength,
    logResidual: Math.log(row.stepSeconds / stepSecondsOfRow(row, steps, context)),
  }));
  // To first order: Cook and Weisberg 1982, Residuals and Influence in Regression, section 2.2.
  const withoutRow = points.map(({ logResidual }, i) => logResidual / at(timed, i).freedom);
  return { steps, residuals: { points, inflation: fineTuningBandInflation(points, withoutRow) } };
}
