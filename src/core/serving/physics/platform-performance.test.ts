import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyPlatform, impossibleNumbersIn, onGpu, type PlatformCase } from "./platform-fixture.ts";
import { platformPerformance, type PlatformPerformance, splitOverReplicas } from "./platform-performance.ts";
import { base, gemma, h100, noResidual, roundEngine, roundParameters } from "./published-fixture.ts";

const PRECISION = 1e-9;

function resultOf({ model, workload, deployment, acceptanceRate }: PlatformCase) {
  return platformPerformance(model, workload, deployment, deployment.draftLength === 0 ? 0 : acceptanceRate);
}

/** Checks a law on platforms that can serve their workload. */
function lawOf(law: (performance: PlatformPerformance, platform: PlatformCase) => void) {
  fc.assert(
    fc.property(anyPlatform, (platform) => {
      const result = resultOf(platform);
      fc.pre(result.feasible);
      law(result.performance, platform);
    }),
  );
}

function relativeDifference(a: number, b: number): number {
  return Math.abs(a / b - 1);
}

describe(splitOverReplicas, () => {
  it("leaves idle replicas out: 4 requests on 8 run on 4, not as half a request on each", () => {
    expect(splitOverReplicas(4, 8)).toEqual([{ replicas: 4, inFlight: 1 }]);
    expect(splitOverReplicas(19, 8)).toEqual([
      { replicas: 3, inFlight: 3 },
      { replicas: 5, inFlight: 2 },
    ]);
  });

  it("loses no request, and spreads them as evenly as whole ones go", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 64 }), (concurrency, replicas) => {
        const groups = splitOverReplicas(concurrency, replicas);
        expect(groups.reduce((sum, group) => sum + group.replicas * group.inFlight, 0)).toBe(concurrency);
        expect(groups.reduce((sum, group) => sum + group.replicas, 0)).toBe(Math.min(concurrency, replicas));
        const inFlight = groups.map((group) => group.inFlight);
        expect(Math.min(...inFlight)).toBeGreaterThan(0);
        expect(Math.max(...inFlight) - Math.min(...inFlight)).toBeLessThanOrEqual(1);
        expect(inFlight[0]).toBe(Math.ceil(concurrency / replicas));
      }),
    );
  });
});

