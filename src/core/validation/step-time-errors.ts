import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import { exclusionOf, type Exclusion } from "../serving/fit/steady.ts";
import { errorSummary, type ErrorSummary } from "./error-summary.ts";

/** Errors over the rows of one GPU, or of all where `gpu` is null. */
export interface GpuErrors extends ErrorSummary {
  readonly gpu: string | null;
  readonly cells: number;
}

/** What the model is held to: mean absolute error of the step time of steady rows, cells left out. */
export const STEP_TIME_TARGET = { overall: 0.025, everyGpu: 0.03 } as const;

export interface TargetVerdict {
  readonly reached: boolean;
  /** Where the target is missed, and by how much; `gpu` is null for all GPUs together. */
  readonly missedBy: readonly { readonly gpu: string | null; readonly fraction: number }[];
}

export interface ExcludedRows {
  readonly reason: Exclusion;
  readonly rows: readonly string[];
}

/** The step time of one row against its prediction. */
export interface StepTimeError {
  readonly gpu: string;
  readonly cell: string;
  readonly exclusion: Exclusion | null;
  /** predicted / measured - 1 */
  readonly relativeError: number;
}

/** For each GPU that has rows, in the given order, then for all. */
export function errorsByGpu(predictions: readonly StepTimeError[], gpuIds: Iterable<string>): readonly GpuErrors[] {
  const groups = [
    ...[...gpuIds].map((gpu) => ({ gpu, own: predictions.filter((row) => row.gpu === gpu) })),
    { gpu: null, own: predictions },
  ];
  return groups.flatMap(({ gpu, own }) => {
    const summary = errorSummary(own.map(({ relativeError }) => relativeError));
    if (summary === null) return [];
    const cells = new Set(own.map(({ cell }) => cell)).size;
    return [{ gpu, cells, ...summary }];
  });
}

export function steadyOnly<T extends Pick<StepTimeError, "exclusion">>(predictions: readonly T[]): readonly T[] {
  return predictions.filter(({ exclusion }) => exclusion === null);
}

export function stepTimeVerdict(errors: readonly GpuErrors[]): TargetVerdict {
  const allFirst = errors.toSorted((a, b) => Number(b.gpu === null) - Number(a.gpu === null));
  const missedBy = allFirst.flatMap(({ gpu, meanAbsoluteError }) => {
    const fraction = meanAbsoluteError - (gpu === null ? STEP_TIME_TARGET.overall : STEP_TIME_TARGET.everyGpu);
    return fraction > 0 ? [{ gpu, fraction }] : [];
  });
  return { reached: missedBy.length === 0, missedBy };
}

/** The rows that the steady rule leaves out of fits, by its reason. */
export function excludedRows(rows: readonly MeasuredServingRow[]): readonly ExcludedRows[] {
  const byReason = new Map<Exclusion, string[]>();
  for (const row of rows) {
    const reason = exclusionOf(row);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), row.id]);
  }
  return [...byReason].map(([reason, ids]) => ({ reason, rows: ids }));
}

export function worstPredictions<T extends Pick<StepTimeError, "relativeError">>(
  predictions: readonly T[],
  count: number,
): readonly T[] {
  return predictions.toSorted((a, b) => Math.abs(b.relativeError) - Math.abs(a.relativeError)).slice(0, count);
}
