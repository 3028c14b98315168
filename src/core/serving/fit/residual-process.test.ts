import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StepSituation } from "../physics/parameters.ts";
import { fitProcessShape } from "./fit-process.ts";
import {
  residualsOf,
  type ProcessShape,
  type ResidualPoint,
  type ResidualProcess,
  residualProcess,
} from "./residual-process.ts";

/** Mean and deviation at one situation. */
function predicted(process: ResidualProcess, situation: StepSituation) {
  const { meanAlong, deviationAt } = residualsOf(process);
  return { mean: meanAlong(situation)(situation.runningRequests), deviation: deviationAt(situation) };
}

const shape: ProcessShape = {
  spread: 0.08,
  noise: 0.01,
  logRunningLength: 1,
  draftLengthLength: 2,
  adapterCorrelation: 0.8,
  kvCorrelation: 0.8,
  gpuCorrelation: 0.4,
  tensorParallelCorrelation: 0.6,
};

const here: StepSituation = {
  gpuId: "h100-sxm",
  runningRequests: 16,
  draftLength: 2,
  lora: false,
  fp8Kv: true,
  fp8Weights: true,
  tensorParallel: 1,
  kvElementsPerRequest: 1e8,
};

const anySituation: fc.Arbitrary<StepSituation> = fc.record({
  gpuId: fc.constantFrom("h100-sxm", "b200-sxm"),
  runningRequests: fc.integer({ min: 1, max: 512 }),
  draftLength: fc.integer({ min: 0, max: 3 }),
  lora: fc.boolean(),
  fp8Kv: fc.boolean(),
  fp8Weights: fc.boolean(),
  tensorParallel: fc.constantFrom(1, 2, 8),
  kvElementsPerRequest: fc.double({ min: 1e6, max: 1e10, noNaN: true }),
});
const anyPoints: fc.Arbitrary<readonly ResidualPoint[]> = fc.array(
  fc.record({
    situation: anySituation,
    logResidual: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    rows: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe(residualsOf, () => {
  /** Of a step that nothing was measured near. */
  const wholeDeviation = predicted(residualProcess([], shape), here).deviation;
  const pointHere = { situation: here, logResidual: 0.1, rows: 1 };

  it("is nearly what was measured at a measured point, nearer the more often", () => {
    const once = predicted(residualProcess([pointHere], shape), here);
    const often = predicted(residualProcess([{ ...pointHere, rows: 16 }], shape), here);
    // One point of noise 0.01 under a spread of 0.08 counts 64/65
    expect(once.mean).toBeCloseTo((0.1 * 64) / 65, 12);
    expect(often.mean).toBeGreaterThan(once.mean);
    expect(often.deviation).toBeLessThan(once.deviation);
  });

  it("returns to physics, and to its whole spread, far from all points", () => {
    const process = residualProcess([pointHere], shape);
    const far = predicted(process, { ...here, runningRequests: 1e15 });
    expect(far.mean).toBeCloseTo(0, 9);
    expect(far.deviation).toBeCloseTo(wholeDeviation, 9);
  });

  it.each([
    { runningRequests: 64 },
    { draftLength: 0 },
    { lora: true },
    { fp8Kv: false },
    { gpuId: "b200-sxm" },
    { fp8Weights: false },
    { tensorParallel: 2 },
  ])("carries over in part where %j", (difference) => {
    const process = residualProcess([pointHere], shape);
    const [near, there] = [here, { ...here, ...difference }].map((situation) => predicted(process, situation));
    expect(there!.mean).toBeGreaterThan(0);
    expect(there!.mean).toBeLessThan(near!.mean);
    expect(there!.deviation).toBeGreaterThan(near!.deviation);
    expect(there!.deviation).toBeLessThan(wholeDeviation);
  });

  it("carries over to another context in full, and less sure", () => {
    const process = residualProcess([pointHere], shape);
    const [near, there] = [predicted(process, here), predicted(process, { ...here, kvElementsPerRequest: 2e8 })];
    expect(there.mean).toBe(near.mean);
    expect(there.deviation).toBeGreaterThan(near.deviation);
    expect(there.deviation).toBeLessThan(wholeDeviation);
  });

  it("is never surer than a point allows, nor less sure than without any", () => {
    fc.assert(
      fc.property(anyPoints, anySituation, (points, situation) => {
        const { mean, deviation } = predicted(residualProcess(points, shape), situation);
        expect(Number.isFinite(mean)).toBe(true);
        expect(deviation).toBeGreaterThanOrEqual(0);
        expect(deviation).toBeLessThanOrEqual(wholeDeviation);
      }),
    );
  });

  it("grows no less sure by one more point", () => {
    fc.assert(
      fc.property(anyPoints, anySituation, (points, situation) => {
        const without = predicted(residualProcess(points.slice(1), shape), situation);
        const process = residualProcess(points, shape);
        expect(predicted(process, situation).deviation).toBeLessThanOrEqual(without.deviation + 1e-9);
      }),
    );
  });

  it("is physics alone without points, as sure as the spread and the noise of a measurement", () => {
    expect(predicted(residualProcess([], shape), here).mean).toBe(0);
    expect(wholeDeviation).toBeGreaterThanOrEqual(0.08);
    expect(wholeDeviation).toBeLessThanOrEqual(Math.hypot(0.08, 0.01));
  });
});

describe(fitProcessShape, () => {
  /** Residuals along the batch at several drafts: a slow wave, and what repeated runs differ by. */
  const points = [1, 2, 4, 8, 16, 32, 64, 128, 256].flatMap((runningRequests, i) =>
    [0, 1, 2, 3].map((draftLength) => ({
      situation: { ...here, runningRequests, draftLength },
      logResidual: 0.06 * Math.sin(i / 2.5) + 0.005 * Math.sin(17 * i + 5 * draftLength),
      rows: 1,
    })),
  );
  const fitted = fitProcessShape(points);

  it("gives the same twice, with correlations between 0 and 1 and lengths above 0", () => {
    expect(fitProcessShape(points)).toEqual(fitted);
    for (const [key, value] of Object.entries(fitted)) {
      expect(value, key).toBeGreaterThan(0);
      if (key.endsWith("Correlation")) expect(value, key).toBeLessThan(1);
    }
  });

  it("predicts a cell from its neighbours better than physics does", () => {
    const inside = points.filter(({ situation }) => situation.runningRequests === 16);
    const others = points.filter(({ situation }) => situation.runningRequests !== 16);
    const process = residualProcess(others, fitted);
    for (const { situation, logResidual } of inside) {
      const { mean } = predicted(process, situation);
      expect(Math.abs(mean - logResidual)).toBeLessThan(Math.abs(logResidual) / 2);
    }
  });

  it("sees less spread where physics is right", () => {
    const right = points.map((point) => ({ ...point, logResidual: point.logResidual / 20 }));
    expect(fitProcessShape(right).spread).toBeLessThan(fitted.spread / 2);
  });

  it("believes what it did beforehand without cells", () => {
    expect(fitProcessShape([])).toMatchObject({ spread: expect.closeTo(0.04, 9), noise: expect.closeTo(0.012, 9) });
  });
});
