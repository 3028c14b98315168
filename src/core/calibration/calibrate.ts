import { kvCapacityRequests, type MemoryBudget } from "../performance/memory-budget.ts";
import type { PlatformParameters } from "../performance/parameters.ts";
import { fitFirstChunk } from "./first-chunk.ts";
import { runningUnderKvLimit } from "./kv-saturation.ts";
import { leastSquares, reuseLast, softL1 } from "./least-squares.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { STEP_PARAMETERS, stepParametersAt, toFitScale } from "./parameter-vector.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf } from "./steady.ts";

/** Fitted parameters by GPU id. */
export type FittedPlatforms = Readonly<Record<string, PlatformParameters>>;

/**
 * Standard deviations of log residuals. Step times of repeated runs differ by 1-3 %; a running count inferred from two
 * medians is good to about 10 %. GPUs run the same engine: their parameters are drawn together, within about 30 %.
 */
const STEP_TIME_SPREAD = 0.03;
const RUNNING_COUNT_SPREAD = 0.1;
const BETWEEN_GPUS_SPREAD = 0.3;
/** Of the log of the KV holding factor, around 1 (plain block arithmetic): weak. */
const HOLDING_FACTOR_SPREAD = 1;

interface FitRow {
  readonly row: MeasuredServingRow;
  readonly stepSeconds: number;
  readonly budget: MemoryBudget;
  readonly observedRunning: number | null;
}

/**
 * Fits every GPU's parameters to its measured rows, all GPUs at once: each GPU's parameters scatter around common ones,
 * which priors hold where no row speaks. Rows that the steady rule excludes do not take part.
 *
 * @param near An earlier fit to start from: the same step times, sooner.
 */
export function calibrate(
  rows: readonly MeasuredServingRow[],
  context: CalibrationContext,
  near?: FittedPlatforms,
): FittedPlatforms {
  return calibrateWithInfluence(rows, context, near).platforms;
}

/** How much each fitted row's step time pulls the fit, by row id: rows of Q, where Q Q' is the hat matrix. */
export type RowInfluence = ReadonlyMap<string, readonly number[]>;

/** `calibrate`, and what tells how the fit would have come out without a row. */
export function calibrateWithInfluence(
  rows: readonly MeasuredServingRow[],
  context: CalibrationContext,
  near?: FittedPlatforms,
): { readonly platforms: FittedPlatforms; readonly influence: RowInfluence } {
  const fitRows = rows.filter((row) => exclusionOf(row) === null).map((row) => fitRow(row, context));
  const gpuIds = [...context.gpus.keys()];
  const saturatedIds = gpuIds.filter((id) =>
    fitRows.some((fit) => fit.row.gpuId === id && fit.observedRunning !== null),
  );
  const n = STEP_PARAMETERS.length;
  const offsets = new Map(gpuIds.map((id, i) => [id, n * (i + 1)]));
  const factorOffsets = new Map(saturatedIds.map((id, i) => [id, n * (gpuIds.length + 1) + i]));
  const { priors, engine } = context;
  const centers = STEP_PARAMETERS.map((parameter) => toFitScale(parameter, priors[parameter].center, engine));
  const startOf = (id: string): readonly number[] => {
    const fitted = near?.[id];
    return fitted ? STEP_PARAMETERS.map((parameter) => toFitScale(parameter, fitted.step[parameter], engine)) : centers;
  };
  const starts = gpuIds.map(startOf);
  const start = [
    ...centers.map((_, i) => starts.reduce((sum, own) => sum + own[i]!, 0) / starts.length),
    ...starts.flat(),
    ...saturatedIds.map((id) => Math.log(near?.[id]?.kvHoldingFactor ?? 1)),
  ];

  const dataResidualsOf = new Map(
    gpuIds.map((id) => {
      const own = fitRows.filter((fit) => fit.row.gpuId === id);
      return [id, reuseLast((x: readonly number[]) => dataResiduals(own, x, context))];
    }),
  );
  const residuals = (x: readonly number[]): number[] => {
    const out = gpuIds.flatMap((id) => {
      const offset = offsets.get(id)!;
      const factorOffset = factorOffsets.get(id);
      const logFactor = factorOffset === undefined ? 0 : x[factorOffset]!;
      return dataResidualsOf.get(id)!([...x.slice(offset, offset + n), logFactor]);
    });
    STEP_PARAMETERS.forEach((parameter, i) => {
      out.push((x[i]! - centers[i]!) / priors[parameter].logSpread);
      for (const offset of offsets.values()) out.push((x[offset + i]! - x[i]!) / BETWEEN_GPUS_SPREAD);
    });
    for (const offset of factorOffsets.values()) out.push(x[offset]! / HOLDING_FACTOR_SPREAD);
    return out;
  };

  const { parameters: x, influence } = leastSquares(residuals, start);
  const platforms = Object.fromEntries(
    gpuIds.map((id) => {
      const step = stepParametersAt(x, offsets.get(id)!, engine);
      const kvHoldingFitted = factorOffsets.has(id);
      const kvHoldingFactor = kvHoldingFitted ? Math.exp(x[factorOffsets.get(id)!]!) : 1;
      const firstChunk = fitFirstChunk(
        fitRows.filter((fit) => fit.row.gpuId === id).map((fit) => fit.row),
        step,
        kvHoldingFactor,
        context,
      );
      return [id, { step, firstChunk, kvHoldingFactor, kvHoldingFitted }];
    }),
  );
  // In the order of the residuals: a row whose running count was observed has a second one.
  const residualRows = gpuIds.flatMap((id) =>
    fitRows
      .filter((fit) => fit.row.gpuId === id)
      .flatMap(({ row, observedRunning }) => (observedRunning === null ? [row.id] : [row.id, null])),
  );
  const pulls = influence();
  return {
    platforms,
    influence: new Map(residualRows.flatMap((id, i) => (id === null ? [] : [[id, pulls[i]!] as const]))),
  };
}

/** Residuals of one GPU's rows; `x` holds its step parameters on the fit scale and the log of its holding factor. */
function dataResiduals(rows: readonly FitRow[], x: readonly number[], context: CalibrationContext): readonly number[] {
  const parameters = stepParametersAt(x, 0, context.engine);
  const factor = Math.exp(x[STEP_PARAMETERS.length]!);
  return rows.flatMap(({ row, stepSeconds, budget, observedRunning }) => {
    const running = runningInRow(row, budget, factor);
    const predicted = predictedStepSeconds(row, running, parameters, context);
    const stepResidual = softL1(Math.log(predicted / stepSeconds) / STEP_TIME_SPREAD);
    if (observedRunning === null) return [stepResidual];
    const capacity = kvCapacityRequests(budget) / factor;
    return [stepResidual, softL1(Math.log(capacity / observedRunning) / RUNNING_COUNT_SPREAD)];
  });
}

function fitRow(row: MeasuredServingRow, context: CalibrationContext): FitRow {
  return {
    row,
    stepSeconds: row.chunkGapMedianSeconds!,
    budget: budgetOfRow(row, context),
    observedRunning: runningUnderKvLimit(row),
  };
}
