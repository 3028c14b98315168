import { cellOf } from "../core/serving/fit/cell.ts";
import { foldsByCell, isScored, predictRow, type RowPrediction } from "../core/serving/fit/cross-validation.ts";
import { residualProcess } from "../core/serving/fit/residual-process.ts";
import { emptyRows } from "../core/validation/empty-rows.ts";
import { errorSummary } from "../core/validation/error-summary.ts";
import { heldOutRow, type HeldOutRow } from "../core/validation/held-out-row.ts";
import { errorsByGpu, excludedRows, steadyOnly, type StepTimeError } from "../core/validation/step-time-errors.ts";
import { unseenCombinations } from "../core/validation/unseen-combinations.ts";
import {
  validationOf,
  type UnseenErrors,
  type Validation,
  type ValidationBase,
} from "../core/validation/validation.ts";
import type { ServingFit } from "./serving-fit.ts";

/** A fold of the cross-validation: its cell, and its rows once everything is refitted without them. */
interface ValidationFold {
  readonly cell: string;
  readonly rows: () => readonly HeldOutRow[];
}

/** Every fold, each of which takes a good part of a second: they may run anywhere and in any order. */
export function validationFolds({ rows, context, client }: ServingFit): readonly ValidationFold[] {
  return foldsByCell(rows, context).map(({ cell, predictions }) => ({
    cell,
    rows: () => predictions().map((prediction) => heldOutRow(prediction, context, client)),
  }));
}

/** What a validation holds besides its folds. */
export function validationBase(fit: ServingFit): ValidationBase {
  const { benchmark, rows, context, platforms, residuals, client } = fit;
  const process = residualProcess(residuals.points, residuals.shape, residuals.inflation);
  const inSample = rows.filter(isScored).map((row) => predictRow(row, platforms, context, process));
  const gpuIds = [...context.gpus.keys()];
  return {
    gpuIds,
    benchmark: { id: benchmark.id, publisher: benchmark.publisher, rows: rows.length },
    inSampleSteadyRows: errorsByGpu(steadyOnly(inSample.map(stepTimeError)), gpuIds),
    excludedRows: excludedRows(rows),
    unseenCombinations: unseenErrors(fit),
    emptyRows: emptyRows(rows, platforms, process, context, client),
  };
}

/** How far the model is from what was measured. Takes the better part of a minute. */
export function validation(modelVersion: string, fit: ServingFit): Validation {
  return validationOf(
    modelVersion,
    validationBase(fit),
    validationFolds(fit).flatMap(({ rows }) => rows()),
  );
}

function stepTimeError({ row, runningRequests, exclusion, relativeError }: RowPrediction): StepTimeError {
  return { gpu: row.gpuId, cell: cellOf(row, runningRequests), exclusion, relativeError };
}

function unseenErrors({ rows, platforms, context }: ServingFit): readonly UnseenErrors[] {
  return unseenCombinations(rows, platforms, context).flatMap(({ name, target, predictions }) => {
    const summary = errorSummary(predictions.map(({ relativeError }) => relativeError));
    return summary === null ? [] : [{ name, target, reached: summary.meanAbsoluteError <= target, ...summary }];
  });
}
