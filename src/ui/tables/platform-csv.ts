import { csvText } from "./csv.ts";
import type { NumberColumn, PlatformRow, TabledPlatform } from "./platform-columns.tsx";

/** The table as CSV: full figures in the units their names say, the measured ones beside them, empty where missing. */
export function platformCsv<Platform extends TabledPlatform>(
  rows: readonly PlatformRow<Platform>[],
  columns: readonly NumberColumn<PlatformRow<Platform>>[],
): string {
  const measured = columns.filter((column) => column.measured);
  const p99 = columns.filter((column) => column.measuredP99);
  const header = [
    "gpu",
    "settings",
    "pricePerGpuHour",
    "priceUnit",
    ...columns.map(({ csvName }) => csvName),
    ...measured.map(({ csvName }) => `measured ${csvName}`),
    ...p99.map(({ csvName }) => `measured 99th percentile of ${csvName}`),
    "measuredRow",
  ];
  const body = rows.map((row) => [
    row.evaluation.gpu.id,
    row.settings,
    String(row.evaluation.offer.pricePerGpuHour),
    row.unit,
    ...columns.map(({ value }) => figure(value(row))),
    ...measured.map((column) => figure(column.measured!(row))),
    ...p99.map((column) => figure(column.measuredP99!(row))),
    row.evaluation.measuredRow?.id ?? "",
  ]);
  return csvText([header, ...body]);
}

function figure(value: number | null): string {
  return value === null ? "" : String(value);
}
