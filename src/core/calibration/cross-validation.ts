import type { PlatformParameters } from "../performance/parameters.ts";
import { calibrate, type FittedPlatforms } from "./calibrate.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf, type Exclusion } from "./steady.ts";

/** What a fit makes of one row. */
export interface RowPrediction {
  readonly row: MeasuredServingRow;
  readonly exclusion: Exclusion | null;
  /** Fitted parameters of the row's GPU, for predicting more than its step. */
  readonly parameters: PlatformParameters;
  readonly runningRequests: number;
  readonly predictedStepSeconds: number;
  readonly measuredStepSeconds: number;
  /** predicted / measured - 1 */
  readonly relativeError: number;
}

/** One row predicted by a fit that did not see its cell. */
export interface HeldOutPrediction extends RowPrediction {
  readonly cell: string;
}

/**
 * What a row measures: rows that differ only in `max_num_seqs`, or in clients beyond the requests that run, measure
 * the same step and are left out together.
 */
export function cellOf(row: MeasuredServingRow, runningRequests: number): string {
  return [
    row.gpuId,
    row.weights,
    row.kvCache ?? "unknown",
    `draft ${row.draftLength}`,
    row.lora ? "lora" : "base",
    `tp ${row.tensorParallel}`,
    `running ${Math.round(runningRequests)}`,
  ].join(", ");
}

/** Whether a step was measured, under settings that are known. */
export function isScored(row: MeasuredServingRow): boolean {
  return row.chunkGapMedianSeconds !== null && row.maxNumSeqs !== null;
}

/** Predicts a row that `isScored`. */
export function predictRow(row: MeasuredServingRow, fit: FittedPlatforms, context: CalibrationContext): RowPrediction {
  const parameters = fit[row.gpuId]!;
  const runningRequests = runningInRow(row, budgetOfRow(row, context), parameters.kvHoldingFactor);
  const predicted = predictedStepSeconds(row, runningRequests, parameters.step, context);
  const measured = row.chunkGapMedianSeconds!;
  return {
    row,
    exclusion: exclusionOf(row),
    parameters,
    runningRequests,
    predictedStepSeconds: predicted,
    measuredStepSeconds: measured,
    relativeError: predicted / measured - 1,
  };
}

/**
 * Leave-one-cell-out step-time errors: each cell is predicted with everything refitted without it. Rows that the steady
 * rule leaves out of fits are predicted too, each without the cell it would belong to; rows without known settings or
 * without a measured step are not.
 */
export function leaveOneCellOut(
  rows: readonly MeasuredServingRow[],
  context: CalibrationContext,
): readonly HeldOutPrediction[] {
  const all = calibrate(rows, context);
  const cells = new Map<string, MeasuredServingRow[]>();
  for (const row of rows.filter(isScored)) {
    const cell = cellOf(row, predictRow(row, all, context).runningRequests);
    cells.set(cell, [...(cells.get(cell) ?? []), row]);
  }
  return [...cells].flatMap(([cell, heldOut]) => {
    const fitWithout = calibrate(
      rows.filter((row) => !heldOut.includes(row)),
      context,
      all,
    );
    return heldOut.map((row) => ({ cell, ...predictRow(row, fitWithout, context) }));
  });
}