describe(platformPerformance, () => {
  it("has every request in flight either running or waiting", () => {
    lawOf(({ runningRequests, waitingRequests }, { workload }) => {
      expect(relativeDifference(runningRequests + waitingRequests, workload.concurrency)).toBeLessThan(PRECISION);
    });
  });

  it("obeys Little's law, also where replicas differ by a request", () => {
    lawOf(({ requestsPerSecond, requestSeconds }, { workload }) => {
      expect(relativeDifference(requestsPerSecond * requestSeconds, workload.concurrency)).toBeLessThan(PRECISION);
    });
  });

  it("takes the TTFT and one TPOT for each further token of a request", () => {
    lawOf(({ requestSeconds, ttftSeconds, tpotSeconds }, { workload }) => {
      expect(relativeDifference(requestSeconds, ttftSeconds + (workload.outputTokens - 1) * tpotSeconds)).toBeLessThan(
        PRECISION,
      );
    });
  });

  it("has a median TTFT at or below the mean", () => {
    lawOf(({ ttftMedianSeconds, ttftSeconds }) => {
      expect(ttftMedianSeconds).toBeLessThanOrEqual(ttftSeconds * (1 + PRECISION));
    });
  });

  it("counts output tokens alone, and both under total", () => {
    lawOf(({ requestsPerSecond, outputTokensPerSecond, totalTokensPerSecond }, { workload }) => {
      expect(relativeDifference(outputTokensPerSecond, requestsPerSecond * workload.outputTokens)).toBeLessThan(
        PRECISION,
      );
      expect(
        relativeDifference(totalTokensPerSecond - outputTokensPerSecond, requestsPerSecond * workload.inputTokens),
      ).toBeLessThan(PRECISION);
    });
  });

  it("never beats the floor of its busiest replica", () => {
    lawOf(({ busiest, floorStepSeconds }) => {
      expect(floorStepSeconds).toBeLessThanOrEqual(busiest.step.totalSeconds * (1 + PRECISION));
    });
  });

  it("runs no more than a replica may, and calls the fullest one busiest", () => {
    lawOf(({ busiest, limit, replicas, stepSeconds }, { workload, deployment }) => {
      expect(busiest.runningRequests).toBeLessThanOrEqual(limit.requests);
      expect(busiest.inFlightRequests).toBe(Math.ceil(workload.concurrency / replicas));
      expect(limit.requests).toBeLessThanOrEqual(Math.max(1, deployment.maxNumSeqs));
      expect(stepSeconds).toBeLessThanOrEqual(busiest.step.totalSeconds * (1 + PRECISION));
    });
  });

  it("holds no impossible number", () => {
    fc.assert(
      fc.property(anyPlatform, (platform) => {
        const result = resultOf(platform);
        if (result.feasible) expect(impossibleNumbersIn(result)).toEqual([]);
        else expect(impossibleNumbersIn(result.reason)).toEqual([]);
      }),
    );
  });

  it("never delivers less from faster HBM", () => {
    lawOf(({ outputTokensPerSecond, requestSeconds }, platform) => {
      const faster = resultOf(onGpu(platform, { hbmBytesPerSecond: 2 * platform.model.gpu.hbmBytesPerSecond }));
      expect(faster.feasible && faster.performance.outputTokensPerSecond).toBeGreaterThanOrEqual(
        outputTokensPerSecond * (1 - PRECISION),
      );
      expect(faster.feasible && faster.performance.requestSeconds).toBeLessThanOrEqual(
        requestSeconds * (1 + PRECISION),
      );
    });
  });

  it("delivers twice as much from twice the replicas under twice the load", () => {
    lawOf(({ outputTokensPerSecond, requestSeconds }, platform) => {
      const twice = resultOf({
        ...platform,
        workload: { ...platform.workload, concurrency: 2 * platform.workload.concurrency },
        deployment: { ...platform.deployment, gpuCount: 2 * platform.deployment.gpuCount },
      });
      expect(twice.feasible).toBe(true);
      if (!twice.feasible) return;
      expect(relativeDifference(twice.performance.outputTokensPerSecond, 2 * outputTokensPerSecond)).toBeLessThan(
        PRECISION,
      );
      expect(relativeDifference(twice.performance.requestSeconds, requestSeconds)).toBeLessThan(PRECISION);
    });
  });

  it("says why not: by the settings without a budget, by memory with one", () => {
    const model = { gpu: h100, llm: gemma, parameters: roundParameters, engine: roundEngine, residuals: noResidual };
    const workload = { inputTokens: 225, outputTokens: 274, concurrency: 512 };
    expect(platformPerformance(model, workload, { ...base, gpuCount: 7, tensorParallel: 2 }, 0)).toEqual({
      feasible: false,
      reason: { kind: "replicas-not-whole", gpuCount: 7, tensorParallel: 2 },
      budget: null,
    });
    const cramped = platformPerformance(model, workload, { ...base, gpuMemoryUtilization: 0.4 }, 0);
    expect(cramped).toMatchObject({ feasible: false, reason: { kind: "weights-exceed-memory" } });
    expect(cramped).toHaveProperty("budget.deviceBytes", h100.deviceMemoryBytes);
  });
});

describe("throughput as concurrency grows", () => {
  const model = { gpu: h100, llm: gemma, parameters: roundParameters, engine: roundEngine, residuals: noResidual };
  const deployment = { ...base, kvCache: "fp8", maxNumSeqs: 512, draftLength: 2 } as const;

  function throughputAt(inputTokens: number, outputTokens: number, concurrency: number): number {
    const result = platformPerformance(model, { inputTokens, outputTokens, concurrency }, deployment, 0.73);
    if (!result.feasible) throw new Error(`infeasible: ${result.reason.kind}`);
    return result.performance.outputTokensPerSecond;
  }

  it("never falls, whatever the lengths", () => {
    const anyInput = fc.integer({ min: 1, max: 3000 });
    const anyOutput = fc.oneof(fc.integer({ min: 2, max: 32 }), fc.integer({ min: 33, max: 1000 }));
    fc.assert(
      fc.property(anyInput, anyOutput, (inputTokens, outputTokens) => {
        const loads = [1, 4, 8, 9, 15, 16, 64, 200, 512, 1024, 1500, 4096, 10_000];
        const throughputs = loads.map((load) => throughputAt(inputTokens, outputTokens, load));
        throughputs.slice(1).forEach((throughput, i) => {
          expect(throughput).toBeGreaterThanOrEqual(throughputs[i]! * (1 - PRECISION));
        });
      }),
    );
  });
});
