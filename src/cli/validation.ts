import { calibration, residuals } from "../catalog/calibration.ts";
import { calibrationContext } from "../catalog/calibration-context.ts";
import { servingManifest, servingRows } from "../catalog/serving-benchmark.ts";
import { MODEL_VERSION } from "../catalog/serving-model.ts";
import { residualProcess } from "../core/calibration/residual-process.ts";
import { isScored, leaveOneCellOut, predictRow, type HeldOutPrediction } from "../core/calibration/cross-validation.ts";
import { errorSummary, type ErrorSummary } from "./error-summary.ts";
import { publishedComparison, type PublishedErrors } from "./published-comparison.ts";
import {
  errorsByGpu,
  excludedRows,
  steadyOnly,
  STEP_TIME_TARGET,
  stepTimeVerdict,
  worstPredictions,
  type ExcludedRows,
  type GpuErrors,
  type TargetVerdict,
} from "./step-time-errors.ts";
import { unseenCombinations } from "./unseen-combinations.ts";

const WORST_ROWS = 10;

export interface WorstRow {
  readonly row: string;
  readonly cell: string;
  readonly exclusion: HeldOutPrediction["exclusion"];
  readonly measuredStepSeconds: number;
  readonly predictedStepSeconds: number;
  readonly relativeError: number;
}

export interface UnseenErrors extends ErrorSummary {
  readonly name: string;
  readonly target: number;
  readonly reached: boolean;
}

/** How far the model is from what was measured. Errors are fractions of the measured value. */
export interface Validation {
  readonly modelVersion: string;
  readonly benchmark: { readonly id: string; readonly publisher: string; readonly rows: number };
  readonly stepTime: {
    readonly target: typeof STEP_TIME_TARGET;
    readonly verdict: TargetVerdict;
    readonly heldOutSteadyRows: readonly GpuErrors[];
    readonly heldOutAllRows: readonly GpuErrors[];
    readonly inSampleSteadyRows: readonly GpuErrors[];
    readonly worstHeldOutRows: readonly WorstRow[];
  };
  readonly excludedRows: readonly ExcludedRows[];
  readonly unseenCombinations: readonly UnseenErrors[];
  readonly publishedAgainstSteadyState: {
    readonly errors: readonly PublishedErrors[];
    readonly infeasibleRows: readonly string[];
  };
}

/** Takes seconds: everything is refitted once for every cell. */
export function validation(): Validation {
  const gpuIds = [...calibrationContext.gpus.keys()];
  const heldOut = leaveOneCellOut(servingRows, calibrationContext);
  const inSample = servingRows
    .filter(isScored)
    .map((row) => predictRow(row, calibration, calibrationContext, residualProcess(residuals.points, residuals.shape)));
  const heldOutSteadyRows = errorsByGpu(steadyOnly(heldOut), gpuIds);
  return {
    modelVersion: MODEL_VERSION,
    benchmark: { id: servingManifest.id, publisher: servingManifest.publisher, rows: servingRows.length },
    stepTime: {
      target: STEP_TIME_TARGET,
      verdict: stepTimeVerdict(heldOutSteadyRows),
      heldOutSteadyRows,
      heldOutAllRows: errorsByGpu(heldOut, gpuIds),
      inSampleSteadyRows: errorsByGpu(steadyOnly(inSample), gpuIds),
      worstHeldOutRows: worstPredictions(heldOut, WORST_ROWS).map(worstRow),
    },
    excludedRows: excludedRows(servingRows),
    unseenCombinations: unseenErrors(),
    publishedAgainstSteadyState: publishedComparison(steadyOnly(heldOut), calibrationContext),
  };
}

function worstRow(prediction: HeldOutPrediction): WorstRow {
  const { row, cell, exclusion, measuredStepSeconds, predictedStepSeconds, relativeError } = prediction;
  return { row: row.id, cell, exclusion, measuredStepSeconds, predictedStepSeconds, relativeError };
}

function unseenErrors(): readonly UnseenErrors[] {
  return unseenCombinations(servingRows, calibration, calibrationContext).flatMap(({ name, target, predictions }) => {
    const summary = errorSummary(predictions.map(({ relativeError }) => relativeError));
    return summary === null ? [] : [{ name, target, reached: summary.meanAbsoluteError <= target, ...summary }];
  });
}
