import { describe, expect, it } from "vitest";
import rowFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/rows.json" with { type: "json" };
import stabilityFile from "../../data/benchmarks/vessl-gemma-4-31b-lora/stability.json" with { type: "json" };
import { gpus } from "./gpus.ts";
import { fineTuningManifest, fineTuningRows, fineTuningStability } from "./fine-tuning-benchmark.ts";

function rowOf(gpu: string, variant: string, precision = "bf16") {
  const found = fineTuningRows.filter(
    (row) => row.gpu === gpu && row.variant === variant && row.precision === precision,
  );
  if (found.length !== 1) throw new Error(`${found.length} rows of ${gpu} ${precision} ${variant}`);
  return found[0]!;
}

describe("fineTuningRows", () => {
  it("holds all 33 published rows, of GPUs that the catalogue has", () => {
    expect(fineTuningRows.map(({ id }) => id)).toEqual(
      Array.from({ length: 33 }, (_, index) => `vessl-t-${String(index + 2).padStart(3, "0")}`),
    );
    for (const { gpu } of fineTuningRows) expect(gpus.has(gpu)).toBe(true);
  });

  it("is missing the measurements of the runs that failed, and of no other", () => {
    const failed = fineTuningRows.filter(({ status }) => status !== "ok");
    expect(failed).toHaveLength(11);
    for (const row of fineTuningRows) {
      const measured = [row.stepMeanSeconds, row.tokensPerSecond, row.wallSeconds, row.residentMemoryGibibytes];
      const expected = row.status === "ok" ? measured.filter((value) => value !== null).length : 0;
      expect(measured.filter((value) => value !== null)).toHaveLength(expected);
      expect(row.missing === null).toBe(row.status === "ok");
      expect(expected === 4).toBe(row.status === "ok");
    }
  });

  it.each([
    // The article's table of best configurations
    ["b200-sxm", "compile", 17_634],
    ["h100-sxm", "fsdp-gc-mb4", 9559],
    ["a100-sxm-80gb", "fsdp-nogc", 4746],
    ["a100-sxm-80gb", "default", 3565],
  ] as const)("has %s %s at %i tokens/s", (gpu, variant, tokensPerSecond) => {
    expect(Math.round(rowOf(gpu, variant).tokensPerSecond!)).toBe(tokensPerSecond);
  });

  it("agrees with itself: tokens per step over the mean step is the throughput, less 0-2 %", () => {
    for (const row of fineTuningRows) {
      if (row.tokensPerSecond === null || row.stepMeanSeconds === null) continue;
      const tokensPerStep = row.sequencesPerOptimizerStep * fineTuningManifest.sequenceTokens;
      const excess = row.tokensPerSecond / (tokensPerStep / row.stepMeanSeconds) - 1;
      expect(excess).toBeGreaterThanOrEqual(0);
      expect(excess).toBeLessThan(0.025);
    }
  });

  it("agrees with itself: micro-batch x accumulation x GPUs is the batch, over the shard group where it is FSDP2", () => {
    for (const row of fineTuningRows) {
      const gpusWithOwnData = fineTuningManifest.nodeGpus / (row.strategy === "fsdp2" ? row.shardGroupGpus! : 1);
      expect(row.microBatchSequencesPerGpu * row.gradientAccumulationSteps * gpusWithOwnData).toBe(
        row.sequencesPerOptimizerStep,
      );
    }
  });

  it("shows resident memory: the weights under DDP, an eighth of them when sharded", () => {
    expect(rowOf("h100-sxm", "baseline").residentMemoryGibibytes).toBeCloseTo(60.14, 2);
    for (const variant of ["fsdp-gc", "fsdp-gc-mb2", "fsdp-gc-mb4"]) {
      expect(rowOf("h100-sxm", variant).residentMemoryGibibytes).toBeCloseTo(7.57, 2);
    }
  });

  it("keeps the one row that reports the parameters of a single shard", () => {
    const odd = fineTuningRows.filter(({ trainedParameters }) => trainedParameters !== 122_429_440);
    expect(odd.map(({ variant, trainedParameters }) => [variant, trainedParameters * 8])).toEqual([
      ["fsdp-gc-compile-mb2", 122_429_440],
    ]);
  });
});

describe("fineTuningStability", () => {
  it("has one run of each GPU, with the spikes that the article names", () => {
    expect(fineTuningStability.map(({ gpu, maximumGradientNorm }) => [gpu, Math.round(maximumGradientNorm)])).toEqual([
      ["a100-sxm-80gb", 1651],
      ["h100-sxm", 222],
      ["b200-sxm", 233],
    ]);
  });
});

describe("the manifest", () => {
  it("describes exactly the columns of every record, in order", () => {
    const columns = fineTuningManifest.columns.map(({ name }) => name);
    for (const record of rowFile) expect(Object.keys(record)).toEqual(columns);
    const stabilityColumns = fineTuningManifest.stabilityColumns.map(({ name }) => name);
    for (const record of stabilityFile) expect(Object.keys(record)).toEqual(stabilityColumns);
  });
});
