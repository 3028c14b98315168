import { describe, expect, it } from "vitest";
import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import { fineTuningBandInflation, fineTuningResidualAt } from "./fine-tuning-residuals.ts";

const base: FineTuningDeployment = {
  gpu: "a",
  gpuCount: 8,
  strategy: "ddp",
  checkpointing: true,
  precision: "bf16",
  compile: false,
  microBatch: 1,
};
const points = [
  { deployment: base, sequenceLength: 2048, logResidual: 0.04 },
  { deployment: { ...base, strategy: "fsdp" } as const, sequenceLength: 2048, logResidual: -0.03 },
];

describe(fineTuningResidualAt, () => {
  const at = fineTuningResidualAt({ points, inflation: 1 });

  it("passes through what was measured, within its noise", () => {
    for (const { logResidual, ...situation } of points) {
      expect(Math.abs(at(situation).mean - logResidual)).toBeLessThan(0.002);
    }
  });

  it("returns to physics, and is less sure, away from it", () => {
    const deployment = { ...base, gpu: "b", compile: true, precision: "te-fp8", microBatch: 32 } as const;
    const elsewhere = { deployment, sequenceLength: 2048 };
    expect(Math.abs(at(elsewhere).mean)).toBeLessThan(0.001);
    expect(at(elsewhere).deviation).toBeGreaterThan(3 * at(points[0]!).deviation);
  });

  it("widens with its inflation", () => {
    const wide = fineTuningResidualAt({ points, inflation: 2 });
    expect(wide(points[0]!).deviation).toBeCloseTo(2 * at(points[0]!).deviation, 12);
  });
});

describe(fineTuningBandInflation, () => {
  it("is 1 for rows that others foretell, and more for rows that surprise", () => {
    const calm = points.map((point) => ({ ...point, logResidual: 0 }));
    expect(fineTuningBandInflation(calm, [0, 0])).toBe(1);
    expect(fineTuningBandInflation(calm, [0.5, 0.5])).toBeGreaterThan(5);
  });
});
