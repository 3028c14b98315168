import { describe, expect, it } from "vitest";
import type { MeasuredTrainingRow } from "./measured-training-row.ts";
import { contradictedShares, memoryFit } from "./memory-evidence.ts";
import type { TrainingMemory } from "../physics/training-memory.ts";

const row: MeasuredTrainingRow = {
  id: "ran",
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
const failed: MeasuredTrainingRow = { ...row, id: "failed", gpuId: "b", outcome: "out-of-memory" };
const memoryAt = (share: number): TrainingMemory => ({
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
const run = { sequenceLength: 1000 };

describe(contradictedShares, () => {
  it("is null where one threshold tells all runs apart", () => {
    expect(contradictedShares([row, failed], ({ id }) => memoryAt(id === "ran" ? 0.9 : 1.1))).toBeNull();
  });

  it("names the rows between which none does", () => {
    expect(contradictedShares([row, failed], ({ id }) => memoryAt(id === "ran" ? 1.2 : 1.1))).toEqual({
      lowestFailed: { row: "failed", share: 1.1 },
      highestRan: { row: "ran", share: 1.2 },
    });
  });
});

describe(memoryFit, () => {
  const contradicted = { lowestFailed: { row: "failed", share: 1.1 }, highestRan: { row: "ran", share: 1.2 } };

  it("fits below the device where no row disagrees", () => {
    expect(memoryFit(memoryAt(0.99), run, deployment, [], null)).toEqual({ kind: "fits" });
    expect(memoryFit(memoryAt(1.01), run, deployment, [], null)).toEqual({ kind: "does-not-fit", failedRow: null });
  });

  it("is uncertain where rows contradict, and runs where these settings ran with as much on this GPU", () => {
    const fit = memoryFit(memoryAt(1.15), run, deployment, [row, failed], contradicted);
    expect(fit).toEqual({ kind: "uncertain", runs: true, ranRow: "ran", failedRow: "failed" });
    const other = memoryFit(memoryAt(1.15), run, { ...deployment, checkpointing: true }, [row, failed], contradicted);
    expect(other).toMatchObject({ kind: "uncertain", runs: false });
  });

  it("does not fit where these settings ran out of memory with as little on this GPU", () => {
    const larger = { ...deployment, gpu: "b", microBatch: 4 };
    expect(memoryFit(memoryAt(0.9), run, larger, [row, failed], contradicted)).toEqual({
      kind: "does-not-fit",
      failedRow: "failed",
    });
    expect(memoryFit(memoryAt(0.9), run, { ...larger, microBatch: 1 }, [row, failed], contradicted)).toEqual({
      kind: "fits",
    });
  });
});
