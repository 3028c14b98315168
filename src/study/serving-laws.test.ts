import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { performanceAt } from "../core/serving/answer/served-replica.ts";
import type { Deployment } from "../core/serving/physics/deployment.ts";
import type { PlatformPerformance } from "../core/serving/physics/platform-performance.ts";
import type { ServingWorkload } from "../core/serving/physics/serving-workload.ts";
import { gemmaServingStudy } from "./shipped-studies.ts";

const { model: servingModel } = gemmaServingStudy;

/** As wide as anything can be asked. */
const RANGES = {
  inputTokens: { min: 1, max: 131_072 },
  outputTokens: { min: 2, max: 131_072 },
  concurrency: { min: 1, max: 16_384 },
  prefixCachedFraction: { min: 0, max: 0.99 },
  draftLength: { min: 0, max: 8 },
  acceptanceRate: { min: 0, max: 1 },
  maxNumSeqs: { min: 1, max: 4096 },
  maxModelLen: { min: 16, max: 262_144 },
} as const;

// What more of something can only do one way, on the fitted model: over everything that a scenario may hold.

/** Of rounding alone. */
const PRECISION = 1e-9;

type Range = { readonly min: number; readonly max: number };
type Asked = { readonly workload: Required<ServingWorkload>; readonly offer: Deployment };

function real({ min, max }: Range): fc.Arbitrary<number> {
  return fc.oneof(fc.double({ min, max, noNaN: true }), fc.constantFrom(min, max));
}

/** Whole, as often small as large. */
function spread({ min, max }: Range): fc.Arbitrary<number> {
  const logs = fc.double({ min: Math.log(min), max: Math.log(max), noNaN: true });
  return fc.oneof(
    logs.map((log) => Math.min(max, Math.max(min, Math.round(Math.exp(log))))),
    fc.constantFrom(min, max),
  );
}

const anyAsked: fc.Arbitrary<Asked> = fc.record({
  workload: fc.record({
    inputTokens: spread(RANGES.inputTokens),
    outputTokens: spread(RANGES.outputTokens),
    concurrency: spread(RANGES.concurrency),
    inputTokensVariation: real({ min: 0, max: 3 }),
    outputTokensVariation: real({ min: 0, max: 3 }),
    prefixCachedFraction: fc.oneof(fc.constant(0), real(RANGES.prefixCachedFraction)),
  }),
  offer: fc
    .record({
      gpu: fc.constantFrom(...servingModel.gpus.keys()),
      replicas: fc.integer({ min: 1, max: 8 }),
      tensorParallel: fc.constantFrom(1, 2, 4, 8),
      weights: fc.constantFrom("bf16", "fp8"),
      kvCache: fc.constantFrom("bf16", "fp8"),
      draftLength: fc.integer(RANGES.draftLength),
      acceptanceRate: fc.oneof(fc.constant(null), real(RANGES.acceptanceRate)),
      lora: fc.boolean(),
      maxNumSeqs: spread(RANGES.maxNumSeqs),
      maxNumBatchedTokens: spread({ min: 512, max: 65_536 }),
      maxModelLen: fc.constant(RANGES.maxModelLen.max),
      gpuMemoryUtilization: real({ min: 0.5, max: 1 }),
      kvCacheBytesPerGpu: fc.oneof(fc.constant(null), real({ min: 1e9, max: 1.2e11 })),
    })
    .map(({ replicas, ...offer }) => ({ ...offer, gpuCount: replicas * offer.tensorParallel })),
});

function performanceOf({ workload, offer }: Asked): PlatformPerformance | null {
  return performanceAt(servingModel, workload, offer);
}

/** The same asked with less and with more of one thing; null where either cannot be served. */
type Change = fc.Arbitrary<{ readonly less: Asked; readonly more: Asked }>;

function changing(values: fc.Arbitrary<number>, change: (asked: Asked, value: number) => Asked): Change {
  return fc.tuple(anyAsked, values, values).map(([asked, one, other]) => ({
    less: change(asked, Math.min(one, other)),
    more: change(asked, Math.max(one, other)),
  }));
}

/** Two values that are often next to each other, where edges show. */
function neighbours(
  range: Range,
  values: fc.Arbitrary<number>,
  change: (asked: Asked, value: number) => Asked,
): Change {
  return fc.tuple(anyAsked, values, fc.constantFrom(1, 2, 7)).map(([asked, value, step]) => ({
    less: change(asked, Math.min(value, range.max - step)),
    more: change(asked, Math.min(value, range.max - step) + step),
  }));
}

