import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kvCapacityRequests, memoryBudget } from "./memory-budget.ts";
import {
  operatingPoint,
  operatingPointAtRate,
  type Replica,
  runningLimit,
  saturatedRequestsPerSecond,
} from "./operating-point.ts";
import { anyPlatform, impossibleNumbersIn, type PlatformCase } from "./platform-fixture.ts";
import { prefillTime } from "./prefill.ts";
import { base, gemma, h100, noResidual, roundEngine } from "./published-fixture.ts";
import { PLAIN_BLOCKS } from "./parameters.ts";

const anyLoad = fc.oneof(fc.integer({ min: 1, max: 4000 }), fc.double({ min: 0.001, max: 4000, noNaN: true }));
const anyLimit = fc.double({ min: 1, max: 1024, noNaN: true });
const PRECISION = 1e-9;

/** Any replica of which `limit` requests may run. */
function replicaOf({ model, workload, deployment, acceptanceRate }: PlatformCase, limit: number): Replica {
  const { gpu, llm, parameters, engine } = model;
  const perStep = 1 + deployment.draftLength * acceptanceRate;
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters.step, engine);
  const by = { requests: limit, by: "kv-cache" } as const;
  return { model, workload, deployment, limit: by, tokensPerStep: perStep, prefill };
}

/** Any replica with so many in flight, of which `limit` may run. */
function pointOf(platform: PlatformCase, inFlight: number, limit: number) {
  return operatingPoint(replicaOf(platform, limit), inFlight);
}

function relativeDifference(a: number, b: number): number {
  return Math.abs(a / b - 1);
}

describe(runningLimit, () => {
  const workload = { inputTokens: 225, outputTokens: 274, concurrency: 512 };
  const budget = memoryBudget(h100, gemma, workload, base, roundEngine, PLAIN_BLOCKS);

  it("is the tightest of max_num_seqs, KV cache and max_num_batched_tokens, on average", () => {
    expect(runningLimit(base, budget, workload, 1)).toEqual({ by: "max-num-seqs", requests: 64 });
    const capacity = kvCapacityRequests(budget);
    expect(runningLimit({ ...base, maxNumSeqs: 1024 }, budget, workload, 1)).toEqual({
      by: "kv-cache",
      requests: capacity,
    });
    // Three tokens verified a step and, over 92 steps, 225 of the next prompt: 5.45 of the 100
    const drafting = { ...base, maxNumBatchedTokens: 100, draftLength: 2 };
    const requests = 100 / (3 + 225 / 92);
    expect(runningLimit(drafting, budget, workload, 3)).toEqual({ by: "max-num-batched-tokens", requests });
  });

  it("runs one request at least", () => {
    const least = { ...base, maxNumBatchedTokens: 2, draftLength: 7 };
    expect(runningLimit(least, budget, workload, 1).requests).toBe(1);
  });
});

