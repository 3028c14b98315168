import { weightShards, type TrainingDeployment } from "../physics/training-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import { hasSameSettings, type MeasuredTrainingRow } from "./measured-training-row.ts";
import type { TrainingMemory } from "../physics/training-memory.ts";

/**
 * Whether a run fits a GPU. `uncertain` is what the rows leave open: a peak, as a share of the device, at which one
 * published run went through and another ran out of memory.
 */
export type MemoryFit =
  | { readonly kind: "fits" }
  | { readonly kind: "uncertain"; readonly runs: boolean; readonly ranRow: string; readonly failedRow: string }
  | { readonly kind: "does-not-fit"; readonly failedRow: string | null };

/** Shares of the device between which rows contradict one another, and the rows at its ends. */
export interface ContradictedShares {
  readonly lowestFailed: { readonly row: string; readonly share: number };
  readonly highestRan: { readonly row: string; readonly share: number };
}

/** Null where one threshold separates all runs that went through from all that failed. */
export function contradictedShares(
  rows: readonly MeasuredTrainingRow[],
  memoryOf: (row: MeasuredTrainingRow) => TrainingMemory,
): ContradictedShares | null {
  const shares = rows.map((row) => ({ row, share: peakShare(memoryOf(row)) }));
  const failed = shares.filter(({ row }) => row.outcome === "out-of-memory").toSorted((a, b) => a.share - b.share);
  const ran = shares.filter(({ row }) => row.outcome === "ok").toSorted((a, b) => b.share - a.share);
  if (!failed[0] || !ran[0] || failed[0].share > ran[0].share) return null;
  return {
    lowestFailed: { row: failed[0].row.id, share: failed[0].share },
    highestRan: { row: ran[0].row.id, share: ran[0].share },
  };
}

export function peakShare({ peakBytes, deviceBytes }: TrainingMemory): number {
  return peakBytes / deviceBytes;
}

/** A run with the same settings on the same GPU that needed at least as much of it went through, or at most as much failed. */
export function memoryFit(
  memory: TrainingMemory,
  run: Pick<FineTuningRun, "sequenceLength">,
  deployment: TrainingDeployment,
  rows: readonly MeasuredTrainingRow[],
  contradicted: ContradictedShares | null,
): MemoryFit {
  const share = peakShare(memory);
  const tokens = deployment.microBatch * run.sequenceLength;
  const alike = rows.filter((row) => hasSameSettings(row, deployment));
  const tokensOf = (row: MeasuredTrainingRow): number => row.microBatch * row.sequenceLength;
  const ran = alike.find(
    (row) => row.outcome === "ok" && tokensOf(row) >= tokens && row.shardGpus <= weightShards(deployment),
  );
  const failed = alike.find(
    (row) => row.outcome === "out-of-memory" && tokensOf(row) <= tokens && row.shardGpus >= weightShards(deployment),
  );
  if (failed && !ran) return { kind: "does-not-fit", failedRow: failed.id };
  const isContradicted = contradicted !== null && share <= contradicted.highestRan.share;
  if (share <= 1 && (contradicted === null || share < contradicted.lowestFailed.share)) return { kind: "fits" };
  if (!isContradicted) return ran ? { kind: "fits" } : { kind: "does-not-fit", failedRow: null };
  return {
    kind: "uncertain",
    runs: ran !== undefined,
    ranRow: ran?.id ?? contradicted.highestRan.row,
    failedRow: contradicted.lowestFailed.row,
  };
}
