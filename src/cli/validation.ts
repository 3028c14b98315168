import { benchmarkAnswers } from "../catalog/assumptions.ts";
import { calibration, residuals } from "../catalog/calibration.ts";
import { calibrationContext } from "../catalog/calibration-context.ts";
import { servingManifest, servingRows } from "../catalog/serving-benchmark.ts";
import { MODEL_VERSION } from "../catalog/serving-model.ts";
import type { ClientConditions } from "../core/calibration/client-prediction.ts";
import { residualProcess } from "../core/calibration/residual-process.ts";
import { isScored, leaveOneCellOut, predictRow, type HeldOutPrediction } from "../core/calibration/cross-validation.ts";
import { BAND_DEVIATE, BAND_SHARE } from "../core/units/band.ts";
import { emptyRows, type EmptyRow } from "./empty-rows.ts";
import { errorSummary, type ErrorSummary } from "./error-summary.ts";
import {
  comparedRows,
  publishedErrors,
  publishedVerdicts,
  type ComparedRow,
  type PublishedErrors,
  type PublishedVerdict,
} from "./published-comparison.ts";
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
import { trainingValidation, type TrainingValidation } from "./training-validation.ts";
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
  /** Left-out steady rows whose step lies inside its predicted band. */
  readonly band: { readonly share: number; readonly rows: number; readonly rowsInside: number };
  /** Steady rows by the same folds, through the benchmark's simulated client and without it. */
  readonly published: {
    readonly errors: readonly PublishedErrors[];
    readonly verdicts: readonly PublishedVerdict[];
    readonly infeasibleRows: readonly string[];
    /** Rows of one wave, which no fit sees and no target counts. */
    readonly oneWaveRows: readonly ComparedRow[];
    readonly emptyRows: readonly EmptyRow[];
  };
  readonly fineTuning: TrainingValidation;
}

const client: ClientConditions = {
  warmupSeconds: servingManifest.warmupSeconds,
  measuredSeconds: servingManifest.measuredWindowSeconds,
  answers: benchmarkAnswers,
};

/** Takes seconds: everything is refitted once for every cell. */
export function validation(): Validation {
  const gpuIds = [...calibrationContext.gpus.keys()];
  const heldOut = leaveOneCellOut(servingRows, calibrationContext);
  const process = residualProcess(residuals.points, residuals.shape, residuals.inflation);
  const inSample = servingRows.filter(isScored).map((row) => predictRow(row, calibration, calibrationContext, process));
  const steady = steadyOnly(heldOut);
  const heldOutSteadyRows = errorsByGpu(steady, gpuIds);
  const { compared, infeasibleRows } = comparedRows(steady, calibrationContext, client);
  const errors = publishedErrors(compared, gpuIds);
  const oneWave = heldOut.filter(({ exclusion }) => exclusion === "one-wave");
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
    band: { share: BAND_SHARE, rows: steady.length, rowsInside: steady.filter(isInsideBand).length },
    published: {
      errors,
      verdicts: publishedVerdicts(errors),
      infeasibleRows,
      oneWaveRows: comparedRows(oneWave, calibrationContext, client).compared,
      emptyRows: emptyRows(servingRows, calibration, process, calibrationContext, client),
    },
    fineTuning: trainingValidation(),
  };
}

function isInsideBand({ measuredStepSeconds, predictedStepSeconds, logDeviation }: HeldOutPrediction): boolean {
  return Math.abs(Math.log(measuredStepSeconds / predictedStepSeconds)) <= BAND_DEVIATE * logDeviation;
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
