import type * as z from "zod/mini";
import { parseStrictRecord, readableId, type StrictSchema } from "./strict-record.ts";

/** A strict schema whose records have an id. */
type IdentifiedSchema = StrictSchema & { readonly _zod: { readonly output: { readonly id: string } } };

/**
 * The records of one of our own files, by id, in the file's order.
 *
 * Nothing on the page can be trusted if a GPU or a price is wrong, so a fault here throws at start-up,
 * naming file, record and key. Measured rows are refused one by one instead: see `serving-benchmark.ts`.
 */
export function catalogRecords<Schema extends IdentifiedSchema>(
  schema: Schema,
  records: readonly unknown[],
  file: string,
): ReadonlyMap<string, z.output<Schema>> {
  const byId = new Map<string, z.output<Schema>>();
  records.forEach((record, index) => {
    const place = `${file}, record ${index + 1} (${readableId(record) ?? "no id"})`;
    const parsed = parseStrictRecord(schema, record);
    if (parsed.kind === "refused") throw new Error(`${place}: ${parsed.problem}`);
    const value = parsed.value;
    if (byId.has(value.id)) throw new Error(`${place}: duplicate id "${value.id}"`);
    byId.set(value.id, value);
  });
  return byId;
}
