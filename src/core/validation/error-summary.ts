/** How far predictions are from measurements; every error is a fraction of the measured value. */
export interface ErrorSummary {
  readonly rows: number;
  readonly meanAbsoluteError: number;
  readonly medianAbsoluteError: number;
  /** Nearest rank. */
  readonly ninetiethPercentileAbsoluteError: number;
  /** Mean of predicted / measured - 1: above 0 where predictions are too high. */
  readonly bias: number;
}

/** @param relativeErrors predicted / measured - 1, of one row each. Null of none. */
export function errorSummary(relativeErrors: readonly number[]): ErrorSummary | null {
  const rows = relativeErrors.length;
  if (rows === 0) return null;
  const sizes = relativeErrors.map(Math.abs).toSorted((a, b) => a - b);
  return {
    rows,
    meanAbsoluteError: meanOf(sizes),
    medianAbsoluteError: (sizes[Math.floor((rows - 1) / 2)]! + sizes[Math.floor(rows / 2)]!) / 2,
    ninetiethPercentileAbsoluteError: sizes[Math.ceil(0.9 * rows) - 1]!,
    bias: meanOf(relativeErrors),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
