import type { MemoryBudget } from "../physics/memory-budget.ts";
import type { PlatformParameters } from "../physics/parameters.ts";
import { fitFirstChunk } from "./first-chunk.ts";
import { kvHoldingAt, kvHoldingPriors, kvHoldingStart, KV_HOLDING_PARAMETERS } from "./kv-holding-fit.ts";
import { runningUnderKvLimit } from "./kv-saturation.ts";
import { leastSquares, reuseLast, softL1 } from "../../numerics/least-squares.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { STEP_PARAMETERS, stepParametersAt, toFitScale } from "./parameter-vector.ts";
import {
  budgetOfRow,
  kvCapacityUnder,
  predictedStepSeconds,
  runningInRow,
  type CalibrationContext,
} from "./row-prediction.ts";
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
/** Of a step in a single synchronized wave, whose batch is not the steady one. */
const WAVE_STEP_SPREAD = 0.06;

interface FitRow {
  readonly row: MeasuredServingRow;
  readonly stepSeconds: number;
  readonly budget: MemoryBudget;
  /** Null where the row did not run out of KV cache, or shows a wave rather than a queue. */
  readonly observedRunning: number | null;
  readonly ranOutOfKv: boolean;
  readonly steady: boolean;
}

/**
 * Fits every GPU's parameters to its measured rows, all GPUs at once: each GPU's parameters scatter around common ones,
 * which priors hold where no row speaks. Rows that the steady rule excludes do not take part, but for single waves that ran
 * out of KV cache: their steps tell how many requests fitted.
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
  const fitRows = rows.flatMap((row) => fitRow(row, context));
  const gpuIds = [...context.gpus.keys()];
  const n = STEP_PARAMETERS.length;
  const offsets = new Map(gpuIds.map((id, i) => [id, n * (i + 1)]));
  const kvOffsets = new Map(gpuIds.map((id, i) => [id, n * (gpuIds.length + 1) + 1 + KV_HOLDING_PARAMETERS * i]));
  const commonKvOffset = n * (gpuIds.length + 1);
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
    0,
    ...gpuIds.flatMap((id) => kvHoldingStart(near?.[id]?.kvHolding ?? null, context.kvOverheadPrior)),
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
      const kvOffset = kvOffsets.get(id)!;
      return dataResidualsOf.get(id)!([
        ...x.slice(offset, offset + n),
        ...x.slice(kvOffset, kvOffset + KV_HOLDING_PARAMETERS),
      ]);
    });
    STEP_PARAMETERS.forEach((parameter, i) => {
      out.push((x[i]! - centers[i]!) / priors[parameter].logSpread);
      for (const offset of offsets.values()) out.push((x[offset + i]! - x[i]!) / BETWEEN_GPUS_SPREAD);
    });
    out.push(...kvHoldingPriors(x, commonKvOffset, [...kvOffsets.values()], context.kvOverheadPrior));
    return out;
  };

  const { parameters: x, influence } = leastSquares(residuals, start);
  const platforms = Object.fromEntries(
    gpuIds.map((id) => {
      const step = stepParametersAt(x, offsets.get(id)!, engine);
      const own = fitRows.filter((fit) => fit.row.gpuId === id);
      const kvHolding = kvHoldingAt(x, kvOffsets.get(id)!, own.filter((fit) => fit.ranOutOfKv).length);
      const firstChunk = fitFirstChunk(
        own.filter((fit) => fit.steady).map((fit) => fit.row),
        step,
        kvHolding,
        context,
      );
      return [id, { step, firstChunk, kvHolding }];
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

/** Residuals of one GPU's rows; `x` holds its step parameters and its KV holding on the fit scale. */
function dataResiduals(rows: readonly FitRow[], x: readonly number[], context: CalibrationContext): readonly number[] {
  const parameters = stepParametersAt(x, 0, context.engine);
  const kvHolding = kvHoldingAt(x, STEP_PARAMETERS.length, 0);
  return rows.flatMap(({ row, stepSeconds, budget, observedRunning, steady }) => {
    const running = runningInRow(row, budget, kvHolding);
    const predicted = predictedStepSeconds(row, running, parameters, context);
    const stepResidual = softL1(Math.log(predicted / stepSeconds) / (steady ? STEP_TIME_SPREAD : WAVE_STEP_SPREAD));
    if (observedRunning === null) return [stepResidual];
    const capacity = kvCapacityUnder(kvHolding, budget, row.tensorParallel);
    return [stepResidual, softL1(Math.log(Math.max(1, capacity) / observedRunning) / RUNNING_COUNT_SPREAD)];
  });
}

function fitRow(row: MeasuredServingRow, context: CalibrationContext): readonly FitRow[] {
  const exclusion = exclusionOf(row);
  const steady = exclusion === null;
  if (!steady && exclusion !== "one-wave") return [];
  const running = runningUnderKvLimit(row);
  const ranOutOfKv = running !== null;
  if (!steady && !ranOutOfKv) return [];
  const observedRunning = steady ? running : null;
  const [stepSeconds, budget] = [row.chunkGapMedianSeconds!, budgetOfRow(row, context)];
  return [{ row, stepSeconds, budget, observedRunning, ranOutOfKv, steady }];
}
