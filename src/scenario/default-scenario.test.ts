import { describe, expect, it } from "vitest";
import { NO_LIMITS } from "../core/serving/answer/limits.ts";
import { calibrationContext } from "../catalog/calibration-context.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { SCENARIO_RANGES } from "./scenario.ts";
import { settingsPolicyOf } from "./settings.ts";

const { platforms, workload } = defaultScenario;

describe("defaultScenario", () => {
  it("is the source benchmark's workload at its index prices: 100, 210 and 389", () => {
    expect(workload).toMatchObject({ inputTokens: 225, outputTokens: 274, concurrency: 2048 });
    expect(defaultScenario.priceUnit).toBe("index");
    expect(platforms.map(({ gpu, pricePerGpuHour }) => [gpu, pricePerGpuHour])).toEqual([
      ["a100-sxm-80gb", 1],
      ["h100-sxm", 2.1],
      ["b200-sxm", 3.89],
    ]);
  });

  it("compares every GPU with serving rows, once and in its order, each at its best measured settings", () => {
    expect(platforms.map(({ gpu }) => gpu)).toEqual([...calibrationContext.gpus.keys()]);
    expect(platforms.every(({ compared }) => compared)).toBe(true);
    expect(settingsPolicyOf(defaultScenario)).toBe("best-measured");
  });

  it("sets no limits, and calls less than 5 % a tie", () => {
    expect(defaultScenario.limits).toEqual(NO_LIMITS);
    expect(defaultScenario.tieThresholdFraction).toBe(0.05);
  });

  it("lies within the ranges that controls and links accept", () => {
    const values = [
      ...Object.entries(workload),
      ...platforms.flatMap((platform) => Object.entries(platform)),
      ["tieThresholdFraction", defaultScenario.tieThresholdFraction] as const,
    ];
    for (const [name, value] of values) {
      if (typeof value !== "number") continue;
      const { min, max } = SCENARIO_RANGES[name as keyof typeof SCENARIO_RANGES];
      expect(value, name).toBeGreaterThanOrEqual(min);
      expect(value, name).toBeLessThanOrEqual(max);
    }
  });

  it("can be served by every platform, and ends clearly", () => {
    const { platforms: evaluated, recommendation } = evaluationOf(defaultScenario);
    for (const { infeasible, gpu } of evaluated) expect(infeasible, gpu.id).toBeNull();
    expect(recommendation).toMatchObject({ winner: "b200-sxm", runnerUp: "h100-sxm", tie: false });
  });
});
