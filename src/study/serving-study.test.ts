import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceKey } from "../core/serving/fit/acceptance.ts";
import type { Evidence } from "../core/serving/fit/evidence.ts";
import { NO_RESIDUALS } from "../core/serving/physics/parameters.ts";
import { anyWorkload, impossibleNumbersIn } from "../core/serving/physics/platform-fixture.ts";
import { performanceAt } from "../core/serving/answer/served-replica.ts";
import { deliver, deliveriesMade } from "../core/serving/answer/serving-delivery.ts";
import type { ServingModel } from "../core/serving/answer/serving-model.ts";
import { NO_LIMITS } from "../core/serving/answer/limits.ts";
import type { Deployment } from "../core/serving/physics/deployment.ts";
import type { RequestLengths, ServingWorkload } from "../core/serving/physics/serving-workload.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { gemmaServingStudy } from "./shipped-studies.ts";

const { model: servingModel } = gemmaServingStudy;

const PRECISION = 1 + 1e-9;

const h100: Deployment = {
  gpu: "h100-sxm",
  gpuCount: 8,
  tensorParallel: 1,
  weights: "fp8",
  kvCache: "bf16",
  draftLength: 0,
  acceptanceRate: null,
  lora: false,
  maxNumSeqs: 64,
  maxNumBatchedTokens: 4096,
  maxModelLen: 4096,
  gpuMemoryUtilization: 0.9,
  kvCacheBytesPerGpu: null,
};

/** What a deployment delivers at a load, as it is set up. */
function delivery(model: ServingModel, workload: ServingWorkload, deployment: Deployment) {
  const request = { workload, limits: NO_LIMITS, demand: null, tuned: false, locked: [] };
  return deliver(model, request, deployment, deployment.gpuCount);
}

const { promptTokensVariation, outputTokensVariation } = servingModel.conditions;
const benchmark = {
  inputTokens: 225,
  outputTokens: 274,
  concurrency: 512,
  inputTokensVariation: promptTokensVariation,
  outputTokensVariation,
};

/** The fitted model without what measurements add to a step. */
const physics: ServingModel = { ...servingModel, residuals: NO_RESIDUALS };

/** Any offer of the catalogue's GPUs, at any of the settings that were measured and many that were not. */
const anyOffer: fc.Arbitrary<Deployment> = fc
  .record({
    gpu: fc.constantFrom(...servingModel.gpus.keys()),
    replicas: fc.integer({ min: 1, max: 8 }),
    tensorParallel: fc.constantFrom(1, 2, 4, 8),
    weights: fc.constantFrom("bf16", "fp8"),
    kvCache: fc.constantFrom("bf16", "fp8"),
    draftLength: fc.integer({ min: 0, max: 3 }),
    acceptanceRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    lora: fc.boolean(),
    maxNumSeqs: fc.integer({ min: 1, max: 1024 }),
    maxNumBatchedTokens: fc.integer({ min: 512, max: 16_384 }),
    gpuMemoryUtilization: fc.double({ min: 0.5, max: 1, noNaN: true }),
  })
  .map(({ replicas, ...offer }) => ({
    ...offer,
    gpuCount: replicas * offer.tensorParallel,
    maxModelLen: 65_536,
    kvCacheBytesPerGpu: null,
  }));

