import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Offer } from "../../economics/offer.ts";
import { billAtFullUse } from "../../economics/quote.ts";
import type { ServingDelivery } from "../answer/serving-delivery.ts";
import { anyPlatform, type PlatformCase } from "../physics/platform-fixture.ts";
import { platformPerformance } from "../physics/platform-performance.ts";
import type { Costing } from "./explain-cost.ts";
import { costExplanation, deliveryExplanation, EXPLAINED_COST, EXPLAINED_DELIVERY } from "./explanation.ts";
import { faultsIn } from "./formula-fixture.ts";
import { constant, derived } from "../../explanation/quantity.ts";
import type { Subject } from "./explain-subject.ts";

const OFFER: Offer = {
  pricePerGpuHour: 2.49,
  reservedPricePerGpuHour: 1.8,
  spotPricePerGpuHour: null,
  provider: null,
  rentalUnitGpus: 8,
};

function subjectOf({ model, workload, deployment, acceptanceRate }: PlatformCase): Subject {
  const drafts = deployment.draftLength > 0;
  const rate = drafts ? acceptanceRate : 0;
  const result = platformPerformance(model, workload, deployment, rate);
  if (!result.feasible) {
    const { reason: why, budget } = result;
    return {
      model,
      workload,
      deployment,
      demand: null,
      delivery: { kind: "cannot", deployment, tuning: null, why, budget },
    };
  }
  const { performance } = result;
  const { outputTokensPerSecond, outputTokensPerSecondBand } = performance;
  const delivery: ServingDelivery = {
    kind: "delivers",
    deployment,
    workload,
    tuning: null,
    acceptance: { rate, origin: drafts ? "typed" : "no-drafting", rows: 0 },
    performance,
    breaches: [],
    size: { kind: "as-set" },
    bill: billAtFullUse(deployment.gpuCount, outputTokensPerSecond, outputTokensPerSecondBand),
    evidence: "extrapolated",
    measuredRow: null,
  };
  return { model, workload, deployment, demand: null, delivery };
}

function costingOf(subject: Subject): Costing | null {
  const { delivery } = subject;
  if (delivery.kind === "cannot" || delivery.bill === null) return null;
  const { performance, bill } = delivery;
  return {
    subject,
    performance,
    bill,
    offer: OFFER,
    cost: bill.gpuHours.onDemand * 2.49,
    costBand: [bill.least.onDemand * 2.49, bill.most.onDemand * 2.49],
  };
}

const logged = fc.option(fc.double({ min: 1e9, max: 1e11, noNaN: true }));
const anyShare = fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 0.99, noNaN: true }));
const anySubject = fc
  .tuple(anyPlatform, logged, anyShare, anyShare, anyShare)
  .map(([platform, kvCacheBytesPerGpu, inputTokensVariation, outputTokensVariation, prefixCachedFraction]) =>
    subjectOf({
      ...platform,
      workload: { ...platform.workload, inputTokensVariation, outputTokensVariation, prefixCachedFraction },
      deployment: { ...platform.deployment, kvCacheBytesPerGpu },
    }),
  );

describe("the formula of every number", () => {
  it.each(EXPLAINED_DELIVERY.filter((which) => which !== "units"))(
    "gives %s, and every value inside it, from what it is made of",
    (which) => {
      let explained = 0;
      fc.assert(
        fc.property(anySubject, (subject) => {
          const root = deliveryExplanation(which, subject);
          if (root === null) return;
          explained += 1;
          expect(faultsIn(root)).toEqual([]);
        }),
      );
      expect(explained).toBeGreaterThan(10);
    },
  );

  it.each(EXPLAINED_COST.filter((which) => which !== "bill"))(
    "gives %s, and every value inside it, from what it is made of",
    (which) => {
      let explained = 0;
      fc.assert(
        fc.property(anySubject, (subject) => {
          const costing = costingOf(subject);
          if (costing === null) return;
          explained += 1;
          const values = { relativeCostBand: [1, 1], costPerMonth: null } as const;
          const root = costExplanation(which, costing, { label: "8x H100", costing }, values);
          expect(root && faultsIn(root)).toEqual([]);
        }),
      );
      expect(explained).toBeGreaterThan(10);
    },
  );

  it("would not pass if a formula left out a part", () => {
    const [first, second] = [constant(2, ""), constant(3, "")];
    expect(faultsIn(derived("five", 5, "count", "sum", [first, second]))).toEqual([]);
    expect(faultsIn(derived("five", 5, "count", "sum", [first]))).toHaveLength(1);
  });
});