function law(change: Change, isKept: (less: PlatformPerformance, more: PlatformPerformance) => void): void {
  let served = 0;
  fc.assert(
    fc.property(change, ({ less, more }) => {
      const [before, after] = [performanceOf(less), performanceOf(more)];
      if (before === null || after === null) return;
      served += 1;
      isKept(before, after);
    }),
    { numRuns: 800 },
  );
  expect(served).toBeGreaterThan(80);
}

function neverLess(less: PlatformPerformance, more: PlatformPerformance): void {
  expect(more.outputTokensPerSecond).toBeGreaterThanOrEqual(less.outputTokensPerSecond * (1 - PRECISION));
}

function withWorkload(asked: Asked, workload: Partial<Asked["workload"]>): Asked {
  return { ...asked, workload: { ...asked.workload, ...workload } };
}

function withOffer(asked: Asked, offer: Partial<Deployment>): Asked {
  return { ...asked, offer: { ...asked.offer, ...offer } };
}

describe("output tokens per second", () => {
  const { acceptanceRate, inputTokens, outputTokens, concurrency, prefixCachedFraction } = RANGES;

  it("never fall with more acceptance", () => {
    law(
      changing(real(acceptanceRate), (asked, rate) => withOffer(asked, { acceptanceRate: rate })),
      neverLess,
    );
  });

  it("never fall with a larger share of the memory", () => {
    law(
      changing(real({ min: 0.5, max: 1 }), (asked, gpuMemoryUtilization) =>
        withOffer(asked, { gpuMemoryUtilization, kvCacheBytesPerGpu: null }),
      ),
      neverLess,
    );
  });

  it("never fall with more KV cache in the engine's log", () => {
    law(
      changing(real({ min: 1e9, max: 1.2e11 }), (asked, kvCacheBytesPerGpu) =>
        withOffer(asked, { kvCacheBytesPerGpu }),
      ),
      neverLess,
    );
  });

  it("never fall with a higher load", () => {
    const change = (asked: Asked, load: number) => withWorkload(asked, { concurrency: load });
    law(changing(spread(concurrency), change), neverLess);
    law(neighbours(concurrency, spread(concurrency), change), neverLess);
  });

  it("never fall with more of the prompt cached", () => {
    law(
      changing(real(prefixCachedFraction), (asked, share) => withWorkload(asked, { prefixCachedFraction: share })),
      neverLess,
    );
  });

  it("never rise with a longer prompt", () => {
    const change = (asked: Asked, tokens: number) => withWorkload(asked, { inputTokens: tokens });
    const neverMore = (less: PlatformPerformance, more: PlatformPerformance) => neverLess(more, less);
    law(changing(spread(inputTokens), change), neverMore);
    law(neighbours(inputTokens, spread(inputTokens), change), neverMore);
    law(neighbours(inputTokens, fc.integer({ min: 1000, max: 1030 }), change), neverMore);
  });

  it("never fall where more sequences may run, of a KV cache that stays", () => {
    law(
      changing(spread(RANGES.maxNumSeqs), (asked, maxNumSeqs) =>
        withOffer(asked, { maxNumSeqs, kvCacheBytesPerGpu: 2e10, maxNumBatchedTokens: 65_536 }),
      ),
      neverLess,
    );
  });

  it("serve no more requests where each is longer", () => {
    law(
      changing(spread(outputTokens), (asked, tokens) => withWorkload(asked, { outputTokens: tokens })),
      (less, more) => {
        expect(more.requestsPerSecond).toBeLessThanOrEqual(less.requestsPerSecond * (1 + PRECISION));
      },
    );
  });
});

describe("latencies", () => {
  const neverFaster = (less: PlatformPerformance, more: PlatformPerformance): void => {
    expect(more.ttftSeconds).toBeGreaterThanOrEqual(less.ttftSeconds * (1 - PRECISION));
    expect(more.ttftMedianSeconds).toBeGreaterThanOrEqual(less.ttftMedianSeconds * (1 - PRECISION));
    expect(more.tpotSeconds).toBeGreaterThanOrEqual(less.tpotSeconds * (1 - PRECISION));
    expect(more.requestSeconds).toBeGreaterThanOrEqual(less.requestSeconds * (1 - PRECISION));
  };

  it("never fall with a higher load", () => {
    const { concurrency } = RANGES;
    const change = (asked: Asked, load: number) => withWorkload(asked, { concurrency: load });
    law(changing(spread(concurrency), change), neverFaster);
    law(neighbours(concurrency, spread(concurrency), change), neverFaster);
  });

  it("have a mean TTFT that never rises with more of the prompt cached", () => {
    law(
      changing(real(RANGES.prefixCachedFraction), (asked, share) =>
        withWorkload(asked, { prefixCachedFraction: share }),
      ),
      (less, more) => {
        expect(more.ttftSeconds).toBeLessThanOrEqual(less.ttftSeconds * (1 + PRECISION));
      },
    );
  });
});
