import * as z from "zod/mini";
import manifestFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/manifest.json" with { type: "json" };
import rowFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/rows.json" with { type: "json" };
import stabilityFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/stability.json" with { type: "json" };
import { manifestFrom, type FineTuningManifest, fineTuningManifestSchema } from "./benchmark-manifest.ts";
import { catalogRecords } from "./catalog-file.ts";
import { countField, nameField, noteField, positiveCountField, positiveField } from "./fields.ts";
import { parseStrictRecord } from "./strict-record.ts";

const FOLDER = "data/benchmarks/vessl-gemma-4-31b-lora";

const fineTuningRecordSchema = z.strictObject({
  id: nameField,
  gpu: nameField,
  precision: z.enum(["bf16", "fp8", "te-fp8"]),
  variant: nameField,
  status: z.enum(["ok", "oom-step-0", "infeasible"]),
  strategy: z.enum(["ddp", "fsdp", "fsdp2"]),
  shardGroupGpus: z.nullable(positiveCountField),
  checkpointing: z.nullable(z.boolean()),
  compile: z.boolean(),
  microBatchSequencesPerGpu: positiveCountField,
  gradientAccumulationSteps: positiveCountField,
  sequencesPerOptimizerStep: positiveCountField,
  trainedParameters: positiveCountField,
  measuredSteps: z.nullable(positiveCountField),
  stepMeanSeconds: z.nullable(positiveField),
  stepDeviationSeconds: z.nullable(positiveField),
  tokensPerSecond: z.nullable(positiveField),
  wallSeconds: z.nullable(positiveField),
  residentMemoryGibibytes: z.nullable(positiveField),
  outOfMemoryGibibytes: z.nullable(positiveField),
  missing: noteField,
});

const stabilityRecordSchema = z.strictObject({
  gpu: nameField,
  totalSteps: positiveCountField,
  measuredSteps: positiveCountField,
  warmupSteps: countField,
  firstLossNatsPerToken: positiveField,
  lastLossNatsPerToken: positiveField,
  minimumLossNatsPerToken: positiveField,
  maximumLossNatsPerToken: positiveField,
  medianLossNatsPerToken: positiveField,
  maximumGradientNorm: positiveField,
  meanGradientNorm: positiveField,
  gradientNormAnomalyCount: countField,
  lossSpikeCount: countField,
});

/** One published fine-tuning run; null measurements have their reason in `missing`. */
export type FineTuningRow = Readonly<z.output<typeof fineTuningRecordSchema>>;

/** Loss and gradient norm of one run of a GPU; the source does not say which. */
type FineTuningStability = Readonly<z.output<typeof stabilityRecordSchema>>;

/** Origin, licence, conditions and caveats of the fine-tuning rows. Throws if the file breaks its schema. */
export const fineTuningManifest: FineTuningManifest = manifestFrom(
  fineTuningManifestSchema,
  manifestFile,
  `${FOLDER}/manifest.json`,
);

/** Every published fine-tuning run, in the published order. Throws if the file breaks its schema. */
export const fineTuningRows: readonly FineTuningRow[] = [
  ...catalogRecords(fineTuningRecordSchema, rowFile, `${FOLDER}/rows.json`).values(),
];

/** Stability of one run per GPU. Throws if the file breaks its schema. */
export const fineTuningStability: readonly FineTuningStability[] = stabilityFile.map((record, index) => {
  const parsed = parseStrictRecord(stabilityRecordSchema, record);
  if (parsed.kind === "refused") {
    throw new Error(`${FOLDER}/stability.json, record ${index + 1}: ${parsed.problem}`);
  }
  return parsed.value;
});
