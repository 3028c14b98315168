import { calibrate, type FittedPlatforms } from "./calibrate.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf, type Exclusion } from "./steady.ts";

/** One row predicted by a fit that did not see its cell. */
export interface HeldOutPrediction {
  readonly row: MeasuredServingRow;
  readonly exclusion: Exclusion | null;
  readonly runningRequests: number;
  readonly predictedStepSeconds: number;
  readonly measuredStepSeconds: number;
  /** predicted / measured - 1 */
  readonly relativeError: number;
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
  const scored = rows.filter((row) => row.chunkGapMedianSeconds !== null && row.maxNumSeqs !== null);
  const cells = new Map<string, MeasuredServingRow[]>();
  for (const row of scored) {
    const cell = cellOf(row, runningUnder(all, row, context));
    cells.set(cell, [...(cells.get(cell) ?? []), row]);
  }
  return [...cells.values()].flatMap((heldOut) => {
    const fitWithout = calibrate(
      rows.filter((row) => !heldOut.includes(row)),
      context,
      all,
    );
    return heldOut.map((row) => {
      const runningRequests = runningUnder(fitWithout, row, context);
      const predicted = predictedStepSeconds(row, runningRequests, fitWithout[row.gpuId]!.step, context);
      const measured = row.chunkGapMedianSeconds!;
      return {
        row,
        exclusion: exclusionOf(row),
        runningRequests,
        predictedStepSeconds: predicted,
        measuredStepSeconds: measured,
        relativeError: predicted / measured - 1,
      };
    });
  });
}

function runningUnder(fit: FittedPlatforms, row: MeasuredServingRow, context: CalibrationContext): number {
  return runningInRow(row, budgetOfRow(row, context), fit[row.gpuId]!.kvHoldingFactor);
}
