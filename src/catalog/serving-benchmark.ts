import manifestFile from "../../data/benchmarks/vessl-gemma-4-31b-serving/manifest.json" with { type: "json" };
import rowFile from "../../data/benchmarks/vessl-gemma-4-31b-serving/rows.json" with { type: "json" };
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import { benchmarkConditions } from "./assumptions.ts";
import { manifestFrom, type ServingManifest, servingManifestSchema } from "./benchmark-manifest.ts";
import { gpus } from "./gpus.ts";
import { contradictionIn, measuredServingRow, type ServingRecord, servingRecordSchema } from "./serving-record.ts";
import { type ParsedRecord, parseStrictRecord, readableId } from "./strict-record.ts";

const FOLDER = "data/benchmarks/vessl-gemma-4-31b-serving";

/** A row that was not understood, for the page to list; the other rows stand. */
export interface RefusedRow {
  readonly file: string;
  /** Position in the file, from 1. */
  readonly index: number;
  readonly id: string | null;
  readonly problem: string;
}

interface ParsedServingRows {
  readonly rows: readonly MeasuredServingRow[];
  readonly refused: readonly RefusedRow[];
}

/** Origin, licence, conditions and caveats of the measured serving rows. Throws at start-up if the file breaks its schema. */
export const servingManifest: ServingManifest = manifestFrom(
  servingManifestSchema,
  manifestFile,
  `${FOLDER}/manifest.json`,
);

/** Rows one by one, so that a bad one is refused with its reason and loses neither the others nor the page. */
export function parseServingRows(records: readonly unknown[], file: string): ParsedServingRows {
  const rows: MeasuredServingRow[] = [];
  const refused: RefusedRow[] = [];
  const indexById = new Map<string, number>();
  records.forEach((record, position) => {
    const parsed = parseServingRow(record, indexById);
    if (parsed.kind === "refused") {
      refused.push({ file, index: position + 1, id: readableId(record), problem: parsed.problem });
      return;
    }
    indexById.set(parsed.value.id, position + 1);
    rows.push(measuredServingRow(parsed.value, servingManifest, benchmarkConditions));
  });
  return { rows, refused };
}

function parseServingRow(record: unknown, indexById: ReadonlyMap<string, number>): ParsedRecord<ServingRecord> {
  const parsed = parseStrictRecord(servingRecordSchema, record);
  if (parsed.kind === "refused") return parsed;
  const problem = problemWith(parsed.value, indexById);
  return problem === null ? parsed : { kind: "refused", problem };
}

function problemWith(record: ServingRecord, indexById: ReadonlyMap<string, number>): string | null {
  const earlierIndex = indexById.get(record.id);
  if (earlierIndex !== undefined) return `key "id": "${record.id}" is already record ${earlierIndex}`;
  if (!gpus.has(record.gpu)) {
    return `key "gpu": "${record.gpu}" is none of ${[...gpus.keys()].map((id) => `"${id}"`).join(", ")}`;
  }
  return contradictionIn(record);
}

const parsedRows = parseServingRows(rowFile, `${FOLDER}/rows.json`);

/** Every published serving row, in the published order, whether or not it is in a steady state. */
export const servingRows = parsedRows.rows;

/** Rows of the file that were not understood; empty unless the file was damaged. */
export const refusedServingRows = parsedRows.refused;
