import type { Dtype } from "../../units/dtype.ts";

/** How sure it is that a row ran under the settings it is labelled with. */
type SettingsConfidence = "stated" | "inferred" | "unknown";

/** Conditions that a benchmark's manifest states for many of its rows alike. */
export interface BenchmarkConditions {
  /** Mean over the benchmark's prompts. */
  readonly promptTokens: number;
  /** Mean over the benchmark's prompts, for naming the load that was measured. */
  readonly outputTokens: number;
  /** Standard deviation over mean of prompts and of answers. */
  readonly promptTokensVariation: number;
  readonly outputTokensVariation: number;
  readonly maxNumBatchedTokens: number;
  readonly maxModelLen: number;
  readonly gpuMemoryUtilization: number;
}

/** The software that served; the version is null where the source does not record it. */
interface EngineBuild {
  readonly id: "vllm";
  readonly version: string | null;
}

/**
 * One measured serving run: a closed-loop client against independent replicas of one LLM.
 * Settings are null where the source neither states them nor lets them be inferred; measurements are null
 * where `missing` says why. Concurrency is per replica.
 */
export interface MeasuredServingRow {
  readonly id: string;
  readonly gpuId: string;
  readonly llmId: string;
  readonly engine: EngineBuild;
  /** The benchmark that the row is of. */
  readonly datasetId: string;
  readonly conditions: BenchmarkConditions;
  readonly weights: Dtype;
  readonly kvCache: Dtype | null;
  readonly draftLength: number;
  readonly lora: boolean;
  readonly maxNumSeqs: number | null;
  readonly tensorParallel: number;
  readonly replicas: number;
  readonly settingsConfidence: SettingsConfidence;
  /** The published cell (I1-I8) and the run's variant, for naming the row to a reader. */
  readonly cell: string;
  readonly variant: string;
  readonly concurrencyPerReplica: number;
  readonly completedRequests: number;
  readonly ttftMedianSeconds: number | null;
  /** Median over requests of the mean gap between streamed chunks: one engine step, not one token, when drafting. */
  readonly chunkGapMedianSeconds: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly meanOutputTokens: number | null;
  /** Accepted / drafted tokens; null without drafting. */
  readonly acceptanceRate: number | null;
  /** Not in the rows that the page loads, which has no use for it. */
  readonly failedRequests?: number;
  readonly ttftP99Seconds?: number | null;
  readonly chunkGapP99Seconds?: number | null;
  /** Why there are no measurements; null where there are. */
  readonly missing: string | null;
  /** Anomalies named by the source's own readers, which keep the row out of a steady-state fit. */
  readonly anomaly: string | null;
}
