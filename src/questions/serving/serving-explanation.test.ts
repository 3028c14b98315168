import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPLAINED_COST, EXPLAINED_DELIVERY } from "../../core/serving/explanation/explanation.ts";
import { faultsIn } from "../../core/serving/explanation/formula-fixture.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { anyAsked, asked } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { explanationIn, type ServingExplained } from "./serving-explanation.ts";
import { type PlatformResult, servingResult } from "./serving-result.ts";

/** The same numbers as the terminal prints them. */
const IN_RESULT: Readonly<Record<ServingExplained, (result: PlatformResult) => number | null>> = {
  relativeCost: ({ relativeCost }) => relativeCost,
  relativeCostLow: ({ band }) => band?.relativeCost?.[0] ?? null,
  relativeCostHigh: ({ band }) => band?.relativeCost?.[1] ?? null,
  stepFast: ({ band }) => band && band.stepSeconds[0],
  stepSlow: ({ band }) => band && band.stepSeconds[1],
  throughputSlow: ({ band }) => band && band.outputTokensPerSecond[0],
  throughputFast: ({ band }) => band && band.outputTokensPerSecond[1],
  cost: ({ costPerMillionOutputTokens }) => costPerMillionOutputTokens,
  bill: ({ fleet }) => fleet && fleet.costPerMonth,
  units: ({ fleet }) => fleet && fleet.units,
  throughput: ({ outputTokensPerSecond }) => outputTokensPerSecond,
  tpot: ({ tpotSeconds }) => tpotSeconds,
  step: ({ stepSeconds }) => stepSeconds,
  ttft: ({ ttftSeconds }) => ttftSeconds,
  ttftMedian: ({ ttftMedianSeconds }) => ttftMedianSeconds,
  request: ({ requestSeconds }) => requestSeconds,
  running: ({ runningRequests }) => runningRequests,
  waiting: ({ waitingRequests }) => waitingRequests,
  kv: ({ memory }) => memory && Math.max(0, memory.kvCacheBytes),
  fit: ({ memory, feasible }) => (feasible && memory ? memory.maxRunningRequests : null),
  headroom: ({ headroom }) => headroom,
};

describe(explanationIn, () => {
  it.each([...EXPLAINED_DELIVERY, ...EXPLAINED_COST])(
    "explains the very %s that the answer has, and nothing where it has none",
    (which) => {
      let explained = 0;
      fc.assert(
        fc.property(anyAsked, (question) => {
          const answer = servingAnswerOf(study, question);
          for (const result of servingResult(answer).platforms) {
            const expected = IN_RESULT[which](result);
            const formula = explanationIn(answer, result.id, which)?.formula ?? null;
            if (expected === null) {
              expect(formula).toBeNull();
              continue;
            }
            if (formula === null) throw new Error(`no formula of ${expected}`);
            explained += 1;
            expect(faultsIn(formula)).toEqual([]);
            // Requests that fit are counted in whole ones in a result.
            const tolerance = which === "fit" ? 1 : 1e-9 * Math.abs(expected);
            expect(Math.abs(formula.value - expected)).toBeLessThanOrEqual(tolerance);
          }
        }),
        { numRuns: 60 },
      );
      expect(explained).toBeGreaterThan(10);
    },
  );

  it("explains nothing of a platform that is not in the list", () => {
    expect(explanationIn(servingAnswerOf(study, asked()), "no-such-row", "tpot")).toBeNull();
  });
});