describe(operatingPoint, () => {
  it("has every request in flight either running or waiting", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const point = pointOf(platform, inFlight, limit);
        expect(relativeDifference(point.runningRequests + point.waitingRequests, inFlight)).toBeLessThan(PRECISION);
        expect(point.runningRequests).toBe(Math.min(inFlight, limit));
        expect(point.batchRequests).toBeLessThanOrEqual(point.runningRequests * (1 + PRECISION));
        expect(point.limitedBy).toBe(inFlight > limit ? "kv-cache" : "load");
      }),
    );
  });

  it("obeys Little's law: in flight = rate x time in the system, and the batch = rate x time in the batch", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const point = pointOf(platform, inFlight, limit);
        expect(relativeDifference(point.requestsPerSecond * point.requestSeconds, inFlight)).toBeLessThan(PRECISION);
        expect(relativeDifference(point.requestsPerSecond * point.inBatchSeconds, point.batchRequests)).toBeLessThan(
          PRECISION,
        );
        // Of those that may not run yet some are on their way into the batch.
        expect(point.requestsPerSecond * point.waitSeconds).toBeLessThanOrEqual(
          point.waitingRequests + PRECISION * inFlight,
        );
      }),
    );
  });

  it("takes the TTFT and one TPOT for each further token of a request", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const {
          requestSeconds,
          ttftSeconds,
          tpotSeconds,
          outputTokensPerSecond,
          requestsPerSecond,
          step,
          tokensPerStep,
        } = pointOf(platform, inFlight, limit);
        const { outputTokens } = platform.workload;
        expect(relativeDifference(requestSeconds, ttftSeconds + (outputTokens - 1) * tpotSeconds)).toBeLessThan(
          PRECISION,
        );
        expect(relativeDifference(outputTokensPerSecond, requestsPerSecond * outputTokens)).toBeLessThan(PRECISION);
        // The further tokens take a step at least, however few they are
        const steps = Math.max(1, (outputTokens - 1) / tokensPerStep);
        expect(relativeDifference((outputTokens - 1) * tpotSeconds, steps * step.totalSeconds)).toBeLessThan(PRECISION);
      }),
    );
  });

  it("has a median TTFT at or below the mean, and never a first chunk before its prompt is computed", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const { ttftSeconds, ttftMedianSeconds, prefill, step } = pointOf(platform, inFlight, limit);
        expect(ttftMedianSeconds).toBeLessThanOrEqual(ttftSeconds);
        expect(ttftMedianSeconds).toBeGreaterThanOrEqual(prefill.totalSeconds + step.totalSeconds);
      }),
    );
  });

  it("never spends more than all its time on prompts, from physics alone", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const uncorrected = { ...platform, model: { ...platform.model, residuals: noResidual } };
        const { requestsPerSecond, prefill } = pointOf(uncorrected, inFlight, limit);
        expect(requestsPerSecond * prefill.totalSeconds).toBeLessThanOrEqual(1 + PRECISION);
      }),
    );
  });

  it("never decodes more than its steps allow", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const { outputTokensPerSecond, runningRequests, tokensPerStep, step } = pointOf(platform, inFlight, limit);
        const atMost = (runningRequests * tokensPerStep) / step.totalSeconds;
        expect(outputTokensPerSecond).toBeLessThanOrEqual(atMost * (1 + PRECISION));
      }),
    );
  });

  it("serves a rate at the load that the rate makes, at most the saturated one", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        const replica = replicaOf(platform, limit);
        const point = operatingPoint(replica, inFlight);
        const again = operatingPointAtRate(replica, point.requestsPerSecond);
        expect(relativeDifference(again.requestsPerSecond, point.requestsPerSecond)).toBeLessThan(PRECISION);
        const saturated = saturatedRequestsPerSecond(replica);
        expect(point.requestsPerSecond).toBeLessThanOrEqual(saturated * (1 + PRECISION));
        expect(operatingPointAtRate(replica, 2 * saturated).requestsPerSecond).toBe(saturated);
        expect(operatingPointAtRate(replica, saturated / 2).waitSeconds).toBe(0);
      }),
    );
  });

  it("makes no one faster by letting more wait", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, fc.nat(1000), (platform, inFlight, limit, more) => {
        const calm = pointOf(platform, inFlight, limit);
        const busy = pointOf(platform, inFlight + more, limit);
        expect(busy.tpotSeconds).toBeGreaterThanOrEqual(calm.tpotSeconds * (1 - PRECISION));
        expect(busy.ttftSeconds).toBeGreaterThanOrEqual(calm.ttftSeconds * (1 - PRECISION));
        expect(busy.requestSeconds).toBeGreaterThanOrEqual(calm.requestSeconds * (1 - PRECISION));
      }),
    );
  });

  it("holds no impossible number", () => {
    fc.assert(
      fc.property(anyPlatform, anyLoad, anyLimit, (platform, inFlight, limit) => {
        expect(impossibleNumbersIn(pointOf(platform, inFlight, limit))).toEqual([]);
      }),
    );
  });
});
