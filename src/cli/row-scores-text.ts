import { SUMMARY_HEADER, summaryCells } from "../core/validation/error-text.ts";
import { MEASURED_COLUMNS, type MeasuredColumn } from "./row-table.ts";
import type { ColumnErrors, RowScores } from "./row-scores.ts";
import { indented, textTable } from "./text-table.ts";

const MEANING: Readonly<Record<MeasuredColumn, string>> = {
  ttftSeconds: "ttftSeconds (mean TTFT)",
  tpotSeconds: "tpotSeconds (mean time per output token)",
  outputTokensPerSecond: "outputTokensPerSecond (of the platform)",
};

export function rowScoresText(scores: RowScores, file: string): string {
  const { modelVersion, scoredRows, errors, refused, unusedColumns } = scores;
  const tables = MEASURED_COLUMNS.flatMap((column) => {
    const own = errors.filter((group) => group.column === column);
    return own.length === 0 ? [] : [`${MEANING[column]}\n${indented(errorTable(own))}`];
  });
  const refusals = refused.map(({ line, problem }) => `line ${line}: ${problem}`).join("\n");
  return `${[
    `Headroom model ${modelVersion} against ${file}: ${scoredRows} rows scored, ${refused.length} refused`,
    ...tables,
    ...(unusedColumns.length === 0 ? [] : [`Columns that are not understood: ${unusedColumns.join(", ")}`]),
    ...(refused.length === 0 ? [] : [`Refused rows\n${indented(refusals)}`]),
  ].join("\n\n")}\n`;
}

function errorTable(errors: readonly ColumnErrors[]): string {
  return textTable(
    ["llm", "gpu", "rows", ...SUMMARY_HEADER],
    errors.map((own) => [own.llm ?? "all", own.gpu ?? "", String(own.rows), ...summaryCells(own)]),
    ["llm", "gpu"],
  );
}
