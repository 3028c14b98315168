import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptanceRateFromAlpha, tokensPerStep } from "./drafting.ts";

const draftLength = fc.integer({ min: 1, max: 16 });

describe(tokensPerStep, () => {
  it.each([
    // Measured on Gemma 4 31B with its MTP drafter (B200, 16-bit KV cache)
    [1, 0.8275, 1.8275],
    [2, 0.7345, 2.469],
    [3, 0.6518, 2.9554],
    [0, 0, 1],
  ])("with %i drafts of which %f are accepted is %f", (drafts, acceptanceRate, tokens) => {
    expect(tokensPerStep(drafts, acceptanceRate)).toBeCloseTo(tokens, 10);
  });

  it("lies between 1 and all drafts with the step's own token", () => {
    fc.assert(
      fc.property(draftLength, fc.double({ min: 0, max: 1, noNaN: true }), (drafts, acceptanceRate) => {
        const tokens = tokensPerStep(drafts, acceptanceRate);
        expect(tokens).toBeGreaterThanOrEqual(1);
        expect(tokens).toBeLessThanOrEqual(drafts + 1);
      }),
    );
  });

  it.each([-0.01, 1.01, Number.NaN])("refuses an acceptance rate of %f", (acceptanceRate) => {
    expect(() => tokensPerStep(2, acceptanceRate)).toThrow(
      `acceptance rate must be between 0 and 1: ${acceptanceRate}`,
    );
  });
});

describe(acceptanceRateFromAlpha, () => {
  it("gives the tokens per step of arXiv:2211.17192, equation 1: (1 - alpha^(n+1)) / (1 - alpha)", () => {
    fc.assert(
      fc.property(draftLength, fc.double({ min: 0, max: 0.99, noNaN: true }), (drafts, alpha) => {
        const published = (1 - alpha ** (drafts + 1)) / (1 - alpha);
        expect(tokensPerStep(drafts, acceptanceRateFromAlpha(alpha, drafts))).toBeCloseTo(published, 9);
      }),
    );
  });

  it("is alpha itself with one draft, everything when all are accepted, nothing without drafts", () => {
    expect(acceptanceRateFromAlpha(0.8, 1)).toBe(0.8);
    expect(acceptanceRateFromAlpha(1, 4)).toBe(1);
    expect(acceptanceRateFromAlpha(0.8, 0)).toBe(0);
  });
});
