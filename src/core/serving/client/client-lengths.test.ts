import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerTokens } from "./client-lengths.ts";

const answers = { prompts: 1000, capTokens: 512, logSpread: 1 };

describe(answerTokens, () => {
  it("has the mean it is asked for, in whole tokens from 1 to the cap", () => {
    const anyAnswers = fc.record({
      prompts: fc.integer({ min: 50, max: 1000 }),
      capTokens: fc.integer({ min: 64, max: 4096 }),
      logSpread: fc.double({ min: 0.1, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(anyAnswers, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (some, share) => {
        const mean = Math.max(1, share * some.capTokens);
        const tokens = answerTokens(mean, some);
        expect(tokens).toHaveLength(some.prompts);
        expect(tokens.every((n) => Number.isInteger(n) && n >= 1 && n <= some.capTokens)).toBe(true);
        expect(Math.abs(meanOf(tokens) - mean)).toBeLessThan(1);
      }),
      { numRuns: 30 },
    );
  });

  it("mixes short and long answers in any stretch of prompts", () => {
    const tokens = answerTokens(274, answers);
    for (let from = 0; from + 64 <= tokens.length; from += 64) {
      expect(meanOf(tokens.slice(from, from + 64)) / 274).toBeCloseTo(1, 1);
    }
  });

  it("asks the cap of some prompts, and of few when answers hardly scatter", () => {
    const capped = (logSpread: number) => answerTokens(274, { ...answers, logSpread }).filter((n) => n === 512).length;
    expect(capped(1)).toBeGreaterThan(100);
    expect(capped(0.1)).toBe(0);
  });

  it("refuses a mean that no lengths under the cap have", () => {
    expect(() => answerTokens(600, answers)).toThrow(/600 tokens .* cap of 512/);
  });
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
