import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPerMillionOutputTokens } from "../../economics/cost.ts";
import { anyPlatform, type PlatformCase } from "../physics/platform-fixture.ts";
import { platformPerformance } from "../physics/platform-performance.ts";
import { EXPLAINED, explanationOf, relativeCostExplanation, type Explained } from "./explanation.ts";
import { faultsIn } from "./formula-fixture.ts";
import { constant, derived } from "../../explanation/quantity.ts";
import type { Subject } from "./explain-subject.ts";

function subjectOf({ model, workload, deployment, acceptanceRate }: PlatformCase): Subject {
  const drafts = deployment.draftLength > 0;
  const rate = drafts ? acceptanceRate : 0;
  const result = platformPerformance(model, workload, deployment, rate);
  const performance = result.feasible ? result.performance : null;
  const prediction = {
    gpu: model.gpu,
    offer: { ...deployment, pricePerGpuHour: 2.49 },
    acceptance: { rate, origin: drafts ? "typed" : "no-drafting", rows: 0 },
    infeasible: result.feasible ? null : result.reason,
    budget: result.feasible ? result.performance.budget : result.budget,
    performance,
    costPerMillionOutputTokens:
      performance && costPerMillionOutputTokens(2.49, deployment.gpuCount, performance.outputTokensPerSecond),
    costBand: null,
    fleet: null,
    breaches: [],
  } as const;
  return { model, workload, demand: null, prediction };
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

function rootOf(which: Explained, subject: Subject) {
  return which === "relativeCost" ? relativeCostExplanation(1, subject, [subject]) : explanationOf(which, subject);
}

describe("the formula of every number", () => {
  it.each(EXPLAINED)("gives %s, and every value inside it, from what it is made of", (which) => {
    let explained = 0;
    fc.assert(
      fc.property(anySubject, (subject) => {
        const root = rootOf(which, subject);
        if (root === null) return;
        explained += 1;
        expect(faultsIn(root)).toEqual([]);
      }),
    );
    expect(explained).toBeGreaterThan(10);
  });

  it("would not pass if a formula left out a part", () => {
    const [first, second] = [constant(2, ""), constant(3, "")];
    expect(faultsIn(derived("five", 5, "count", "sum", [first, second]))).toEqual([]);
    expect(faultsIn(derived("five", 5, "count", "sum", [first]))).toHaveLength(1);
  });
});
