import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPlatform, impossibleNumbersIn, onGpu, stepOf } from "./platform-fixture.ts";
import { base, gemma, h100, roundEngine, roundParameters } from "./published-fixture.ts";
import { correctedStep, stepSituation, stepTime } from "./step-time.ts";

const anyRunning = fc.integer({ min: 1, max: 1024 });
const ROUNDING = 1 + 1e-12;

describe(stepTime, () => {
  it("reads every weight once: H100 streams 32.1 GB of FP8 weights in 12 ms", () => {
    const step = stepTime(
      h100,
      gemma,
      { inputTokens: 1, outputTokens: 2 },
      base,
      roundParameters.step,
      roundEngine,
      1,
      1,
      0,
    );
    expect(step.weightReadSeconds).toBeCloseTo(32_105_299_968 / (0.8 * 3.35e12), 12);
    expect(step.matrixSeconds).toBeCloseTo((2 * 30_697_345_280) / (0.4 * 1978e12), 12);
    expect(step.kvReadSeconds).toBeCloseTo((2 * 901_120) / (0.4 * 3.35e12), 12);
  });

  it("is the sum of its parts, weight read and matrix work overlapping", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        const { totalSeconds, ownSeconds, residualFactor, weightReadSeconds, matrixSeconds, ...parts } = stepOf(
          platform,
          running,
        );
        expect(residualFactor).toBe(1);
        expect(totalSeconds).toBe(ownSeconds + parts.prefillSeconds);
        const sum = Object.values(parts).reduce((seconds, part) => seconds + part, 0);
        expect(Math.abs(totalSeconds / sum - 1)).toBeLessThan(1e-9);
        expect(parts.linearSeconds * ROUNDING).toBeGreaterThanOrEqual(Math.max(weightReadSeconds, matrixSeconds));
        expect(parts.linearSeconds).toBeLessThanOrEqual((weightReadSeconds + matrixSeconds) * ROUNDING);
      }),
    );
  });

  it("holds no impossible number", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        expect(impossibleNumbersIn(stepOf(platform, running))).toEqual([]);
      }),
    );
  });

  it("never gets slower when HBM gets faster", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        const { hbmBytesPerSecond } = platform.model.gpu;
        const faster = onGpu(platform, { hbmBytesPerSecond: 2 * hbmBytesPerSecond });
        expect(stepOf(faster, running).totalSeconds).toBeLessThanOrEqual(stepOf(platform, running).totalSeconds);
      }),
    );
  });

  it("never gets slower when the tensor cores get faster", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        const { bf16, fp8 } = platform.model.gpu.peakFlopsPerSecond;
        const peakFlopsPerSecond = { bf16: 2 * bf16!, fp8: fp8 === null ? null : 2 * fp8 };
        const faster = onGpu(platform, { peakFlopsPerSecond });
        expect(stepOf(faster, running).totalSeconds).toBeLessThanOrEqual(stepOf(platform, running).totalSeconds);
      }),
    );
  });

  it("never takes less time with drafts than without", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, (platform, running) => {
        const without = { ...platform, deployment: { ...platform.deployment, draftLength: 0 } };
        expect(stepOf(platform, running).totalSeconds).toBeGreaterThanOrEqual(stepOf(without, running).totalSeconds);
      }),
    );
  });

  it("never takes less time with an adapter, or with more requests in it", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, anyRunning, (platform, running, more) => {
        const bare = { ...platform, deployment: { ...platform.deployment, lora: false } };
        const { totalSeconds } = stepOf(platform, running);
        expect(totalSeconds).toBeGreaterThanOrEqual(stepOf(bare, running).totalSeconds);
        expect(totalSeconds).toBeLessThanOrEqual(stepOf(platform, running + more).totalSeconds);
      }),
    );
  });

  it("computes no other request's prompt when it runs alone", () => {
    fc.assert(
      fc.property(anyPlatform, (platform) => {
        expect(stepOf(platform, 1).prefillSeconds).toBe(0);
      }),
    );
  });
});

describe(correctedStep, () => {
  it("changes all but the prompts, and says by what factor", () => {
    fc.assert(
      fc.property(anyPlatform, anyRunning, fc.double({ min: 1e-4, max: 10, noNaN: true }), (platform, running, own) => {
        const physics = stepOf(platform, running);
        const { totalSeconds, ownSeconds, residualFactor, ...parts } = correctedStep(physics, own);
        expect(totalSeconds).toBeCloseTo(own + physics.prefillSeconds, 12);
        expect(ownSeconds).toBe(own);
        expect(residualFactor * physics.ownSeconds).toBeCloseTo(own, 12);
        expect(physics).toMatchObject(parts);
      }),
    );
  });
});

describe(stepSituation, () => {
  it("is what a step's measurements share, with one byte for each KV element of the live context", () => {
    const fp8Kv = { ...base, kvCache: "fp8", draftLength: 2, lora: true } as const;
    expect(stepSituation(gemma, { inputTokens: 225, outputTokens: 274 }, fp8Kv, 16)).toEqual({
      gpuId: "h100-sxm",
      runningRequests: 16,
      draftLength: 2,
      lora: true,
      fp8Kv: true,
      fp8Weights: true,
      tensorParallel: 1,
      kvElementsPerRequest: 362 * 450_560,
    });
  });
});
