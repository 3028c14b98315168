import type { Deployment } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { MeasuredServingRow } from "./measured-row.ts";

/** What a benchmark's manifest says of all its rows alike. */
export interface BenchmarkConditions {
  /** Not published: assumed. */
  readonly promptTokens: number;
  /** Mean over the benchmark's prompts, for naming the load that was measured. */
  readonly outputTokens: number;
  /** Standard deviation over mean of prompts and of answers: assumed too. */
  readonly promptTokensVariation: number;
  readonly outputTokensVariation: number;
  readonly maxNumBatchedTokens: number;
  readonly maxModelLen: number;
  readonly gpuMemoryUtilization: number;
}

/** The deployment a row ran on. A KV dtype that can't be told is the engine's default; such rows are few and under TP 2. */
export function deploymentOfRow(row: MeasuredServingRow, conditions: BenchmarkConditions): Deployment {
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
    maxNumBatchedTokens: conditions.maxNumBatchedTokens,
    maxModelLen: conditions.maxModelLen,
    gpuMemoryUtilization: conditions.gpuMemoryUtilization,
    kvCacheBytesPerGpu: null,
  };
}

/** The workload a row ran under; its output length is the row's own mean. */
export function workloadOfRow(row: MeasuredServingRow, conditions: BenchmarkConditions): ServingWorkload {
  return {
    inputTokens: conditions.promptTokens,
    outputTokens: row.meanOutputTokens ?? conditions.outputTokens,
    inputTokensVariation: conditions.promptTokensVariation,
    outputTokensVariation: conditions.outputTokensVariation,
    concurrency: row.concurrencyPerReplica * row.replicas,
  };
}
