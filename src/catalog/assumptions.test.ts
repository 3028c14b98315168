import { describe, expect, it } from "vitest";
import { STEP_PARAMETERS } from "../core/serving/fit/parameter-vector.ts";
import {
  assumptions,
  benchmarkAnswers,
  benchmarkConditions,
  engineAssumptions,
  inputUncertainty,
  kvOverheadPrior,
  stepPriors,
} from "./assumptions.ts";

describe("assumptions", () => {
  it("says of each why it has its value, and where that was read unless it is assumed", () => {
    for (const { id, mark, why, source } of assumptions.values()) {
      expect(why.length, id).toBeGreaterThan(10);
      if (mark !== "assumed") expect(source, id).not.toBeNull();
    }
  });

  it("are all used: the engine's, the benchmark's conditions and answers, what inputs may be off by, and a prior for each step parameter", () => {
    const used =
      [engineAssumptions, benchmarkConditions, benchmarkAnswers, inputUncertainty].flatMap(Object.keys).length -
      ["outputTokensVariation"].length;
    expect(assumptions.size).toBe(used + [kvOverheadPrior].length + STEP_PARAMETERS.length);
  });
});

describe("engineAssumptions", () => {
  it("holds the ceilings that bare linear layers were measured to reach on an H200", () => {
    expect(engineAssumptions.bandwidthCeiling).toBe(0.81);
    expect(engineAssumptions.computeCeiling).toBe(0.69);
  });

  it("is in bytes, and in shares of a peak that nothing exceeds", () => {
    expect(engineAssumptions.fixedOverheadBytes).toBe(1.75e9);
    expect(engineAssumptions.prefillAttentionEfficiency).toBeLessThan(1);
  });
});

describe("benchmarkConditions", () => {
  it("is the published set-up: defaults of the server script, 274 output tokens, and a prompt length that is assumed", () => {
    expect(benchmarkConditions).toEqual({
      promptTokens: 225,
      outputTokens: 274,
      promptTokensVariation: 1.2,
      // Of the capped log-normal that the simulated client draws from
      outputTokensVariation: 0.62,
      maxNumBatchedTokens: 4096,
      maxModelLen: 4096,
      gpuMemoryUtilization: 0.9,
    });
    expect(assumptions.get("prompt-length")?.mark).toBe("assumed");
  });
});

describe("benchmarkAnswers", () => {
  it("is the published subset and cap, and a spread that is assumed", () => {
    expect(benchmarkAnswers).toEqual({ prompts: 1000, capTokens: 512, logSpread: 1 });
    expect(assumptions.get("answer-spread")?.mark).toBe("assumed");
  });
});

describe("stepPriors", () => {
  const ceilings: Readonly<Record<string, number>> = {
    computeEfficiency: engineAssumptions.computeCeiling,
    prefillEfficiency: engineAssumptions.computeCeiling,
    kvReadEfficiency: engineAssumptions.bandwidthCeiling,
  };

  it.each(STEP_PARAMETERS)("believes something of %s: above 0, below its ceiling, and not too firmly", (parameter) => {
    const { center, logSpread } = stepPriors[parameter];
    expect(center).toBeGreaterThan(0);
    expect(center).toBeLessThan(ceilings[parameter] ?? 1);
    expect(logSpread).toBeGreaterThanOrEqual(0.2);
    expect(logSpread).toBeLessThanOrEqual(0.7);
  });
});
