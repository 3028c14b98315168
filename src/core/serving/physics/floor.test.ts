import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stepFloor } from "./floor.ts";
import { anyPlatform, onGpu, type PlatformCase, stepOf } from "./platform-fixture.ts";
import { base, gemma, h100, roundEngine } from "./published-fixture.ts";

const anyRunning = fc.integer({ min: 1, max: 1024 });
const ROUNDING = 1 + 1e-12;

describe(stepFloor, () => {
  function floorOf({ model: { gpu, llm, engine }, workload, deployment }: PlatformCase, running: number) {
    return stepFloor(gpu, llm, workload, deployment, engine, running).totalSeconds;
  }

  it("lies under every step, whatever was fitted below the ceilings", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        expect(floorOf(platform, running)).toBeLessThanOrEqual(stepOf(platform, running).totalSeconds * ROUNDING);
      }),
    );
  });

  it("streams weights for a small batch and multiplies for a large one", () => {
    const workload = { inputTokens: 225, outputTokens: 274 };
    const kvSeconds = (362 * 901_120) / (0.8 * 3.35e12);
    const floor = (running: number) => stepFloor(h100, gemma, workload, base, roundEngine, running).totalSeconds;
    expect(floor(1)).toBeCloseTo(32_105_299_968 / (0.8 * 3.35e12) + kvSeconds, 12);
    expect(floor(1000)).toBeCloseTo((2 * 30_697_345_280 * 1000) / (0.7 * 1978e12) + 1000 * kvSeconds, 12);
  });

  it("does not need more of a GPU that is faster", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        const faster = onGpu(platform, { hbmBytesPerSecond: 2 * platform.model.gpu.hbmBytesPerSecond });
        expect(floorOf(faster, running)).toBeLessThanOrEqual(floorOf(platform, running));
      }),
    );
  });

  it("has no answer for a checkpoint that does not exist", () => {
    const bf16Only = { ...gemma, readWeightBytes: { bf16: 1, fp8: null } };
    const workload = { inputTokens: 1, outputTokens: 2 };
    expect(() => stepFloor(h100, bf16Only, workload, base, roundEngine, 1)).toThrow(
      "no fp8 checkpoint of gemma-4-31b-it",
    );
  });
});
