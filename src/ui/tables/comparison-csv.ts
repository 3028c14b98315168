import { NUMBER_COLUMNS, type ComparisonRow } from "./comparison-columns.tsx";
import { csvText } from "./csv.ts";

/** The table as CSV: full figures in the units their names say, the published ones beside them, empty where missing. */
export function comparisonCsv(rows: readonly ComparisonRow[]): string {
  const measured = NUMBER_COLUMNS.filter((column) => column.measured);
  const header = [
    "gpu",
    "settings",
    "pricePerGpuHour",
    "priceUnit",
    ...NUMBER_COLUMNS.map(({ csvName }) => csvName),
    ...measured.map(({ csvName }) => `measured ${csvName}`),
    "measuredRow",
  ];
  const body = rows.map((row) => [
    row.evaluation.gpu.id,
    row.settings,
    String(row.evaluation.offer.pricePerGpuHour),
    row.unit,
    ...NUMBER_COLUMNS.map(({ value }) => figure(value(row))),
    ...measured.map((column) => figure(column.measured!(row))),
    row.evaluation.measuredRow?.id ?? "",
  ]);
  return csvText([header, ...body]);
}

function figure(value: number | null): string {
  return value === null ? "" : String(value);
}
