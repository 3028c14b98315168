import * as z from "zod/mini";
import llmFile from "../../data/llms.json" with { type: "json" };
import type { Llm } from "../core/facts/llm.ts";
import type { TrainableLlm } from "../core/fine-tuning/physics/trainable-llm.ts";
import type { Dtype } from "../core/units/dtype.ts";
import { catalogRecords } from "./catalog-file.ts";
import { countField, listOf, nameField, positiveCountField, sourcesField } from "./fields.ts";

/** One value for each weight format; null where no such checkpoint is known. */
const byWeightFormat = <Field extends z.core.SomeType>(field: Field) =>
  z.strictObject({ bf16: z.nullable(field), fp8: z.nullable(field) });

const llmRecordSchema = z.strictObject({
  id: nameField,
  name: nameField,
  activeParameters: positiveCountField,
  hiddenDimensions: positiveCountField,
  feedForwardDimensions: positiveCountField,
  vocabularyTokens: positiveCountField,
  maxContextTokens: positiveCountField,
  attention: listOf(
    z.strictObject({
      layerCount: positiveCountField,
      kvHeads: positiveCountField,
      queryHeads: positiveCountField,
      headDimensions: positiveCountField,
      windowTokens: z.nullable(positiveCountField),
      keyServesAsValue: z.boolean(),
    }),
  ).check(z.minLength(1)),
  checkpoints: byWeightFormat(nameField),
  checkpointBytes: byWeightFormat(positiveCountField),
  duplicatedProjectionBytes: z.strictObject({ bf16: countField, fp8: countField }),
  readBytesPerDecodeStep: byWeightFormat(positiveCountField),
  drafter: z.nullable(z.strictObject({ name: nameField, weightBytes: positiveCountField })),
  loraAdapterBytes: positiveCountField,
  sources: sourcesField,
  assumed: listOf(nameField),
  note: nameField,
});

/** An LLM as `data/llms.json` states it, with the source of every group of fields and the fields that are assumed. */
type LlmRecord = Readonly<z.output<typeof llmRecordSchema>>;

export function llmRecordsFrom(records: readonly unknown[], file: string): ReadonlyMap<string, LlmRecord> {
  return catalogRecords(llmRecordSchema, records, file);
}

/** As published, for showing where a figure comes from; the model uses `llms`. */
export const llmRecords = llmRecordsFrom(llmFile, "data/llms.json");

/** Every LLM in `data/llms.json`, by id. Throws at start-up if the file breaks its schema. */
export const llms: ReadonlyMap<string, Llm> = new Map(
  [...llmRecords.values()].map((record) => [record.id, llmFromRecord(record)]),
);

function llmFromRecord(record: LlmRecord): Llm {
  return {
    id: record.id,
    name: record.name,
    activeParameters: record.activeParameters,
    hiddenSize: record.hiddenDimensions,
    intermediateSize: record.feedForwardDimensions,
    vocabularySize: record.vocabularyTokens,
    maxContextTokens: record.maxContextTokens,
    attention: record.attention.map((layers) => ({
      layers: layers.layerCount,
      kvHeads: layers.kvHeads,
      queryHeads: layers.queryHeads,
      headDim: layers.headDimensions,
      windowTokens: layers.windowTokens,
    })),
    residentWeightBytes: { bf16: residentWeightBytes(record, "bf16"), fp8: residentWeightBytes(record, "fp8") },
    readWeightBytes: record.readBytesPerDecodeStep,
    drafter: record.drafter,
    loraAdapterBytes: record.loraAdapterBytes,
    sourceIds: [...new Set(Object.values(record.sources))],
  };
}

/** The checkpoint, and what the engine copies on loading: vLLM gives layers that use the key as value a v_proj of their own. */
function residentWeightBytes(record: LlmRecord, weights: Dtype): number | null {
  const checkpoint = record.checkpointBytes[weights];
  return checkpoint === null ? null : checkpoint + record.duplicatedProjectionBytes[weights];
}

/** What fine-tuning needs of an LLM. @throws Error where the catalogue does not have it, or no bf16 checkpoint of it. */
export function trainableLlm(id: string): TrainableLlm {
  const [llm, record] = [llms.get(id), llmRecords.get(id)];
  const trainingWeightBytes = record?.checkpointBytes.bf16;
  if (!llm || !record || !trainingWeightBytes) throw new Error(`data/llms.json has no bf16 checkpoint of "${id}"`);
  return {
    ...llm,
    trainingWeightBytes,
    keyServesAsValue: record.attention.map(({ keyServesAsValue }) => keyServesAsValue),
  };
}
