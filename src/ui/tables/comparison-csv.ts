import { NUMBER_COLUMNS, type ComparisonRow } from "./comparison-columns.tsx";

/** The table as CSV: full figures in base units, an empty field where a value is missing. */
export function comparisonCsv(rows: readonly ComparisonRow[]): string {
  const header = ["platform", "settings", ...NUMBER_COLUMNS.map(({ meaning }) => meaning)];
  const body = rows.map((row) => [
    row.name,
    row.settings,
    ...NUMBER_COLUMNS.map(({ value }) => {
      const number = value(row);
      return number === null ? "" : String(number);
    }),
  ]);
  return [header, ...body].map((fields) => fields.map(quoted).join(",")).join("\r\n") + "\r\n";
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
