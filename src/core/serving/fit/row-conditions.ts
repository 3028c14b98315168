import type { Deployment } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { MeasuredServingRow } from "./measured-row.ts";

/** The deployment a row ran on. A KV dtype that can't be told is the engine's default; such rows are few and under TP 2. */
export function deploymentOfRow(row: MeasuredServingRow): Deployment {
  if (row.maxNumSeqs === null) throw new RangeError(`settings of row ${row.id} are unknown`);
  return {
    gpu: row.gpuId,
    gpuCount: row.replicas * row.tensorParallel,
    tensorParallel: row.tensorParallel,
    weights: row.weights,
    kvCache: row.kvCache ?? "bf16",
    draftLength: row.draftLength,
    acceptanceRate: row.acceptanceRate,
    lora: row.lora,
    maxNumSeqs: row.maxNumSeqs,
    maxNumBatchedTokens: row.conditions.maxNumBatchedTokens,
    maxModelLen: row.conditions.maxModelLen,
    gpuMemoryUtilization: row.conditions.gpuMemoryUtilization,
    kvCacheBytesPerGpu: null,
  };
}

/** The workload a row ran under; its output length is the row's own mean. */
export function workloadOfRow(row: MeasuredServingRow): ServingWorkload {
  return {
    inputTokens: row.conditions.promptTokens,
    outputTokens: row.meanOutputTokens ?? row.conditions.outputTokens,
    inputTokensVariation: row.conditions.promptTokensVariation,
    outputTokensVariation: row.conditions.outputTokensVariation,
    concurrency: row.concurrencyPerReplica * row.replicas,
  };
}
