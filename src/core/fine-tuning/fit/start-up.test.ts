import { describe, expect, it } from "vitest";
import { startUpOf, startUpTimes } from "./start-up.ts";
import type { MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";

const row: MeasuredFineTuningRow = {
  id: "row",
  llmId: "gemma-4-31b-it",
  stack: "pytorch-peft",
  datasetId: "benchmark",
  gpuId: "a",
  gpuCount: 8,
  shardGpus: 1,
  strategy: "ddp",
  checkpointing: false,
  precision: "bf16",
  compile: false,
  microBatch: 1,
  sequenceLength: 2048,
  sequencesPerStep: 16,
  loraRank: 16,
  weightBytes: 1,
  outcome: "ok",
  stepSeconds: 1,
  tokensPerSecond: 1,
  peakBytes: null,
  residentBytes: null,
  outsideStepsSeconds: 10,
  missing: null,
};

describe(startUpTimes, () => {
  const rows: readonly MeasuredFineTuningRow[] = [
    row,
    { ...row, outsideStepsSeconds: 12 },
    { ...row, strategy: "fsdp", outsideStepsSeconds: 30 },
    { ...row, compile: true, outsideStepsSeconds: 111 },
    { ...row, strategy: "fsdp", compile: true, outsideStepsSeconds: 130 },
    { ...row, outsideStepsSeconds: null },
  ];
  const times = startUpTimes(rows);

  it("is the median by strategy, and what compiling adds to it", () => {
    expect(times).toEqual({ seconds: { ddp: 11, fsdp: 30 }, compileSeconds: 100 });
  });

  it("adds compilation to compiled runs only", () => {
    const deployment = { ...row, gpu: "a" };
    expect(startUpOf(deployment, times)).toEqual({ startUpSeconds: 11, compileSeconds: 0 });
    expect(startUpOf({ ...deployment, compile: true }, times).compileSeconds).toBe(100);
  });

  it("refuses to guess where no run says anything", () => {
    expect(() => startUpTimes([row])).toThrow("no run says");
  });
});
