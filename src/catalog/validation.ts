import { cellOf } from "../core/serving/fit/cell.ts";
import type { ClientConditions } from "../core/serving/client/client-prediction.ts";
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
import { benchmarkAnswers } from "./assumptions.ts";
import { calibration, residuals } from "./calibration.ts";
import { calibrationContext } from "./calibration-context.ts";
import { servingManifest, servingRows } from "./serving-benchmark.ts";

const client: ClientConditions = {
  warmupSeconds: servingManifest.warmupSeconds,
  measuredSeconds: servingManifest.measuredWindowSeconds,
  answers: benchmarkAnswers,
};

/** A fold of the cross-validation: its cell, and its rows once everything is refitted without them. */
export interface ValidationFold {
  readonly cell: string;
  readonly rows: () => readonly HeldOutRow[];
}

/** Every fold, each of which takes a good part of a second: they may run anywhere and in any order. */
export function validationFolds(): readonly ValidationFold[] {
  return foldsByCell(servingRows, calibrationContext).map(({ cell, predictions }) => ({
    cell,
    rows: () => predictions().map((prediction) => heldOutRow(prediction, calibrationContext, client)),
  }));
}

/** What a validation holds besides its folds. */
export function validationBase(): ValidationBase {
  const process = residualProcess(residuals.points, residuals.shape, residuals.inflation);
  const inSample = servingRows.filter(isScored).map((row) => predictRow(row, calibration, calibrationContext, process));
  const gpuIds = [...calibrationContext.gpus.keys()];
  return {
    gpuIds,
    benchmark: { id: servingManifest.id, publisher: servingManifest.publisher, rows: servingRows.length },
    inSampleSteadyRows: errorsByGpu(steadyOnly(inSample.map(stepTimeError)), gpuIds),
    excludedRows: excludedRows(servingRows),
    unseenCombinations: unseenErrors(),
    emptyRows: emptyRows(servingRows, calibration, process, calibrationContext, client),
  };
}

/** How far the model is from what was measured. Takes the better part of a minute. */
export function validation(modelVersion: string): Validation {
  return validationOf(
    modelVersion,
    validationBase(),
    validationFolds().flatMap(({ rows }) => rows()),
  );
}

function stepTimeError({ row, runningRequests, exclusion, relativeError }: RowPrediction): StepTimeError {
  return { gpu: row.gpuId, cell: cellOf(row, runningRequests), exclusion, relativeError };
}

function unseenErrors(): readonly UnseenErrors[] {
  return unseenCombinations(servingRows, calibration, calibrationContext).flatMap(({ name, target, predictions }) => {
    const summary = errorSummary(predictions.map(({ relativeError }) => relativeError));
    return summary === null ? [] : [{ name, target, reached: summary.meanAbsoluteError <= target, ...summary }];
  });
}
