import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allReduceSeconds } from "./all-reduce.ts";
import { anyGpu, anyLlm } from "./platform-fixture.ts";
import { gemma, h100 } from "./published-fixture.ts";

const tokens = fc.integer({ min: 1, max: 100_000 });

describe(allReduceSeconds, () => {
  it("is nothing on one GPU", () => {
    fc.assert(
      fc.property(anyGpu, anyLlm, tokens, (gpu, llm, n) => {
        expect(allReduceSeconds(gpu, llm, n, 1)).toBe(0);
      }),
    );
  });

  it.each([
    // Two in each of 60 layers; a ring sends each of n GPUs 2 (n - 1)/n of 4,096 x 5,376 x 2 bytes
    [2, 120 * (4.3e-6 + (1 * 44_040_192) / 255e9)],
    [8, 120 * (5.2e-6 + (1.75 * 44_040_192) / 379e9)],
  ])("is latency and a ring's share of the message for each of two in a layer, on %i GPUs", (gpus, seconds) => {
    expect(allReduceSeconds(h100, gemma, 4096, gpus)).toBeCloseTo(seconds, 12);
  });

  it("never falls with the tokens in the step", () => {
    fc.assert(
      fc.property(anyGpu, anyLlm, tokens, tokens, fc.constantFrom(2, 4, 8), (gpu, llm, some, more, gpus) => {
        const few = allReduceSeconds(gpu, llm, some, gpus);
        expect(allReduceSeconds(gpu, llm, some + more, gpus)).toBeGreaterThan(few);
      }),
    );
  });

  it("refuses a number of GPUs that was not measured, rather than guess", () => {
    expect(() => allReduceSeconds(h100, gemma, 1, 4)).toThrow("no all-reduce measured on 4 GPUs of h100-sxm");
  });
});
