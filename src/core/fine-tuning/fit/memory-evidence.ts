import { weightShards, type FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import { hasSameSettings, type MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";
import type { FineTuningMemory } from "../physics/fine-tuning-memory.ts";

/** Whether a run fits a GPU, by its counted peak and by what measured runs did. */
export type MemoryFit = MemoryThatFits | MemoryThatDoesNot;

export type MemoryThatFits =
  | { readonly kind: "fits" }
  | {
      /**
       * Counted as more than the device has, or than another run failed at; but a measured run with these settings on the
       * same GPU that needed as much went through. The count is too high.
       */
      readonly kind: "measured-to-run";
      readonly ran: MeasuredFineTuningRow;
      /** The run that failed at a smaller share of its device; null where none did. */
      readonly failed: MeasuredFineTuningRow | null;
    };

export type MemoryThatDoesNot =
  | {
      /** The rows leave it open: at this share of the device one run went through, and another failed at less. */
      readonly kind: "uncertain";
      readonly ran: MeasuredFineTuningRow;
      readonly failed: MeasuredFineTuningRow;
    }
  | {
      readonly kind: "does-not-fit";
      /** The measured run with these settings that failed with as little or less; null where the count alone says so. */
      readonly failed: MeasuredFineTuningRow | null;
    };

/** Shares of the device between which rows contradict one another, and the rows at its ends. */
export interface ContradictedShares {
  readonly lowestFailed: RowShare;
  readonly highestRan: RowShare;
}

/** A run, and the share of its device that its peak is counted as. */
interface RowShare {
  readonly row: MeasuredFineTuningRow;
  readonly share: number;
}

/** Null where one threshold separates all runs that went through from all that failed. */
export function contradictedShares(
  rows: readonly MeasuredFineTuningRow[],
  memoryOf: (row: MeasuredFineTuningRow) => FineTuningMemory,
): ContradictedShares | null {
  const shares = rows.map((row) => ({ row, share: peakShare(memoryOf(row)) }));
  const failed = shares.filter(({ row }) => row.outcome === "out-of-memory").toSorted((a, b) => a.share - b.share);
  const ran = shares.filter(({ row }) => row.outcome === "ok").toSorted((a, b) => b.share - a.share);
  const [lowestFailed] = failed;
  const [highestRan] = ran;
  if (!lowestFailed || !highestRan || lowestFailed.share > highestRan.share) return null;
  return { lowestFailed, highestRan };
}

export function peakShare({ peakBytes, deviceBytes }: FineTuningMemory): number {
  return peakBytes / deviceBytes;
}

/** A run with the same settings on the same GPU that needed at least as much of it went through, or at most as much failed. */
export function memoryFit(
  memory: FineTuningMemory,
  run: Pick<FineTuningRun, "sequenceLength" | "loraRank" | "loraTargets">,
  deployment: FineTuningDeployment,
  rows: readonly MeasuredFineTuningRow[],
  contradicted: ContradictedShares | null,
): MemoryFit {
  const share = peakShare(memory);
  const tokens = deployment.microBatch * run.sequenceLength;
  const shards = weightShards(deployment);
  const alike = rows.filter((row) => hasSameSettings(row, deployment));
  const tokensOf = (row: MeasuredFineTuningRow): number => row.microBatch * row.sequenceLength;
  const ran = alike.find(
    (row) => row.outcome === "ok" && tokensOf(row) >= tokens && row.shardGpus <= shards && row.loraRank >= run.loraRank,
  );
  // Every row adapts all projections.
  const failed = alike.find(
    (row) =>
      row.outcome === "out-of-memory" &&
      tokensOf(row) <= tokens &&
      row.shardGpus >= shards &&
      row.loraRank <= run.loraRank &&
      run.loraTargets === "all",
  );
  if (failed && !ran) return { kind: "does-not-fit", failed };
  const failedAtLess = contradicted !== null && share >= contradicted.lowestFailed.share ? contradicted : null;
  if (share <= 1 && failedAtLess === null) return { kind: "fits" };
  if (ran) return { kind: "measured-to-run", ran, failed: failedAtLess?.lowestFailed.row ?? null };
  if (failedAtLess === null || share > failedAtLess.highestRan.share) return { kind: "does-not-fit", failed: null };
  return { kind: "uncertain", ran: failedAtLess.highestRan.row, failed: failedAtLess.lowestFailed.row };
}
