import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { anyAsked, asked, row } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import type { ServingSettings } from "./serving-choice.ts";
import type { ServingAsked } from "./serving-platforms.ts";
import { type PlatformResult, type ServingResult, servingResult } from "./serving-result.ts";

const resultFor = (question: ServingAsked): ServingResult => servingResult(servingAnswerOf(study, question));

function resultOn(gpu: string, settings: Partial<ServingSettings>): PlatformResult {
  const [platform] = resultFor(asked([row(gpu, { settings })])).platforms;
  if (platform === undefined) throw new Error("no platform");
  return platform;
}

describe(servingResult, () => {
  it("is the same after a trip through JSON, whatever is asked", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const result = resultFor(question);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
      { numRuns: 60 },
    );
  });

  it("has the same keys for every platform, and a reason or numbers, never both; no cost without a price", () => {
    const keys = Object.keys(resultOn("b200-sxm", {})).toSorted();
    fc.assert(
      fc.property(anyAsked, (question) => {
        const { platforms } = resultFor(question);
        expect(platforms.map(({ id }) => id)).toEqual(question.platforms.map(({ id }) => id));
        for (const platform of platforms) {
          expect(Object.keys(platform).toSorted()).toEqual(keys);
          expect(platform.feasible).toBe(platform.reason === null);
          expect(platform.stepSeconds === null).toBe(!platform.feasible);
          if (!platform.feasible) expect(platform.costPerMillionOutputTokens).toBeNull();
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps to laws that hold in any steady state", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const { workload, demand } = question.choice;
        for (const platform of resultFor(question).platforms) {
          if (!platform.feasible) continue;
          expect(platform.headroom).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(platform.ttftMedianSeconds).toBeLessThanOrEqual(platform.ttftSeconds * (1 + 1e-9));
          expect(platform.requestSeconds).toBeGreaterThan(platform.ttftSeconds);
          // Little's law.
          const requestsPerSecond = platform.outputTokensPerSecond / workload.outputTokens;
          expect((requestsPerSecond * platform.requestSeconds) / platform.inFlightRequests).toBeCloseTo(1, 9);
          if (demand === null) expect(platform.inFlightRequests / workload.concurrency).toBeCloseTo(1, 9);
          if (platform.costPerMillionOutputTokens === null || platform.costPerRequest === null) continue;
          const perToken = platform.costPerMillionOutputTokens / 1e6;
          expect(platform.costPerRequest / (perToken * workload.outputTokens)).toBeCloseTo(1, 9);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("counts memory of one GPU of a replica, all of whose parts add up", () => {
    const { memory } = resultOn("h100-sxm", { tensorParallel: 2, gpuMemoryUtilization: 0.9 });
    if (memory === null) throw new Error("no memory");
    const { deviceBytes, weightBytes, drafterBytes, overheadBytes, kvCacheBytes } = memory;
    expect(deviceBytes).toBe(study.gpus.get("h100-sxm")?.deviceMemoryBytes);
    expect(weightBytes + drafterBytes + overheadBytes + kvCacheBytes).toBeCloseTo(0.9 * deviceBytes, 0);
  });

  it("shows the memory of a platform that has too little, and nothing else", () => {
    const platform = resultOn("a100-sxm-80gb", { gpuMemoryUtilization: 0.5 });
    expect(platform.reason).toMatchObject({ kind: "weights-exceed-memory" });
    expect(platform.memory?.kvCacheBytes).toBeLessThan(0);
    expect(platform.memory?.maxRunningRequests).toBe(0);
    expect(platform).toMatchObject({
      stepSeconds: null,
      relativeCost: null,
      evidence: null,
      measured: null,
      band: null,
    });
  });

  it("has no memory to show where the settings rule a platform out", () => {
    const platform = resultOn("a100-sxm-80gb", { weights: "fp8" });
    expect(platform.reason).toEqual({ kind: "dtype-unsupported", dtype: "fp8", gpu: "a100-sxm-80gb" });
    expect(platform.memory).toBeNull();
  });

  it("puts the published row of the same settings beside the prediction", () => {
    const published = study.model.rows.find(({ id }) => id === "vessl-i-087");
    const { measured, evidence } = resultOn("b200-sxm", {});
    expect(evidence).toBe("measured");
    expect(measured).toEqual({
      row: "vessl-i-087",
      stepSeconds: published?.chunkGapMedianSeconds,
      outputTokensPerSecond: published?.outputTokensPerSecond,
      ttftSeconds: published?.ttftMedianSeconds,
      // Published as 0.10926… and 2.60798…
      stepP99Seconds: 0.1093,
      ttftP99Seconds: 2.608,
    });
  });
});
