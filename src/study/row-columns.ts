import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";

/** What all rows of a group have in common. */
type Shared = Pick<MeasuredServingRow, "llmId" | "engine" | "datasetId" | "conditions">;

/** Fields that predictions and charts have no use for, or that follow from what is kept. */
type LeftOut = "failedRequests" | "outputTokensPerSecond" | "meanOutputTokens";

/** A measured row with the tokens counted, in place of the two long fractions computed from them. */
interface CountedRow extends Omit<MeasuredServingRow, LeftOut | keyof Shared> {
  readonly outputTokens: number | null;
}

/** Rows of one benchmark, engine and conditions as columns, so that neither these nor names are repeated. */
export interface RowColumns extends Shared {
  readonly windowSeconds: number | null;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

/**
 * @param windowSecondsOf What a benchmark's client divides tokens by for a rate; null keeps rates as they are.
 * @throws Error where a row would not come back exactly as it was.
 */
export function rowsAsColumns(
  rows: readonly MeasuredServingRow[],
  windowSecondsOf: (datasetId: string) => number | null,
): readonly RowColumns[] {
  const groups = new Map<string, MeasuredServingRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.llmId, row.engine, row.datasetId, row.conditions]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [columnsOf(first, group, windowSecondsOf(first.datasetId))] : [];
  });
}

function columnsOf(
  { llmId, engine, datasetId, conditions }: Shared,
  rows: readonly MeasuredServingRow[],
  windowSeconds: number | null,
): RowColumns {
  const kept = rows.map((row) => (windowSeconds === null ? ratedRow(row) : countedRow(row, windowSeconds)));
  const columns = Object.keys(kept[0] ?? {});
  const values = kept.map((row) => columns.map((column) => row[column as keyof typeof row] ?? null));
  return { llmId, engine, datasetId, conditions, windowSeconds, columns, values };
}

function ratedRow(row: MeasuredServingRow): Omit<MeasuredServingRow, keyof Shared | "failedRequests"> {
  const { failedRequests: _failed, llmId: _llm, engine: _engine, datasetId: _dataset, conditions: _, ...kept } = row;
  return {
    ...kept,
    ttftP99Seconds: rounded(kept.ttftP99Seconds),
    chunkGapP99Seconds: rounded(kept.chunkGapP99Seconds),
  };
}

function countedRow(row: MeasuredServingRow, windowSeconds: number): CountedRow {
  const { outputTokensPerSecond, meanOutputTokens, ...kept } = ratedRow(row);
  const outputTokens = outputTokensPerSecond === null ? null : Math.round(outputTokensPerSecond * windowSeconds);
  const back = ratesOf(outputTokens, row.completedRequests, windowSeconds);
  if (back.outputTokensPerSecond !== outputTokensPerSecond || back.meanOutputTokens !== meanOutputTokens) {
    throw new Error(
      `row ${row.id}: ${outputTokensPerSecond} tokens/s is no whole number of tokens in ${windowSeconds} s`,
    );
  }
  return { ...kept, outputTokens };
}

/** To four figures: 99th percentiles are only ever shown. */
function rounded(seconds: number | null | undefined): number | null {
  return seconds == null ? null : Number(seconds.toPrecision(4));
}

export function rowsFromColumns(group: RowColumns): readonly MeasuredServingRow[] {
  const { windowSeconds, columns, values, ...shared } = group;
  return values.map((row) => {
    const own = Object.fromEntries(columns.map((column, i) => [column, row[i]]));
    if (windowSeconds === null) return { ...shared, ...(own as unknown as Omit<MeasuredServingRow, keyof Shared>) };
    const { outputTokens, ...kept } = own as unknown as CountedRow;
    return { ...shared, ...kept, ...ratesOf(outputTokens, kept.completedRequests, windowSeconds) };
  });
}

function ratesOf(
  outputTokens: number | null,
  completedRequests: number,
  windowSeconds: number,
): Pick<MeasuredServingRow, "outputTokensPerSecond" | "meanOutputTokens"> {
  return {
    outputTokensPerSecond: outputTokens === null ? null : outputTokens / windowSeconds,
    meanOutputTokens: outputTokens === null ? null : outputTokens / completedRequests,
  };
}
