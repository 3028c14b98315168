import { describe, expect, it } from "vitest";
import { bestMeasuredRow } from "../core/serving/fit/best-measured.ts";
import { calibrate, type FittedPlatforms } from "../core/serving/fit/calibrate.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import { runningUnderKvLimit } from "../core/serving/fit/kv-saturation.ts";
import {
  budgetOfRow,
  kvCapacityUnder,
  predictedStepSeconds,
  runningInRow,
} from "../core/serving/fit/row-prediction.ts";
import { type Exclusion, exclusionOf } from "../core/serving/fit/steady.ts";
import { impossibleNumbersIn } from "../core/serving/physics/platform-fixture.ts";
import { engineAssumptions } from "../catalog/assumptions.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { servingFitOf } from "./serving-fit.ts";
import { gemmaServingData } from "./shipped/gemma-4-31b-serving.ts";

const { context, platforms } = servingFitOf(gemmaServingData);

const steadyRows = servingRows.filter((row) => exclusionOf(row) === null);
const nearItself = calibrate(servingRows, context, platforms);

/** Step of a row under a fit; rows without known settings have none. */
function stepUnder(fit: FittedPlatforms, row: MeasuredServingRow): number {
  const { step, kvHolding } = fit[row.gpuId]!;
  const running = runningInRow(row, budgetOfRow(row, context), kvHolding);
  return predictedStepSeconds(row, running, step, context);
}

function largestDifference(some: readonly number[], others: readonly number[]): number {
  return Math.max(...some.map((value, i) => Math.abs(others[i]! / value - 1)));
}

function rowAtLine(line: number): MeasuredServingRow {
  return servingRows.find(({ id }) => id === `vessl-i-${String(line).padStart(3, "0")}`)!;
}

describe(exclusionOf, () => {
  const count = (exclusion: Exclusion | null, gpuId?: string) =>
    servingRows.filter((row) => exclusionOf(row) === exclusion && row.gpuId === (gpuId ?? row.gpuId)).length;

  it("leaves out the 13 rows without completions, all A100", () => {
    expect([count("no-completions"), count("no-completions", "a100-sxm-80gb")]).toEqual([13, 13]);
  });

  it("leaves out the 4 named anomalies, and what is left of the 16 rows whose settings nobody explains", () => {
    expect(count("named-anomaly")).toBe(4);
    const unexplained = servingRows.filter(({ settingsConfidence }) => settingsConfidence === "unknown");
    const completed = unexplained.filter(({ completedRequests }) => completedRequests > 0);
    expect([unexplained.length, completed.length]).toEqual([16, 9]);
    expect(servingRows.filter((row) => exclusionOf(row) === "settings-unknown")).toEqual(completed);
  });

  it("accounts for every row", () => {
    const counted = [null, "no-completions", "one-wave", "named-anomaly", "settings-unknown"] as const;
    expect(counted.reduce((sum, exclusion) => sum + count(exclusion), 0)).toBe(179);
  });

  it.each([
    // Output tokens per second by which the source's readers name the rows of one wave
    [16, 2376],
    [153, 9390],
    [117, 40_734],
    [107, 40_783],
    [8, 2591],
    [172, 20_850],
    [89, 52_759],
    [79, 55_067],
  ])("finds that line %i, at %i tokens/s, is a single wave", (line, tokensPerSecond) => {
    expect(Math.round(rowAtLine(line).outputTokensPerSecond!)).toBe(tokensPerSecond);
    expect(exclusionOf(rowAtLine(line))).toBe("one-wave");
  });

  it.each([
    // and their neighbours that can be relied on
    [15, 2326],
    [7, 2573],
    [150, 9125],
    [151, 9150],
  ])("keeps line %i, at %i tokens/s", (line, tokensPerSecond) => {
    expect(Math.round(rowAtLine(line).outputTokensPerSecond!)).toBe(tokensPerSecond);
    expect(exclusionOf(rowAtLine(line))).toBeNull();
  });
});

