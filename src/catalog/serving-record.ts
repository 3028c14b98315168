import * as z from "zod/mini";
import type { BenchmarkConditions, MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import type { ServingManifest } from "./benchmark-manifest.ts";
import { countField, dtypeField, nameField, noteField, positiveCountField, positiveField } from "./fields.ts";

/** One published serving row, as `data/benchmarks/<id>/rows.json` holds it; its manifest says what each column means. */
export const servingRecordSchema = z.strictObject({
  id: nameField,
  gpu: nameField,
  weights: dtypeField,
  cell: nameField,
  variant: nameField,
  confidence: z.enum(["stated", "inferred", "unknown"]),
  lora: z.boolean(),
  draftTokensPerStep: countField,
  maxNumSequences: z.nullable(positiveCountField),
  kvCache: z.nullable(dtypeField),
  tensorParallelGpus: positiveCountField,
  replicaCount: positiveCountField,
  concurrentRequestsPerReplica: positiveCountField,
  completedRequests: countField,
  failedRequests: countField,
  ttftMedianSeconds: z.nullable(positiveField),
  ttftP99Seconds: z.nullable(positiveField),
  chunkGapMedianSeconds: z.nullable(positiveField),
  chunkGapP99Seconds: z.nullable(positiveField),
  completedRequestsPerSecond: z.nullable(positiveField),
  outputTokensPerSecond: z.nullable(positiveField),
  acceptedTokens: countField,
  draftedTokens: countField,
  draftSteps: countField,
  missing: noteField,
  anomaly: noteField,
});

export type ServingRecord = Readonly<z.output<typeof servingRecordSchema>>;

const MEASUREMENTS = [
  "ttftMedianSeconds",
  "ttftP99Seconds",
  "chunkGapMedianSeconds",
  "chunkGapP99Seconds",
  "completedRequestsPerSecond",
  "outputTokensPerSecond",
] as const satisfies readonly (keyof ServingRecord)[];

/** What no measurement can be: a value that is neither there nor explained, or counters that contradict one another. */
export function contradictionIn(record: ServingRecord): string | null {
  for (const key of MEASUREMENTS) {
    if (record[key] === null && record.missing === null) {
      return `key "${key}": null, and key "missing" gives no reason`;
    }
    if (record[key] !== null && record.missing !== null) {
      return `key "${key}": ${record[key]}, although key "missing" says why there is no measurement`;
    }
  }
  if (record.missing === null && record.completedRequests === 0) {
    return `key "completedRequests": 0, and key "missing" gives no reason`;
  }
  if (record.draftedTokens !== record.draftSteps * record.draftTokensPerStep) {
    return `key "draftedTokens": ${record.draftedTokens}, but ${record.draftSteps} draft steps of ${record.draftTokensPerStep}`;
  }
  if (record.acceptedTokens > record.draftedTokens) {
    return `key "acceptedTokens": ${record.acceptedTokens}, more than the ${record.draftedTokens} drafted`;
  }
  return null;
}

/** Published names into the core's; what follows from the published counts is derived here, once. */
export function measuredServingRow(
  record: ServingRecord,
  { id: datasetId, llm: llmId, engine, measuredWindowSeconds }: ServingManifest,
  conditions: BenchmarkConditions,
): MeasuredServingRow {
  return {
    id: record.id,
    gpuId: record.gpu,
    llmId,
    engine,
    datasetId,
    conditions,
    weights: record.weights,
    kvCache: record.kvCache,
    draftLength: record.draftTokensPerStep,
    lora: record.lora,
    maxNumSeqs: record.maxNumSequences,
    tensorParallel: record.tensorParallelGpus,
    replicas: record.replicaCount,
    settingsConfidence: record.confidence,
    cell: record.cell,
    variant: record.variant,
    concurrencyPerReplica: record.concurrentRequestsPerReplica,
    completedRequests: record.completedRequests,
    failedRequests: record.failedRequests,
    ttftMedianSeconds: record.ttftMedianSeconds,
    ttftP99Seconds: record.ttftP99Seconds,
    chunkGapMedianSeconds: record.chunkGapMedianSeconds,
    chunkGapP99Seconds: record.chunkGapP99Seconds,
    outputTokensPerSecond: record.outputTokensPerSecond,
    meanOutputTokens: meanOutputTokens(record, measuredWindowSeconds),
    acceptanceRate: record.draftedTokens === 0 ? null : record.acceptedTokens / record.draftedTokens,
    missing: record.missing,
    anomaly: record.anomaly,
  };
}

/** The published rate is a whole number of tokens over the client's fixed divisor; rounding undoes the division exactly. */
function meanOutputTokens(record: ServingRecord, measuredWindowSeconds: number): number | null {
  if (record.outputTokensPerSecond === null) return null;
  return Math.round(record.outputTokensPerSecond * measuredWindowSeconds) / record.completedRequests;
}
