import { describe, expect, it } from "vitest";
import rowFile from "../../data/benchmarks/h200-gemma-4-31b-lora/rows.json" with { type: "json" };
import { gpus } from "./gpus.ts";
import { h200FineTuningManifest, h200FineTuningRows } from "./h200-fine-tuning-benchmark.ts";
import { measuredFineTuningRows } from "./fine-tuning-rows.ts";

describe("h200FineTuningRows", () => {
  it("holds nine runs of one H200, three of them out of memory and without figures", () => {
    expect(h200FineTuningRows.map(({ status }) => status).filter((status) => status !== "ok")).toHaveLength(3);
    expect(h200FineTuningRows).toHaveLength(9);
    for (const row of h200FineTuningRows) {
      const measured = [row.stepMedianSeconds, row.tokensPerSecond, row.peakAllocatedBytes, row.peakReservedBytes];
      expect(measured.every((value) => (value !== null) === (row.status === "ok"))).toBe(true);
      expect(row.missing === null).toBe(row.status === "ok");
      expect(gpus.has(row.gpu)).toBe(true);
    }
  });

  it("agrees with itself: tokens over the median step, and a peak within what is reserved and there", () => {
    for (const row of h200FineTuningRows.filter(({ status }) => status === "ok")) {
      const tokens = row.sequenceTokens * row.microBatchSequencesPerGpu;
      expect(tokens / row.stepMedianSeconds! / row.tokensPerSecond!).toBeCloseTo(1, 3);
      expect(row.peakAllocatedBytes!).toBeLessThan(row.peakReservedBytes!);
      expect(row.peakReservedBytes!).toBeLessThan(gpus.get(row.gpu)!.deviceMemoryBytes);
    }
  });

  it("is described by its manifest, column by column", () => {
    const columns = h200FineTuningManifest.columns.map(({ name }) => name);
    for (const record of rowFile) expect(Object.keys(record)).toEqual(columns);
  });
});

describe("measuredFineTuningRows", () => {
  it("holds the 33 published runs and the nine own ones, each once", () => {
    expect(new Set(measuredFineTuningRows.map(({ id }) => id)).size).toBe(42);
  });

  it("takes a typical step from the published rate: the mean step is at most 2.5 % longer", () => {
    const row = measuredFineTuningRows.find(({ id }) => id === "vessl-t-009")!;
    expect(row.stepSeconds).toBeCloseTo(32_768 / 17_633.76, 4);
  });

  it("has a true peak of own runs only: the published figure is resident memory", () => {
    const withPeak = measuredFineTuningRows.filter(({ peakBytes }) => peakBytes !== null);
    expect(withPeak.map(({ gpuId }) => gpuId)).toEqual(Array.from({ length: 6 }, () => "h200-sxm"));
  });
});