describe("calibration", () => {
  it("is the same every time", () => {
    expect(calibrate(servingRows, context)).toEqual(platforms);
  });

  it("does not see the rows that are left out, however wild, but for waves that ran out of KV cache", () => {
    const takesPart = (row: MeasuredServingRow): boolean =>
      exclusionOf(row) === null || (exclusionOf(row) === "one-wave" && runningUnderKvLimit(row) !== null);
    const wild = servingRows.map((row, i) => {
      if (takesPart(row) || row.chunkGapMedianSeconds === null) return row;
      const factor = i % 2 === 0 ? 1e4 : 1e-4;
      return {
        ...row,
        chunkGapMedianSeconds: factor * row.chunkGapMedianSeconds,
        ttftMedianSeconds: 1e-6,
        outputTokensPerSecond: factor * row.outputTokensPerSecond!,
        meanOutputTokens: 2 * row.meanOutputTokens!,
      };
    });
    expect(calibrate(wild, context)).toEqual(platforms);
    expect(calibrate(servingRows.filter(takesPart), context)).toEqual(platforms);
  });

  it("predicts the same steps within 0.1 % when it starts from its own result", () => {
    const own = steadyRows.map((row) => stepUnder(platforms, row));
    const again = steadyRows.map((row) => stepUnder(nearItself, row));
    expect(largestDifference(own, again)).toBeLessThan(1e-3);
  });

  it("has finite parameters above 0 for every GPU, below what bare hardware reaches", () => {
    expect(Object.keys(platforms)).toEqual([...context.gpus.keys()]);
    const { computeCeiling, bandwidthCeiling } = engineAssumptions;
    for (const [gpu, fit] of Object.entries(platforms)) {
      expect(impossibleNumbersIn(fit), gpu).toEqual([]);
      for (const value of Object.values(fit.step)) expect(value, gpu).toBeGreaterThan(0);
      expect(fit.step.computeEfficiency, gpu).toBeLessThan(computeCeiling);
      expect(fit.step.prefillEfficiency, gpu).toBeLessThan(computeCeiling);
      expect(fit.step.kvReadEfficiency, gpu).toBeLessThan(bandwidthCeiling);
    }
  });

  it("knows what a request holds from the rows that ran out of KV cache: on B200 two single waves", () => {
    const rowsOf = Object.entries(platforms).map(([gpu, { kvHolding }]) => [gpu, kvHolding.fittedRows]);
    expect(rowsOf).toEqual([
      ["a100-sxm-80gb", 4],
      ["h100-sxm", 5],
      ["b200-sxm", 2],
    ]);
  });

  it.each([
    // Seen by Little's law: clients within max_num_seqs that still queued
    ["vessl-i-007", 14.9],
    ["vessl-i-142", 155.1],
    ["vessl-i-168", 155.5],
    ["vessl-i-171", 143.5],
  ])("reproduces where %s saturated: about %d requests", (id, seen) => {
    const row = servingRows.find((each) => each.id === id)!;
    const { kvHolding } = platforms[row.gpuId]!;
    const capacity = kvCapacityUnder(kvHolding, budgetOfRow(row, context), 1);
    expect(runningUnderKvLimit(row)).toBeCloseTo(seen, 1);
    expect(Math.abs(capacity / seen - 1)).toBeLessThan(0.1);
  });

  it.each([...context.gpus.keys()])("fits the steady steps of %s within 3 % on average", (gpuId) => {
    const errors = steadyRows
      .filter((row) => row.gpuId === gpuId)
      .map((row) => Math.abs(stepUnder(platforms, row) / row.chunkGapMedianSeconds! - 1));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.03);
  });

  it("predicts no row's step below what it measured by more than the rows scatter", () => {
    for (const row of steadyRows) {
      const ratio = stepUnder(platforms, row) / row.chunkGapMedianSeconds!;
      expect(ratio, row.id).toBeGreaterThan(0.8);
      expect(ratio, row.id).toBeLessThan(1.2);
    }
  });
});

describe(bestMeasuredRow, () => {
  it.each([
    // The publisher's recommended settings: FP8 KV cache, two drafts, 256 sequences on H100 and 512 on B200
    ["h100-sxm", "fp8", 2, 256, 22_062],
    ["b200-sxm", "fp8", 2, 512, 50_402],
    ["a100-sxm-80gb", "bf16", 1, 64, 2573],
  ] as const)(
    "of %s has a KV cache in %s, %i drafts and %i sequences",
    (gpuId, kvCache, drafts, maxNumSeqs, tokensPerSecond) => {
      const row = bestMeasuredRow(servingRows, gpuId, false)!;
      expect([row.kvCache, row.draftLength, row.maxNumSeqs]).toEqual([kvCache, drafts, maxNumSeqs]);
      expect(Math.round(row.outputTokensPerSecond!)).toBe(tokensPerSecond);
    },
  );

  it("has an adapter where one is asked for", () => {
    for (const gpuId of context.gpus.keys()) expect(bestMeasuredRow(servingRows, gpuId, true)?.lora).toBe(true);
  });
});
