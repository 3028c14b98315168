import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPerMillionOutputTokens } from "../economics/cost.ts";
import { anyPlatform, type PlatformCase } from "../performance/platform-fixture.ts";
import { platformPerformance } from "../performance/platform-performance.ts";
import { EXPLAINED, explanationOf, relativeCostExplanation, type Explained } from "./explanation.ts";
import { quantitiesIn } from "./quantities-fixture.ts";
import { constant, derived, namedInputs, valueOf, type Derived, type Quantity } from "./quantity.ts";
import type { Subject } from "./subject.ts";

const PRECISION = 1e-9;

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
    breaches: [],
  } as const;
  return { model, workload, prediction };
}

const logged = fc.option(fc.double({ min: 1e9, max: 1e11, noNaN: true }));
const anySubject = fc
  .tuple(anyPlatform, logged)
  .map(([platform, kvCacheBytesPerGpu]) =>
    subjectOf({ ...platform, deployment: { ...platform.deployment, kvCacheBytesPerGpu } }),
  );

function rootOf(which: Explained, subject: Subject) {
  return which === "relativeCost" ? relativeCostExplanation(1, subject, [subject]) : explanationOf(which, subject);
}

/** Everything in a formula that its inputs do not give, or that two inputs of one name give differently. */
function faultsIn(root: Quantity): readonly string[] {
  return [...quantitiesIn(root)].flatMap((quantity) => {
    if (!Number.isFinite(quantity.value)) return [`not a number: ${JSON.stringify(quantity)}`];
    if (quantity.kind !== "derived") return [];
    const { name, value, operation, inputs } = quantity;
    const worked = valueOf(
      operation,
      inputs.map((one) => one.value),
    );
    const isOff = Math.abs(worked - value) > PRECISION * Math.abs(value);
    return [...(isOff ? [`${name}: ${operation} gives ${worked}, not ${value}`] : []), ...ambiguousNamesIn(quantity)];
  });
}

function ambiguousNamesIn(quantity: Derived): readonly string[] {
  const valueByName = new Map<string, number>();
  return namedInputs(quantity).flatMap(({ name, value }) => {
    const known = valueByName.get(name) ?? value;
    valueByName.set(name, known);
    return known === value ? [] : [`${quantity.name}: two inputs are named ${name}`];
  });
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
