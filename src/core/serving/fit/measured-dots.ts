import { tokensPerStep } from "../physics/drafting.ts";
import type { Deployment } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { ranLengths, rowsWithStepSettings } from "./evidence.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { exclusionOf } from "./steady.ts";

/** A published row as a point over load, in the units of the modelled lines. TTFT is a median. */
export interface MeasuredDot {
  readonly rowId: string;
  readonly concurrency: number;
  readonly outputTokensPerSecond: number;
  readonly stepSeconds: number;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
  /** False for rows that the steady rule leaves out. */
  readonly steady: boolean;
}

/**
 * The published rows that a platform's line can be held against: its settings and its benchmark's lengths, on as many
 * GPUs, with as many requests allowed to run (rows that differ in `max_num_seqs` alone measure the same below it).
 */
export function measuredDots(
  rows: readonly MeasuredServingRow[],
  workload: ServingWorkload,
  deployment: Deployment,
): readonly MeasuredDot[] {
  return rowsWithStepSettings(rows, deployment).flatMap((row) => {
    const { chunkGapMedianSeconds: stepSeconds, outputTokensPerSecond, ttftMedianSeconds: ttftSeconds } = row;
    if (stepSeconds === null || outputTokensPerSecond === null || ttftSeconds === null || row.maxNumSeqs === null)
      return [];
    const clients = row.concurrencyPerReplica;
    const sameBatch = Math.min(clients, row.maxNumSeqs) === Math.min(clients, deployment.maxNumSeqs);
    if (!sameBatch || !ranLengths(row, workload) || row.replicas * row.tensorParallel !== deployment.gpuCount)
      return [];
    return {
      rowId: row.id,
      concurrency: clients * row.replicas,
      outputTokensPerSecond,
      stepSeconds,
      tpotSeconds: stepSeconds / tokensPerStep(row.draftLength, row.acceptanceRate ?? 0),
      ttftSeconds,
      steady: exclusionOf(row) === null,
    };
  });
}
