import { csvText } from "./csv.ts";
import type { NumberColumn, PlatformRow, TabledPlatform } from "./platform-columns.tsx";

/** The table as CSV: full figures in the units their names say, the measured ones beside them, empty where missing. */
export function platformCsv<Platform extends TabledPlatform>(
  rows: readonly PlatformRow<Platform>[],
  columns: readonly NumberColumn<PlatformRow<Platform>>[],
): string {
  type Beside = readonly [name: string, value: (row: PlatformRow<Platform>) => number | null];
  const measured = columns.flatMap(({ csvName, measured: value }): readonly Beside[] =>
    value ? [[csvName, value]] : [],
  );
  const p99 = columns.flatMap(({ csvName, measuredP99: value }): readonly Beside[] =>
    value ? [[csvName, value]] : [],
  );
  const header = [
    "platform",
    "id",
    "gpu",
    "gpuCount",
    "settings",
    "pricePerGpuHour",
    "priceUnit",
    ...columns.map(({ csvName }) => csvName),
    ...measured.map(([name]) => `measured ${name}`),
    ...p99.map(([name]) => `measured 99th percentile of ${name}`),
    "measuredRow",
  ];
  const body = rows.map((row) => [
    row.answer.label,
    row.answer.platform.id,
    row.answer.platform.gpu,
    String(row.answer.platform.gpuCount),
    row.settings,
    figure(row.answer.platform.offer.pricePerGpuHour),
    row.unit,
    ...columns.map(({ value }) => figure(value(row))),
    ...measured.map(([, value]) => figure(value(row))),
    ...p99.map(([, value]) => figure(value(row))),
    row.answer.delivery.measuredRow?.id ?? "",
  ]);
  return csvText([header, ...body]);
}

function figure(value: number | null): string {
  return value === null ? "" : String(value);
}
