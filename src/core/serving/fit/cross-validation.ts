import { NO_RESIDUALS, type PlatformParameters, type StepResiduals } from "../physics/parameters.ts";
import { stepCurveOf } from "../physics/step-curve.ts";
import { correctedStep, stepSituation } from "../physics/step-time.ts";
import { calibrate, calibrateWithInfluence, type FittedPlatforms } from "./calibrate.ts";
import { cellOf } from "./cell.ts";
import { fitResiduals } from "./fit-residuals.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { residualProcess, residualsOf, type ResidualProcess } from "./residual-process.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { budgetOfRow, gpuOf, predictedStep, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf, type Exclusion } from "./steady.ts";

/** What a fit makes of one row. */
export interface RowPrediction {
  readonly row: MeasuredServingRow;
  readonly exclusion: Exclusion | null;
  /** Fitted parameters of the row's GPU, for predicting more than its step. */
  readonly parameters: PlatformParameters;
  readonly runningRequests: number;
  /** The fit's correction of physics, likewise. */
  readonly residuals: StepResiduals;
  /** From physics alone. */
  readonly physicsStepSeconds: number;
  /** Physics, corrected by the residual process where there is one. */
  readonly predictedStepSeconds: number;
  readonly measuredStepSeconds: number;
  /** Standard deviation of the log of the measured over the predicted step. */
  readonly logDeviation: number;
  /** predicted / measured - 1 */
  readonly relativeError: number;
}

/** One row predicted by a fit that did not see its cell. */
export interface HeldOutPrediction extends RowPrediction {
  readonly cell: string;
}

/** Whether a step was measured, under settings that are known. */
export function isScored(row: MeasuredServingRow): boolean {
  return row.chunkGapMedianSeconds !== null && row.maxNumSeqs !== null;
}

/** Predicts a row that `isScored`. */
export function predictRow(
  row: MeasuredServingRow,
  fit: FittedPlatforms,
  context: CalibrationContext,
  process: ResidualProcess | null = null,
): RowPrediction {
  const parameters = fit[row.gpuId]!;
  const runningRequests = runningInRow(row, budgetOfRow(row, context), parameters.kvHolding);
  const physics = predictedStep(row, runningRequests, parameters.step, context);
  const { llm, engine } = context;
  const [workload, deployment] = [workloadOfRow(row), deploymentOfRow(row)];
  const residuals = process === null ? NO_RESIDUALS : residualsOf(process);
  const model = { gpu: gpuOf(row, context), llm, parameters, engine, residuals };
  const ownSeconds = stepCurveOf(model, workload, deployment).ownSecondsAt(runningRequests);
  const predicted = correctedStep(physics, ownSeconds).totalSeconds;
  const deviation = residuals.deviationAt(stepSituation(llm, workload, deployment, runningRequests));
  const measured = row.chunkGapMedianSeconds!;
  return {
    row,
    exclusion: exclusionOf(row),
    parameters,
    runningRequests,
    residuals,
    physicsStepSeconds: physics.totalSeconds,
    predictedStepSeconds: predicted,
    measuredStepSeconds: measured,
    // The deviation is that of the step without prompts, which are known.
    logDeviation: deviation * (1 - physics.prefillSeconds / predicted),
    relativeError: predicted / measured - 1,
  };
}

/** One cell, and what fits without it make of its rows. */
interface Fold {
  readonly cell: string;
  /** Takes a good part of a second: everything is refitted. */
  readonly predictions: () => readonly HeldOutPrediction[];
}

/**
 * Leave-one-cell-out step-time errors: each cell is predicted with everything refitted without it. Rows that the steady
 * rule leaves out of fits are predicted too, each without the cell it would belong to; rows without known settings or
 * without a measured step are not.
 */
export function foldsByCell(rows: readonly MeasuredServingRow[], context: CalibrationContext): readonly Fold[] {
  const all = calibrate(rows, context);
  // Where folds start from, to end sooner: each is fitted to its own rows all the same.
  const { shape: shapeOfAll } = fitResiduals(rows, all, context);
  const cells = new Map<string, MeasuredServingRow[]>();
  for (const row of rows.filter(isScored)) {
    const cell = cellOf(row, predictRow(row, all, context).runningRequests);
    cells.set(cell, [...(cells.get(cell) ?? []), row]);
  }
  return [...cells].map(([cell, heldOut]) => ({
    cell,
    predictions: () => {
      const others = rows.filter((row) => !heldOut.includes(row));
      const { platforms: fitWithout, influence } = calibrateWithInfluence(others, context, all);
      const { points, shape, inflation } = fitResiduals(others, fitWithout, context, influence, shapeOfAll);
      const process = residualProcess(points, shape, inflation);
      return heldOut.map((row) => ({ cell, ...predictRow(row, fitWithout, context, process) }));
    },
  }));
}
