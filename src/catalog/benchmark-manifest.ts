import * as z from "zod/mini";
import { dateField, listOf, nameField, positiveCountField, positiveField } from "./fields.ts";
import { parseStrictRecord, type StrictSchema } from "./strict-record.ts";

const columnsField = listOf(z.strictObject({ name: nameField, unit: z.nullable(nameField), meaning: nameField }));

/** What every measured data set says of itself: origin, licence, conditions, caveats and the meaning of each column. */
const sharedShape = {
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
  sources: listOf(nameField).check(z.minLength(1)),
  licence: nameField,
  attribution: nameField,
  caveats: listOf(nameField),
  columns: columnsField,
};

/** What a data set that somebody else published says besides. */
const publishedShape = {
  ...sharedShape,
  client: nameField,
  nodeGpus: positiveCountField,
  publishedAt: z.strictObject({ repository: nameField, path: nameField, commit: nameField }),
  changes: listOf(nameField),
};

export const servingManifestSchema = z.strictObject({
  ...publishedShape,
  engine: z.strictObject({ id: z.enum(["vllm"]), version: z.nullable(nameField) }),
  warmupSeconds: positiveField,
  measuredWindowSeconds: positiveField,
});

export const fineTuningManifestSchema = z.strictObject({
  ...publishedShape,
  stack: nameField,
  sequenceTokens: positiveCountField,
  totalSteps: positiveCountField,
  warmupSteps: positiveCountField,
  stabilityColumns: columnsField,
});

/** Of data sets that were measured for this project, and are published nowhere else. */
export const ownFineTuningManifestSchema = z.strictObject({
  ...sharedShape,
  stack: nameField,
  client: nameField,
  nodeGpus: positiveCountField,
  changes: listOf(nameField),
});

const linearLayersField = z.strictObject({
  weightBytes: positiveCountField,
  multipliedParameters: positiveCountField,
});

export const floorManifestSchema = z.strictObject({
  ...sharedShape,
  gpu: z.strictObject({
    id: nameField,
    name: nameField,
    hbmTerabytesPerSecond: positiveField,
    bf16DenseTeraflopsPerSecond: positiveField,
    fp8DenseTeraflopsPerSecond: positiveField,
    source: nameField,
  }),
  linearLayers: z.strictObject({ bf16: linearLayersField, fp8: linearLayersField }),
});

export type ServingManifest = Readonly<z.output<typeof servingManifestSchema>>;
export type FineTuningManifest = Readonly<z.output<typeof fineTuningManifestSchema>>;
export type FloorManifest = Readonly<z.output<typeof floorManifestSchema>>;

/** A manifest, or an error that names file and key: rows without their licence and caveats must not be shown. */
export function manifestFrom<Schema extends StrictSchema>(
  schema: Schema,
  record: unknown,
  file: string,
): z.output<Schema> {
  const parsed = parseStrictRecord(schema, record);
  if (parsed.kind === "refused") throw new Error(`${file}: ${parsed.problem}`);
  return parsed.value;
}
