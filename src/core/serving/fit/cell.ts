import type { MeasuredServingRow } from "./measured-row.ts";

/**
 * What a row measures: rows that differ only in `max_num_seqs`, or in clients beyond the requests that run, measure
 * the same step. They share their residual, and are left out together.
 */
export function cellOf(row: MeasuredServingRow, runningRequests: number): string {
  return [
    row.gpuId,
    row.weights,
    row.kvCache ?? "unknown",
    `draft ${row.draftLength}`,
    row.lora ? "lora" : "base",
    `tp ${row.tensorParallel}`,
    `running ${Math.round(runningRequests)}`,
  ].join(", ");
}
