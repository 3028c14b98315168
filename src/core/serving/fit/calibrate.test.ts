import { describe, expect, it } from "vitest";
import { calibrate, type FittedPlatforms } from "./calibrate.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { missingRow, planted, plantedRows, roundContext, steadyRow } from "./row-fixture.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow } from "./row-prediction.ts";

const rows = plantedRows();
const fit = calibrate(rows, roundContext);

function stepErrorOf(row: MeasuredServingRow, fitted: FittedPlatforms): number {
  const { step, kvHolding } = fitted[row.gpuId]!;
  const running = runningInRow(row, budgetOfRow(row, roundContext), kvHolding);
  return Math.abs(predictedStepSeconds(row, running, step, roundContext) / row.chunkGapMedianSeconds! - 1);
}

describe(calibrate, () => {
  it("recovers the step times of the planted parameters within 1 %", () => {
    for (const row of rows) expect(stepErrorOf(row, fit), row.id).toBeLessThan(0.01);
  });

  it("recovers how much KV cache a request takes, where rows ran out of it", () => {
    const [found, { factor }] = [fit["h100-sxm"]!.kvHolding, planted["h100-sxm"]!.kvHolding];
    expect(found.fittedRows).toBeGreaterThan(0);
    expect(Math.abs(found.factor / factor - 1)).toBeLessThan(0.05);
  });

  it("takes what the other GPUs show where no row ran out, and says so", () => {
    const { fittedRows, factor } = fit["b200-sxm"]!.kvHolding;
    expect(fittedRows).toBe(0);
    expect(Math.abs(factor / fit["h100-sxm"]!.kvHolding.factor - 1)).toBeLessThan(0.1);
  });

  it("learns from the step of a single wave that ran out of KV cache, not from its queue", () => {
    const wave = rows.findLast(({ gpuId, concurrencyPerReplica: n }) => gpuId === "h100-sxm" && n === 256)!;
    const asWave = { ...wave, id: "wave", completedRequests: wave.concurrencyPerReplica * wave.replicas };
    const [wild, shorter] = [asWave, { ...asWave, chunkGapMedianSeconds: 0.7 * wave.chunkGapMedianSeconds! }].map(
      (row) => calibrate([...rows, { ...row, ttftMedianSeconds: 60 }], roundContext)["h100-sxm"]!.kvHolding,
    );
    expect(Math.abs(wild!.factor / fit["h100-sxm"]!.kvHolding.factor - 1)).toBeLessThan(0.01);
    expect(shorter!.factor).toBeGreaterThan(wild!.factor);
  });

  it("gives the same twice, and whatever the order of the rows", () => {
    expect(calibrate(rows, roundContext)).toEqual(fit);
    const reversed = calibrate(rows.toReversed(), roundContext);
    for (const row of rows) expect(stepErrorOf(row, reversed)).toBeCloseTo(stepErrorOf(row, fit), 3);
  });

  it("is not bent by one measurement that is far off", () => {
    const odd = rows.map((row, i) =>
      i === 10 ? { ...row, chunkGapMedianSeconds: 3 * row.chunkGapMedianSeconds! } : row,
    );
    const bent = calibrate(odd, roundContext);
    for (const row of rows) expect(stepErrorOf(row, bent), row.id).toBeLessThan(0.05);
  });

  it("takes no part in rows that the steady rule leaves out, however wild", () => {
    const wild = { ...steadyRow, chunkGapMedianSeconds: 1e6, ttftMedianSeconds: 1e-6, outputTokensPerSecond: 1e9 };
    const excluded = [
      missingRow,
      { ...wild, completedRequests: 200 },
      { ...wild, anomaly: "odd" },
      { ...wild, maxNumSeqs: null },
    ];
    expect(calibrate([...excluded, ...rows], roundContext)).toEqual(fit);
  });

  it("stays at the priors without rows", () => {
    const { step, kvHolding } = calibrate([], roundContext)["b200-sxm"]!;
    for (const [parameter, value] of Object.entries(step)) {
      const { center } = roundContext.priors[parameter as keyof typeof step];
      expect(value / center, parameter).toBeCloseTo(1, 6);
    }
    expect(kvHolding.factor).toBeCloseTo(1, 6);
    expect(kvHolding.overheadBytesPerGpu / roundContext.kvOverheadPrior.center).toBeCloseTo(1, 6);
  });

  it("lends a GPU without rows what the others taught, closer than the priors are", () => {
    const h100Alone = calibrate(
      rows.filter((row) => row.gpuId === "h100-sxm"),
      roundContext,
    );
    const { step } = h100Alone["b200-sxm"]!;
    const { center } = roundContext.priors.secondsPerStep;
    expect(step.secondsPerStep).toBeLessThan(center);
    expect(step.secondsPerStep).toBeGreaterThan(h100Alone["h100-sxm"]!.step.secondsPerStep * 0.99);
  });
});
