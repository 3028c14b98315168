import * as z from "zod/mini";
import manifestFile from "../../data/benchmarks/h200-gemma-4-31b-lora/manifest.json" with { type: "json" };
import rowFile from "../../data/benchmarks/h200-gemma-4-31b-lora/rows.json" with { type: "json" };
import { manifestFrom, ownFineTuningManifestSchema } from "./benchmark-manifest.ts";
import { catalogRecords } from "./catalog-file.ts";
import { nameField, noteField, positiveCountField, positiveField } from "./fields.ts";

const FOLDER = "data/benchmarks/h200-gemma-4-31b-lora";

const h200RecordSchema = z.strictObject({
  id: nameField,
  gpu: nameField,
  gpuCount: positiveCountField,
  status: z.enum(["ok", "oom-step-0"]),
  sequenceTokens: positiveCountField,
  microBatchSequencesPerGpu: positiveCountField,
  checkpointing: z.boolean(),
  compile: z.boolean(),
  stepMedianSeconds: z.nullable(positiveField),
  tokensPerSecond: z.nullable(positiveField),
  peakAllocatedBytes: z.nullable(positiveCountField),
  peakReservedBytes: z.nullable(positiveCountField),
  missing: noteField,
});

/** One of the project's own fine-tuning runs, with its true memory peak. */
export type H200FineTuningRow = Readonly<z.output<typeof h200RecordSchema>>;

export const h200FineTuningManifest = manifestFrom(
  ownFineTuningManifestSchema,
  manifestFile,
  `${FOLDER}/manifest.json`,
);

export const h200FineTuningRows: readonly H200FineTuningRow[] = [
  ...catalogRecords(h200RecordSchema, rowFile, `${FOLDER}/rows.json`).values(),
];
