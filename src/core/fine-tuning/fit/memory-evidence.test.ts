import { describe, expect, it } from "vitest";
import type { MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";
import { contradictedShares, memoryFit } from "./memory-evidence.ts";
import type { FineTuningMemory } from "../physics/fine-tuning-memory.ts";

const row: MeasuredFineTuningRow = {
  id: "ran",
  llmId: "gemma-4-31b-it",
  stack: "pytorch-peft",
  datasetId: "benchmark",
  gpuId: "a",
  gpuCount: 8,
  shardGpus: 8,
  strategy: "fsdp",
  checkpointing: false,
  precision: "bf16",
  compile: false,
  microBatch: 2,
  sequenceLength: 1000,
  sequencesPerStep: 16,
  loraRank: 16,
  weightBytes: 1,
  outcome: "ok",
  stepSeconds: 1,
  tokensPerSecond: 1,
  peakBytes: null,
  residentBytes: null,
  outsideStepsSeconds: null,
  missing: null,
};
const failed: MeasuredFineTuningRow = { ...row, id: "failed", gpuId: "b", outcome: "out-of-memory" };
const memoryAt = (share: number): FineTuningMemory => ({
  deviceBytes: 100,
  weightBytes: 0,
  gatherBytes: 0,
  optimizerBytes: 0,
  activationBytes: 100 * share,
  logitBytes: 0,
  workspaceBytes: 0,
  peakBytes: 100 * share,
  headroomBytes: 100 - 100 * share,
});
const deployment = { ...row, gpu: "a", microBatch: 1 };
const run = { sequenceLength: 1000, loraRank: 16, loraTargets: "all" } as const;

describe(contradictedShares, () => {
  it("is null where one threshold tells all runs apart", () => {
    expect(contradictedShares([row, failed], ({ id }) => memoryAt(id === "ran" ? 0.9 : 1.1))).toBeNull();
  });

  it("names the rows between which none does", () => {
    expect(contradictedShares([row, failed], ({ id }) => memoryAt(id === "ran" ? 1.2 : 1.1))).toEqual({
      lowestFailed: { row: failed, share: 1.1 },
      highestRan: { row, share: 1.2 },
    });
  });
});

describe(memoryFit, () => {
  const contradicted = { lowestFailed: { row: failed, share: 1.1 }, highestRan: { row, share: 1.2 } };

  it("fits below the device where no row disagrees", () => {
    expect(memoryFit(memoryAt(0.99), run, deployment, [], null)).toEqual({ kind: "fits" });
    expect(memoryFit(memoryAt(1.01), run, deployment, [], null)).toEqual({ kind: "does-not-fit", failed: null });
  });

  it("runs where these settings ran with as much on this GPU, whatever is counted", () => {
    const fit = memoryFit(memoryAt(1.15), run, deployment, [row, failed], contradicted);
    expect(fit).toEqual({ kind: "measured-to-run", ran: row, failed });
    expect(memoryFit(memoryAt(1.5), run, deployment, [row], null)).toEqual({
      kind: "measured-to-run",
      ran: row,
      failed: null,
    });
  });

  it("takes no run as evidence for a larger adapter, and no failure for a smaller one", () => {
    const larger = { ...run, loraRank: 64 };
    expect(memoryFit(memoryAt(1.5), larger, deployment, [row], null).kind).toBe("does-not-fit");
    const smaller = { ...run, loraRank: 4 };
    expect(memoryFit(memoryAt(0.9), smaller, { ...deployment, gpu: "b", microBatch: 4 }, [failed], null).kind).toBe(
      "fits",
    );
  });

  it("is uncertain where rows contradict and none ran with these settings", () => {
    const other = memoryFit(memoryAt(1.15), run, { ...deployment, checkpointing: true }, [row, failed], contradicted);
    expect(other).toEqual({ kind: "uncertain", ran: row, failed });
  });

  it("does not fit where these settings ran out of memory with as little on this GPU", () => {
    const larger = { ...deployment, gpu: "b", microBatch: 4 };
    expect(memoryFit(memoryAt(0.9), run, larger, [row, failed], contradicted)).toEqual({
      kind: "does-not-fit",
      failed,
    });
    expect(memoryFit(memoryAt(0.9), run, { ...larger, microBatch: 1 }, [row, failed], contradicted)).toEqual({
      kind: "fits",
    });
  });
});