describe("servingModel", () => {
  it("never beats the floor, under any settings and load", () => {
    fc.assert(
      fc.property(anyOffer, anyWorkload, (offer, workload) => {
        const performance = performanceAt(servingModel, workload, offer);
        fc.pre(performance !== null);
        expect(performance.floorStepSeconds).toBeLessThanOrEqual(performance.busiest.step.totalSeconds * PRECISION);
      }),
      { numRuns: 500 },
    );
  });

  it("holds no impossible number, served or not", () => {
    fc.assert(
      fc.property(anyOffer, anyWorkload, (offer, workload) => {
        const delivered = delivery(servingModel, workload, offer);
        const numbers =
          delivered.kind === "cannot" ? delivered.why : { performance: delivered.performance, bill: delivered.bill };
        expect(impossibleNumbersIn(numbers)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("never takes less time for a step with drafts than for one without; measurements leave that open at most", () => {
    fc.assert(
      fc.property(anyOffer, anyWorkload, (offer, workload) => {
        const pairUnder = (model: ServingModel) => {
          const drafted = performanceAt(model, workload, offer)?.busiest;
          const plain = performanceAt(model, workload, { ...offer, draftLength: 0 })?.busiest;
          fc.pre(drafted !== undefined && plain !== undefined && drafted.runningRequests === plain.runningRequests);
          return { drafted, plain };
        };
        const [own, corrected] = [pairUnder(physics), pairUnder(servingModel)];
        expect(own.drafted.step.totalSeconds).toBeGreaterThanOrEqual(own.plain.step.totalSeconds);
        expect(corrected.drafted.stepSecondsBand[1]).toBeGreaterThanOrEqual(corrected.plain.stepSecondsBand[0]);
      }),
      { numRuns: 300 },
    );
  });

  it("says that nothing was measured on a GPU without rows", () => {
    expect(delivery(servingModel, benchmark, { ...h100, gpu: "h200-sxm" })).toMatchObject({
      kind: "cannot",
      why: { kind: "gpu-not-measured", gpu: "h200-sxm" },
    });
  });
});

describe("throughput as concurrency grows", () => {
  const anyLengths = fc.record({
    inputTokens: fc.integer({ min: 1, max: 30_000 }),
    outputTokens: fc.oneof(fc.integer({ min: 2, max: 64 }), fc.integer({ min: 65, max: 4000 })),
  });

  /** The most that throughput falls below what a smaller load had, over rising loads. */
  function largestFall(model: ServingModel, offer: Deployment, lengths: RequestLengths) {
    let most = 0;
    let fall = 0;
    for (let load = 1; load < 10_000; load = Math.ceil(load * 1.3)) {
      const performance = performanceAt(model, { ...lengths, concurrency: load }, offer);
      if (performance === null) return 0;
      fall = Math.max(fall, 1 - performance.outputTokensPerSecond / most);
      most = Math.max(most, performance.outputTokensPerSecond);
    }
    return fall;
  }

  it("never falls, from physics alone", () => {
    fc.assert(
      fc.property(anyOffer, anyLengths, (offer, lengths) => {
        expect(largestFall(physics, offer, lengths)).toBeLessThan(1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it.each([...servingModel.gpus.keys()])(
    "never falls at the benchmark's lengths and best measured settings, on %s",
    (gpu) => {
      const best = {
        "a100-sxm-80gb": { weights: "bf16", draftLength: 1 },
        "h100-sxm": { kvCache: "fp8", draftLength: 2, maxNumSeqs: 256 },
        "b200-sxm": { kvCache: "fp8", draftLength: 2, maxNumSeqs: 512 },
      } as const;
      const offer = { ...h100, gpu, ...best[gpu as keyof typeof best] };
      expect(largestFall(servingModel, offer, benchmark)).toBeLessThan(1e-9);
    },
  );

  it("never falls, whatever the settings and lengths", () => {
    fc.assert(
      fc.property(anyOffer, anyLengths, (offer, lengths) => {
        expect(largestFall(servingModel, offer, lengths)).toBeLessThan(1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it("never falls with few output tokens either", () => {
    const settings = { draftLength: 2, kvCache: "fp8", maxNumSeqs: 256 } as const;
    const fall = largestFall(servingModel, { ...h100, ...settings }, { inputTokens: 300, outputTokens: 16 });
    expect(fall).toBeLessThan(1e-9);
  });

  // Between 256 and 512 requests the rows' steps grow by less than physics says, beyond 512 there are none.
  it("never falls beyond the batches that were measured", () => {
    const settings = { gpu: "b200-sxm", draftLength: 2, kvCache: "fp8", lora: true, maxNumSeqs: 1024 } as const;
    const fall = largestFall(servingModel, { ...h100, ...settings }, { inputTokens: 225, outputTokens: 274 });
    expect(fall).toBeLessThan(1e-9);
  });

  it("leaves time for every prompt", () => {
    const adapted = {
      ...h100,
      gpu: "b200-sxm",
      tensorParallel: 4,
      kvCache: "fp8",
      draftLength: 2,
      lora: true,
    } as const;
    const workload = { inputTokens: 442, outputTokens: 3, concurrency: 1000 };
    const offer = { ...adapted, maxNumSeqs: 1024, maxNumBatchedTokens: 8192 };
    const performance = performanceAt(servingModel, workload, offer);
    if (performance === null) throw new Error("does not fit");
    const { requestsPerSecond, prefill } = performance.busiest;
    expect(requestsPerSecond * prefill.totalSeconds).toBeLessThanOrEqual(1);
  });
});

describe("acceptance", () => {
  it.each([
    // Published for B200 and a 16-bit KV cache
    [1, 0.8275],
    [2, 0.7345],
    [3, 0.6518],
  ])("of %i drafts is as published: %f", (draftLength, published) => {
    const { rate, exact } = servingModel.acceptance.get(acceptanceKey("b200-sxm", "bf16", draftLength))!;
    expect(exact).toBe(true);
    expect(Math.abs(rate - published)).toBeLessThan(0.003);
  });

  it("hardly depends on an adapter, so that one rate serves both", () => {
    for (const draftLength of [1, 2, 3]) {
      const means = [false, true].map((lora) => {
        const rates = servingRows
          .filter((row) => row.gpuId === "b200-sxm" && row.kvCache === "bf16" && row.lora === lora)
          .filter((row) => row.draftLength === draftLength)
          .map((row) => row.acceptanceRate!);
        return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
      });
      expect(Math.abs(means[0]! - means[1]!)).toBeLessThan(0.003);
    }
  });

  it("is the typed one where one is typed, and unknown where nothing was measured", () => {
    const inUse = (offer: Partial<Deployment>) => delivery(servingModel, benchmark, { ...h100, ...offer });
    expect(inUse({})).toMatchObject({ acceptance: { rate: 0, origin: "no-drafting", rows: 0 } });
    expect(inUse({ draftLength: 2, acceptanceRate: 0.5 })).toMatchObject({
      acceptance: { rate: 0.5, origin: "typed", rows: 0 },
    });
    expect(inUse({ draftLength: 2 })).toMatchObject({ acceptance: { origin: "measured" } });
    expect(inUse({ draftLength: 3 })).toMatchObject({ acceptance: { origin: "measured-elsewhere" } });
    expect(inUse({ draftLength: 4 })).toMatchObject({
      kind: "cannot",
      why: { kind: "acceptance-unknown", draftLength: 4 },
    });
  });
});

describe(deliver, () => {
  const evaluate = (offer: Partial<Deployment>, workload: Partial<typeof benchmark> = {}) => {
    const delivered = delivery(servingModel, { ...benchmark, ...workload }, { ...h100, ...offer });
    if (delivered.kind === "cannot") throw new Error(`cannot: ${delivered.why.kind}`);
    return delivered;
  };

  it.each<readonly [Evidence, Partial<Deployment>, Partial<typeof benchmark>]>([
    ["measured", {}, {}],
    ["interpolated", {}, { concurrency: 300 }],
    ["extrapolated", {}, { inputTokens: 2000 }],
    ["extrapolated", { draftLength: 3 }, {}],
    // A full batch was measured, and no load like this.
    ["extrapolated", {}, { concurrency: 16_384 }],
    ["prior", { weights: "bf16" }, {}],
  ])("calls a prediction %s with %j under %j", (evidence, offer, workload) => {
    expect(evaluate(offer, workload).evidence).toBe(evidence);
  });

  it("stands beside the published row that ran just this", () => {
    const { measuredRow, performance } = evaluate({});
    expect(measuredRow).toMatchObject({ gpuId: "h100-sxm", draftLength: 0, lora: false, concurrencyPerReplica: 64 });
    // The published rate divides by a fixed window that the run outlasts: 6-10 % below steady state
    const share = (measuredRow?.outputTokensPerSecond ?? 0) / performance.outputTokensPerSecond;
    expect(share).toBeGreaterThan(0.85);
    expect(share).toBeLessThan(1.02);
  });

  it("shows a row of a single wave beside a prediction, and does not call that measured", () => {
    const wave = evaluate({ gpu: "b200-sxm", kvCache: "fp8", draftLength: 2, maxNumSeqs: 512 }, { concurrency: 8192 });
    expect(wave.measuredRow?.id).toBe("vessl-i-089");
    expect(wave.evidence).not.toBe("measured");
  });

  it.each<Partial<typeof benchmark>>([{ concurrency: 511 }, { inputTokens: 226 }, { outputTokens: 512 }])(
    "has no row for a scenario that nobody ran: %j",
    (workload) => {
      expect(evaluate({}, workload).measuredRow).toBeNull();
    },
  );

  it("calls a load that a single wave ran neither measured nor beyond what was measured", () => {
    const h100Best = { kvCache: "fp8", draftLength: 2, maxNumSeqs: 256, lora: true } as const;
    const wave = evaluate(h100Best, { concurrency: 2048 });
    expect(wave.measuredRow).not.toBeNull();
    expect(wave.evidence).toBe("interpolated");
  });

  it("makes each delivery once, and none for a price", () => {
    const first = delivery(servingModel, benchmark, h100);
    const made = deliveriesMade(servingModel);
    expect(delivery(servingModel, { ...benchmark }, { ...h100 })).toBe(first);
    expect(deliveriesMade(servingModel)).toBe(made);
  });
});
