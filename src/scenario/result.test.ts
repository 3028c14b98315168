import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MODEL_VERSION, servingModel } from "../catalog/serving-model.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { anyScenario } from "./permalink-fixture.ts";
import { resultOf, type PlatformOutcome, type ScenarioResult } from "./result.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";

/** Any scenario at the page's own tie threshold, which decides who wins and no number here. */
const anyOffer = anyScenario.map((scenario) => ({
  ...scenario,
  llm: defaultScenario.llm,
  tieThresholdFraction: defaultScenario.tieThresholdFraction,
}));

const resultFor = (scenario: Scenario): ScenarioResult => resultOf(evaluationOf(scenario));

function outcomeOn(gpu: string, changes: Partial<PlatformChoice>): PlatformOutcome {
  const platforms = defaultScenario.platforms.filter((platform) => platform.gpu === gpu);
  const changed = platforms.map((platform) => ({ ...platform, ...changes }));
  return resultFor({ ...defaultScenario, platforms: changed }).platforms[0]!;
}

describe(resultOf, () => {
  it("is the same after a trip through JSON, whatever the scenario", () => {
    fc.assert(
      fc.property(anyOffer, (scenario) => {
        const result = resultFor(scenario);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      }),
    );
  });

  it("has the same keys for every platform, and a reason or numbers, never both", () => {
    const keys = Object.keys(outcomeOn("b200-sxm", {})).toSorted();
    fc.assert(
      fc.property(anyOffer, (scenario) => {
        for (const platform of resultFor(scenario).platforms) {
          expect(Object.keys(platform).toSorted()).toEqual(keys);
          expect(platform.feasible).toBe(platform.reason === null);
          expect(platform.stepSeconds === null).toBe(!platform.feasible);
          expect(platform.costPerMillionOutputTokens === null).toBe(!platform.feasible);
        }
      }),
    );
  });

  it("keeps to laws that hold in any steady state", () => {
    fc.assert(
      fc.property(anyOffer, (scenario) => {
        for (const platform of resultFor(scenario).platforms) {
          if (!platform.feasible) continue;
          expect(platform.headroom).toBeGreaterThanOrEqual(1);
          expect(platform.runningRequests).toBeLessThanOrEqual(platform.memory!.maxRunningRequests);
          expect(platform.ttftMedianSeconds).toBeLessThanOrEqual(platform.ttftSeconds);
          expect(platform.requestSeconds).toBeGreaterThan(platform.ttftSeconds);
          // Little's law.
          const requestsPerSecond = platform.outputTokensPerSecond / scenario.workload.outputTokens;
          const inFlight = requestsPerSecond * platform.requestSeconds;
          expect(inFlight / platform.inFlightRequests).toBeCloseTo(1, 9);
          if (scenario.demand === null) expect(platform.inFlightRequests).toBe(scenario.workload.concurrency);
        }
      }),
    );
  });

  it("lists the compared platforms in the scenario's order", () => {
    const [first, ...others] = defaultScenario.platforms;
    const platforms = [...others, { ...first!, compared: false }].toReversed();
    const result = resultFor({ ...defaultScenario, platforms });
    expect(result.platforms.map(({ gpu }) => gpu)).toEqual(others.map(({ gpu }) => gpu).toReversed());
    expect(result.modelVersion).toBe(MODEL_VERSION);
  });

  it("counts memory of one replica, all of whose parts add up", () => {
    const { memory } = outcomeOn("h100-sxm", { gpuCount: 8, tensorParallel: 2, gpuMemoryUtilization: 0.9 });
    const { deviceBytes, weightBytes, drafterBytes, overheadBytes, kvCacheBytes } = memory!;
    expect(deviceBytes).toBe(2 * servingModel.gpus.get("h100-sxm")!.deviceMemoryBytes);
    expect(weightBytes + drafterBytes + overheadBytes + kvCacheBytes).toBeCloseTo(0.9 * deviceBytes, 0);
  });

  it("shows the memory of a platform that has too little, and nothing else", () => {
    const platform = outcomeOn("a100-sxm-80gb", { gpuMemoryUtilization: 0.5 });
    expect(platform.reason).toMatchObject({ kind: "weights-exceed-memory" });
    expect(platform.memory!.kvCacheBytes).toBeLessThan(0);
    expect(platform.memory!.maxRunningRequests).toBe(0);
    expect(platform).toMatchObject({ stepSeconds: null, relativeCost: null, evidence: null, measured: null });
  });

  it("has no memory to show where the settings rule a platform out", () => {
    const platform = outcomeOn("a100-sxm-80gb", { weights: "fp8" });
    expect(platform.reason).toEqual({ kind: "dtype-unsupported", dtype: "fp8", gpu: "a100-sxm-80gb" });
    expect(platform.memory).toBeNull();
  });

  it("puts the published row of the same settings beside the prediction", () => {
    const row = servingModel.rows.find(({ id }) => id === "vessl-i-087")!;
    const { measured, evidence } = outcomeOn("b200-sxm", {});
    expect(evidence).toBe("measured");
    expect(measured).toEqual({
      row: row.id,
      stepSeconds: row.chunkGapMedianSeconds,
      outputTokensPerSecond: row.outputTokensPerSecond,
      ttftSeconds: row.ttftMedianSeconds,
      // Published as 0.10926… and 2.60798…
      stepP99Seconds: 0.1093,
      ttftP99Seconds: 2.608,
    });
  });
});
