import { BAND_SHARE } from "../units/band.ts";
import type { EmptyRow } from "./empty-rows.ts";
import type { ErrorSummary } from "./error-summary.ts";
import { arePublishedFiguresCompared, type HeldOutRow } from "./held-out-row.ts";
import {
  publishedErrors,
  publishedVerdicts,
  type ComparedRow,
  type PublishedErrors,
  type PublishedVerdict,
} from "./published-comparison.ts";
import {
  errorsByGpu,
  steadyOnly,
  STEP_TIME_TARGET,
  stepTimeVerdict,
  worstPredictions,
  type ExcludedRows,
  type GpuErrors,
  type TargetVerdict,
} from "./step-time-errors.ts";

const WORST_ROWS = 10;

/** Share of left-out rows that a band is to hold: neither too narrow nor too wide. */
export const BAND_TARGET = [0.85, 0.95] as const;

type WorstRow = Pick<
  HeldOutRow,
  "row" | "cell" | "exclusion" | "measuredStepSeconds" | "predictedStepSeconds" | "relativeError"
>;

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
}

/** What does not come from the folds. */
export interface ValidationBase {
  readonly gpuIds: readonly string[];
  readonly benchmark: Validation["benchmark"];
  readonly inSampleSteadyRows: readonly GpuErrors[];
  readonly excludedRows: readonly ExcludedRows[];
  readonly unseenCombinations: readonly UnseenErrors[];
  readonly emptyRows: readonly EmptyRow[];
}

/** Sums up what every fold made of its rows. */
export function validationOf(modelVersion: string, base: ValidationBase, heldOut: readonly HeldOutRow[]): Validation {
  const { gpuIds } = base;
  const steady = steadyOnly(heldOut);
  const heldOutSteadyRows = errorsByGpu(steady, gpuIds);
  const comparedOf = (rows: readonly HeldOutRow[]): readonly ComparedRow[] =>
    rows.flatMap(({ compared }) => compared ?? []);
  const errors = publishedErrors(comparedOf(steady), gpuIds);
  return {
    modelVersion,
    benchmark: base.benchmark,
    stepTime: {
      target: STEP_TIME_TARGET,
      verdict: stepTimeVerdict(heldOutSteadyRows),
      heldOutSteadyRows,
      heldOutAllRows: errorsByGpu(heldOut, gpuIds),
      inSampleSteadyRows: base.inSampleSteadyRows,
      worstHeldOutRows: worstPredictions(heldOut, WORST_ROWS).map(worstRow),
    },
    excludedRows: base.excludedRows,
    unseenCombinations: base.unseenCombinations,
    band: { share: BAND_SHARE, rows: steady.length, rowsInside: steady.filter(({ insideBand }) => insideBand).length },
    published: {
      errors,
      verdicts: publishedVerdicts(errors),
      infeasibleRows: steady.filter(({ compared }) => compared === null).map(({ row }) => row),
      oneWaveRows: comparedOf(
        heldOut.filter(({ exclusion }) => exclusion !== null && arePublishedFiguresCompared(exclusion)),
      ),
      emptyRows: base.emptyRows,
    },
  };
}

function worstRow({
  row,
  cell,
  exclusion,
  measuredStepSeconds,
  predictedStepSeconds,
  relativeError,
}: HeldOutRow): WorstRow {
  return { row, cell, exclusion, measuredStepSeconds, predictedStepSeconds, relativeError };
}
