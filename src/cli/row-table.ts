import { parse } from "csv-parse/sync";
import { didYouMean } from "../catalog/nearest.ts";

/** Columns that say what ran; an empty cell has the page's default. */
const WORKLOAD_COLUMNS = ["inputTokens", "outputTokens", "concurrency"] as const;
const PLATFORM_COLUMNS = ["gpu", "gpuCount"] as const;
const SETTINGS_COLUMNS = [
  "engine",
  "tensorParallel",
  "expertParallel",
  "attentionDataParallel",
  "weights",
  "kvCache",
  "draftLength",
  "acceptanceRate",
  "lora",
  "maxNumSeqs",
  "maxNumBatchedTokens",
  "maxModelLen",
  "gpuMemoryUtilization",
] as const;
/** Columns that say what was measured, means all of them; an empty cell was not. */
export const MEASURED_COLUMNS = ["ttftSeconds", "tpotSeconds", "outputTokensPerSecond"] as const;

export type MeasuredColumn = (typeof MEASURED_COLUMNS)[number];

/** Which no prediction depends on yet: read, so that a table may have it. */
const UNREAD_COLUMNS = ["engineVersion"] as const;
const COLUMNS: readonly string[] = [
  "llm",
  ...PLATFORM_COLUMNS,
  ...SETTINGS_COLUMNS,
  ...WORKLOAD_COLUMNS,
  ...MEASURED_COLUMNS,
  ...UNREAD_COLUMNS,
];
const TEXT_COLUMNS: readonly string[] = ["llm", "gpu", "engine", "weights", "kvCache"];

export interface RefusedLine {
  /** Of the file, from 1; of a record that spans lines, its last. */
  readonly line: number;
  readonly problem: string;
}

/** One record: a workspace as a file would have it, unchecked, and what was measured of it. */
export interface TableRow {
  readonly line: number;
  readonly workspace: unknown;
  readonly measured: Readonly<Record<MeasuredColumn, number | null>>;
}

export type RowTable =
  | { readonly ok: false; readonly problem: string }
  | {
      readonly ok: true;
      readonly rows: readonly TableRow[];
      readonly refused: readonly RefusedLine[];
      /** Columns that are not understood. */
      readonly unusedColumns: readonly string[];
    };

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table of measured rows (CSV, its columns in any order). A record that cannot be read is refused with its reason. */
export function readRowTable(csv: string): RowTable {
  const { records, refused } = csvRecords(csv);
  const header = records[0]?.cells;
  if (header === undefined) return { ok: false, problem: "holds no rows" };
  const repeated = header.find((column, index) => column !== "" && header.indexOf(column) !== index);
  if (repeated !== undefined) return { ok: false, problem: `names column "${repeated}" twice` };
  const unknown = header.filter((column) => column !== "" && !COLUMNS.includes(column));
  const hints = unknown.map((column) => `${column}${didYouMean(column, COLUMNS)}`);
  const notUsed = hints.length === 0 ? "" : `; not understood: ${hints.join(", ")}`;
  if (!header.includes("gpu")) return { ok: false, problem: `has no column "gpu"${notUsed}` };
  if (!MEASURED_COLUMNS.some((column) => header.includes(column))) {
    return {
      ok: false,
      problem: `measures nothing: it has none of the columns ${MEASURED_COLUMNS.join(", ")}${notUsed}`,
    };
  }
  const rows: TableRow[] = [];
  for (const { line, cells } of records.slice(1)) {
    const read = tableRow(line, header, cells);
    if ("problem" in read) refused.push(read);
    else rows.push(read);
  }
  return { ok: true, rows, refused: refused.toSorted((a, b) => a.line - b.line), unusedColumns: hints };
}

function csvRecords(csv: string): { readonly records: readonly CsvRecord[]; readonly refused: RefusedLine[] } {
  const refused: RefusedLine[] = [];
  const parsed = parse(csv, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    trim: true,
    on_skip: (error) => {
      refused.push({ line: error?.["lines"] as number, problem: error?.message ?? "cannot be read" });
      return undefined;
    },
  }) as unknown as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
  return { records: parsed.map(({ info, record }) => ({ line: info.lines, cells: record })), refused };
}

function tableRow(line: number, header: readonly string[], cells: readonly string[]): TableRow | RefusedLine {
  if (cells.length !== header.length) {
    return { line, problem: `has ${cells.length} cells where the header has ${header.length}` };
  }
  const filled = new Map(header.flatMap((column, index) => (cells[index] ? [[column, cells[index]] as const] : [])));
  if (!filled.has("gpu")) return { line, problem: "names no gpu" };
  const measured: Record<MeasuredColumn, number | null> = {
    ttftSeconds: null,
    tpotSeconds: null,
    outputTokensPerSecond: null,
  };
  for (const column of MEASURED_COLUMNS) {
    const text = filled.get(column);
    if (text === undefined) continue;
    const value = plainNumber(text);
    if (value === null || value <= 0) return { line, problem: `${column} must be a number above 0, not "${text}"` };
    measured[column] = value;
  }
  if (Object.values(measured).every((value) => value === null)) return { line, problem: "measures nothing" };
  const chosen = (columns: readonly string[]): object =>
    Object.fromEntries(columns.flatMap((column) => (filled.has(column) ? [[column, cellValue(column, filled)]] : [])));
  const llm = filled.get("llm");
  return {
    line,
    workspace: {
      ...(llm === undefined ? {} : { llm }),
      serve: { workload: chosen(WORKLOAD_COLUMNS) },
      platforms: [{ ...chosen(PLATFORM_COLUMNS), serve: chosen(SETTINGS_COLUMNS) }],
    },
    measured,
  };
}

/** What a cell means, or its text for the workspace's rules to refuse. */
function cellValue(column: string, cells: ReadonlyMap<string, string>): unknown {
  const text = cells.get(column)!;
  if (TEXT_COLUMNS.includes(column)) return text;
  if (column === "lora") {
    if (/^(true|1)$/i.test(text)) return true;
    return /^(false|0)$/i.test(text) ? false : text;
  }
  return plainNumber(text) ?? text;
}

/** No signs of any locale, no units, no blanks: a thousands comma must not become a small number. */
function plainNumber(text: string): number | null {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : null;
}
