import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";

/** Fields the page has no use for, or that follow from what is kept. */
type LeftOut = "failedRequests" | "outputTokensPerSecond" | "meanOutputTokens";

/** A measured row as the page loads it: the tokens counted, in place of the two long fractions computed from them. */
export interface ShippedRow extends Omit<MeasuredServingRow, LeftOut> {
  readonly outputTokens: number | null;
}

/** Rows as columns, so that no name is sent twice. */
export interface ShippedRows {
  readonly windowSeconds: number;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

/** @throws Error where a row would not come back exactly as it was. */
export function shipRows(rows: readonly MeasuredServingRow[], windowSeconds: number): ShippedRows {
  const shipped = rows.map((row): ShippedRow => {
    const { failedRequests: _failedRequests, outputTokensPerSecond, meanOutputTokens, ...kept } = row;
    const outputTokens = outputTokensPerSecond === null ? null : Math.round(outputTokensPerSecond * windowSeconds);
    const back = withRates({ ...kept, outputTokens }, windowSeconds);
    if (back.outputTokensPerSecond !== outputTokensPerSecond || back.meanOutputTokens !== meanOutputTokens) {
      throw new Error(
        `row ${row.id}: ${outputTokensPerSecond} tokens/s is no whole number of tokens in ${windowSeconds} s`,
      );
    }
    return {
      ...kept,
      ttftP99Seconds: rounded(kept.ttftP99Seconds),
      chunkGapP99Seconds: rounded(kept.chunkGapP99Seconds),
      outputTokens,
    };
  });
  const columns = Object.keys(shipped[0] ?? {}) as (keyof ShippedRow)[];
  return { windowSeconds, columns, values: shipped.map((row) => columns.map((column) => row[column])) };
}

/** To four figures: 99th percentiles are only ever shown. */
function rounded(seconds: number | null | undefined): number | null {
  return seconds == null ? null : Number(seconds.toPrecision(4));
}

export function unshipRows({ windowSeconds, columns, values }: ShippedRows): readonly MeasuredServingRow[] {
  return values.map((row) =>
    withRates(Object.fromEntries(columns.map((column, i) => [column, row[i]])) as unknown as ShippedRow, windowSeconds),
  );
}

function withRates({ outputTokens, ...row }: ShippedRow, windowSeconds: number): MeasuredServingRow {
  return {
    ...row,
    outputTokensPerSecond: outputTokens === null ? null : outputTokens / windowSeconds,
    meanOutputTokens: outputTokens === null ? null : outputTokens / row.completedRequests,
  };
}
