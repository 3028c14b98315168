import * as z from "zod/mini";
import { dateField, nameField, positiveCountField, positiveField } from "./fields.ts";
import { parseStrictRecord } from "./strict-record.ts";

/** What every measured data set says of itself: origin, licence, conditions, caveats and the meaning of each column. */
export const manifestShape = {
  id: nameField,
  title: nameField,
  publisher: nameField,
  llm: nameField,
  measuredMonth: dateField,
  measured: nameField,
  hardware: nameField,
  software: nameField,
  settings: nameField,
  workload: nameField,
  client: nameField,
  nodeGpus: positiveCountField,
  warmupSeconds: positiveField,
  measuredWindowSeconds: positiveField,
  publishedAt: z.strictObject({ repository: nameField, path: nameField, commit: nameField }),
  sources: z.array(nameField).check(z.minLength(1)),
  licence: nameField,
  attribution: nameField,
  changes: z.array(nameField),
  caveats: z.array(nameField),
  columns: z.array(z.strictObject({ name: nameField, unit: z.nullable(nameField), meaning: nameField })),
};

const servingManifestSchema = z.strictObject(manifestShape);

export type ServingManifest = Readonly<z.output<typeof servingManifestSchema>>;

export function servingManifestFrom(record: unknown, file: string): ServingManifest {
  const parsed = parseStrictRecord(servingManifestSchema, record);
  if (parsed.kind === "refused") throw new Error(`${file}: ${parsed.problem}`);
  return parsed.value;
}
