import { describe, expect, it } from "vitest";
import { bandInflation } from "./band-inflation.ts";
import { inflationOn, NO_INFLATION } from "./inflation.ts";
import type { ProcessShape, ResidualPoint } from "./residual-process.ts";

const shape: ProcessShape = {
  spread: 0.05,
  noise: 0.01,
  logRunningLength: 0.01,
  draftLengthLength: 2,
  adapterCorrelation: 0.8,
  kvCorrelation: 0.8,
  gpuCorrelation: 0,
  tensorParallelCorrelation: 0.6,
};
/** Of a cell that shares nothing with the others, as all do here. */
const DEVIATION = Math.hypot(shape.spread, shape.noise);

function cellsOf(gpuId: string, count: number): readonly ResidualPoint[] {
  return Array.from({ length: count }, (_, i) => ({
    situation: {
      gpuId,
      runningRequests: 2 ** i,
      draftLength: 0,
      lora: false,
      fp8Kv: false,
      fp8Weights: true,
      tensorParallel: 1,
      kvElementsPerRequest: 1e8,
    },
    logResidual: 0,
    rows: 1,
  }));
}

describe(bandInflation, () => {
  const cells = cellsOf("h100-sxm", 40);

  it("is none where cells lie within their bands", () => {
    const within = cells.map((_, i) => (i % 2 === 0 ? 1 : -1) * DEVIATION);
    expect(bandInflation(cells, within, shape)).toEqual({ byGpu: { "h100-sxm": 1 }, pooled: 1 });
  });

  it("widens bands until nine in ten cells lie within", () => {
    const off = cells.map((_, i) => (i + 1) * 0.1 * DEVIATION);
    const { pooled } = bandInflation(cells, off, shape);
    const within = off.filter((residual) => residual <= pooled * 1.645 * DEVIATION * (1 + 1e-9));
    // 37 of 40: nine in ten of one cell more
    expect(within).toHaveLength(37);
  });

  it("is taken together where a GPU has few cells of its own", () => {
    const few = [...cells, ...cellsOf("a100-sxm-80gb", 5)];
    const inflation = bandInflation(
      few,
      few.map(() => 3.29 * DEVIATION),
      shape,
    );
    expect(Object.keys(inflation.byGpu)).toEqual(["h100-sxm"]);
    expect(inflationOn("a100-sxm-80gb", inflation)).toBe(inflation.pooled);
    expect(inflation.pooled).toBeCloseTo(2, 6);
  });

  it("is none without cells", () => {
    expect(bandInflation([], [], shape)).toEqual(NO_INFLATION);
    expect(inflationOn("h100-sxm", NO_INFLATION)).toBe(1);
  });
});
