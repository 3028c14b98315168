import type { MeasuredServingRow } from "./measured-row.ts";

/** Why a row is shown, but not fitted to. */
export type Exclusion = "no-completions" | "one-wave" | "named-anomaly" | "settings-unknown";

/** A slot that completed fewer requests than this shows how a wave starts and ends, not a steady state. */
export const LEAST_COMPLETIONS_PER_SLOT = 2;

/** Requests completed in the measured window for each client slot (all replicas). */
export function completionsPerSlot(row: MeasuredServingRow): number {
  return row.completedRequests / (row.concurrencyPerReplica * row.replicas);
}

/** The rule by which rows are fitted to: steady, not a named anomaly, and run under known settings. Null where they are. */
export function exclusionOf(row: MeasuredServingRow): Exclusion | null {
  if (row.chunkGapMedianSeconds === null) return "no-completions";
  if (row.maxNumSeqs === null) return "settings-unknown";
  if (row.anomaly !== null) return "named-anomaly";
  if (completionsPerSlot(row) < LEAST_COMPLETIONS_PER_SLOT) return "one-wave";
  return null;
}
