import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prefillAttentionFlops, prefillTime } from "./prefill.ts";
import { anyPlatform, type PlatformCase } from "./platform-fixture.ts";
import { base, gemma, h100, roundEngine, roundParameters } from "./published-fixture.ts";

const promptOf = (inputTokens: number) => ({ inputTokens, outputTokens: 2 });

/** The pairs one by one: each token attends to itself and to those before it, as far as the window goes. */
function countedPairs(promptTokens: number, windowTokens: number): number {
  let pairs = 0;
  for (let position = 1; position <= promptTokens; position += 1) pairs += Math.min(position, windowTokens);
  return pairs;
}

function prefillOf({ model: { gpu, llm, parameters, engine }, workload, deployment }: PlatformCase) {
  return prefillTime(gpu, llm, workload, deployment, parameters.step, engine);
}

describe(prefillAttentionFlops, () => {
  it("is 4 x tokens^2 x head dimension x heads, halved for the causal mask, in each layer", () => {
    // arXiv:2307.08691, section 4.1
    const full = { ...gemma, attention: [gemma.attention[1]!] };
    expect(prefillAttentionFlops(full, promptOf(4096))).toBe((10 * 4 * 4096 ** 2 * 512 * 32) / 2);
  });

  it.each([
    [100, 1024],
    [1024, 1024],
    [5000, 1024],
    [30_000, 128],
  ])("counts the pairs of %i tokens under a window of %i, but for the diagonal", (promptTokens, windowTokens) => {
    const layer = { layers: 1, kvHeads: 1, queryHeads: 1, headDim: 1, windowTokens };
    const pairs = prefillAttentionFlops({ ...gemma, attention: [layer] }, promptOf(promptTokens)) / 4;
    const diagonal = Math.min(promptTokens, windowTokens) / 2;
    expect(pairs + diagonal).toBe(countedPairs(promptTokens, windowTokens));
  });
});

describe(prefillTime, () => {
  it("multiplies every parameter with every token once, at the fitted share of the peak", () => {
    const time = prefillTime(h100, gemma, promptOf(1000), base, roundParameters.step, roundEngine);
    expect(time.matrixSeconds).toBeCloseTo((2 * 30_697_345_280 * 1000) / (0.45 * 1978e12), 12);
    expect(time.admissionSeconds).toBe(0.01);
    expect(time.loraSeconds).toBe(0);
    expect(time.allReduceSeconds).toBe(0);
  });

  it("is not sped up by drafting", () => {
    fc.assert(
      fc.property(anyPlatform, fc.integer({ min: 0, max: 8 }), (platform, draftLength) => {
        const drafting = { ...platform, deployment: { ...platform.deployment, draftLength } };
        expect(prefillOf(drafting)).toEqual(prefillOf(platform));
      }),
    );
  });

  it("is the sum of its parts, and grows with the prompt", () => {
    fc.assert(
      fc.property(anyPlatform, fc.integer({ min: 1, max: 10_000 }), (platform, more) => {
        const { totalSeconds, ...parts } = prefillOf(platform);
        const sum = Object.values(parts).reduce((seconds, part) => seconds + part, 0);
        expect(Math.abs(totalSeconds / sum - 1)).toBeLessThan(1e-9);
        const inputTokens = platform.workload.inputTokens + more;
        const longer = { ...platform, workload: { ...platform.workload, inputTokens } };
        expect(prefillOf(longer).totalSeconds).toBeGreaterThan(totalSeconds);
      }),
    );
  });

  it("takes longer with an adapter, by less than its whole step: the step it is in pays the fixed part", () => {
    const withAdapter = prefillTime(
      h100,
      gemma,
      promptOf(1000),
      { ...base, lora: true },
      roundParameters.step,
      roundEngine,
    );
    expect(withAdapter.loraSeconds).toBeCloseTo(0.0001 * 1000 ** 0.8, 12);
  });
});
