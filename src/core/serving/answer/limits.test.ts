import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitBreaches, NO_LIMITS } from "./limits.ts";
import { base, gemma, h100, noResidual, roundEngine, roundParameters } from "../physics/published-fixture.ts";
import { platformPerformance } from "../physics/platform-performance.ts";

const result = platformPerformance(
  { gpu: h100, llm: gemma, parameters: roundParameters, engine: roundEngine, residuals: noResidual },
  { inputTokens: 225, outputTokens: 274, concurrency: 512 },
  base,
  0,
);
if (!result.feasible) throw new Error(`the fixture does not fit: ${result.reason.kind}`);
const drafting = {
  ...result.performance,
  stepSeconds: 0.05,
  tpotSeconds: 0.02,
  ttftSeconds: 2,
  ttftMedianSeconds: 1,
  requestSeconds: 10,
};
const none = NO_LIMITS;

describe(limitBreaches, () => {
  it("finds none without limits", () => {
    expect(limitBreaches(none, drafting)).toEqual([]);
  });

  it("keeps a limit that is just reached", () => {
    expect(limitBreaches({ ...none, tpotSeconds: 0.02, ttftSeconds: 2 }, drafting)).toEqual([]);
  });

  it("holds TPOT against time per token, or per chunk where that was asked", () => {
    expect(limitBreaches({ ...none, tpotSeconds: 0.03 }, drafting)).toEqual([]);
    expect(limitBreaches({ ...none, tpotSeconds: 0.03, tpotBasis: "chunk" }, drafting)).toEqual([
      { kind: "tpot-per-chunk", limitSeconds: 0.03, actualSeconds: 0.05 },
    ]);
  });

  it("holds TTFT against the mean, and names every limit that is broken", () => {
    expect(limitBreaches({ ...none, tpotSeconds: 0.01, ttftSeconds: 1.5, requestSeconds: 9 }, drafting)).toEqual([
      { kind: "tpot-per-token", limitSeconds: 0.01, actualSeconds: 0.02 },
      { kind: "ttft", limitSeconds: 1.5, actualSeconds: 2 },
      { kind: "request", limitSeconds: 9, actualSeconds: 10 },
    ]);
  });

  it("breaks no more limits when they are relaxed", () => {
    const anyLimit = fc.option(fc.double({ min: 1e-4, max: 10, noNaN: true }));
    const anyBasis = fc.constantFrom("token" as const, "chunk" as const);
    fc.assert(
      fc.property(anyLimit, anyLimit, anyLimit, anyBasis, (tpotSeconds, ttftSeconds, requestSeconds, tpotBasis) => {
        const twice = (limit: number | null) => (limit === null ? null : 2 * limit);
        const strict = limitBreaches({ tpotSeconds, ttftSeconds, requestSeconds, tpotBasis }, drafting);
        const relaxed = {
          tpotSeconds: twice(tpotSeconds),
          ttftSeconds: twice(ttftSeconds),
          requestSeconds: twice(requestSeconds),
          tpotBasis,
        };
        expect(limitBreaches(relaxed, drafting).length).toBeLessThanOrEqual(strict.length);
      }),
    );
  });
});
