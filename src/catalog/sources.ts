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

function sourcesFrom(records: readonly unknown[], file: string): ReadonlyMap<string, Source> {
  return catalogRecords(sourceRecordSchema, records, file);
}

/** Every source in `data/sources.json`, by id. Throws at start-up if the file breaks its schema. */
export const sources = sourcesFrom(sourceFile, "data/sources.json");

const IN_REPOSITORY = /^(?<repository>[\w.-]+\/[\w.-]+)@(?<commit>[0-9a-f]{6,40})(?::(?<path>\S+))?$/;

/** Where a browser finds a source; null where its address is words. */
export function sourceAddress({ address }: Source): string | null {
  if (/^https:\/\/\S+$/.test(address)) return address;
  const parts = IN_REPOSITORY.exec(address)?.groups;
  if (!parts) return null;
  const { repository, commit, path } = parts;
  return `https://github.com/${repository}/tree/${commit}${path === undefined ? "" : `/${path}`}`;
}
