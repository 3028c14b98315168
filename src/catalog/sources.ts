import * as z from "zod/mini";
import sourceFile from "../../data/sources.json" with { type: "json" };
import { catalogRecords } from "./catalog-file.ts";
import { dateField, nameField, noteField } from "./fields.ts";

const sourceRecordSchema = z.strictObject({
  id: nameField,
  title: nameField,
  publisher: nameField,
  licence: nameField,
  date: z.nullable(dateField),
  address: nameField,
  note: noteField,
});

/** Where a figure was read. `address` is a URL, or `owner/repository@commit:path`. */
export type Source = Readonly<z.output<typeof sourceRecordSchema>>;

export function sourcesFrom(records: readonly unknown[], file: string): ReadonlyMap<string, Source> {
  return catalogRecords(sourceRecordSchema, records, file);
}

/** Every source in `data/sources.json`, by id. Throws at start-up if the file breaks its schema. */
export const sources = sourcesFrom(sourceFile, "data/sources.json");
