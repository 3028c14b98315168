import { describe, expect, it } from "vitest";
import type { Deployment } from "./deployment.ts";
import { memoryInfeasibility, settingsInfeasibility } from "./feasibility.ts";
import { memoryBudget } from "./memory-budget.ts";
import { peakFlops } from "./peak-flops.ts";
import { base, gemma, h100, roundEngine } from "./published-fixture.ts";
import { PLAIN_BLOCKS } from "./parameters.ts";

const workload = { inputTokens: 225, outputTokens: 274, concurrency: 512 };
const withoutFp8 = { ...h100, id: "a100-sxm-80gb", peakFlopsPerSecond: { bf16: 312e12, fp8: null } };
const bf16Only = { ...gemma, residentWeightBytes: { ...gemma.residentWeightBytes, fp8: null } };
const eightDrafts: Deployment = { ...base, draftLength: 7, maxNumSeqs: 513, lora: true };

describe(settingsInfeasibility, () => {
  it("finds nothing wrong with the benchmark's own settings", () => {
    expect(settingsInfeasibility(h100, gemma, workload, base)).toBeNull();
    expect(settingsInfeasibility(h100, gemma, workload, { ...base, tensorParallel: 2, draftLength: 3 })).toBeNull();
  });

  it("needs tensor cores for the weights' format", () => {
    const reason = { kind: "dtype-unsupported", dtype: "fp8", gpu: "a100-sxm-80gb" };
    expect(settingsInfeasibility(withoutFp8, gemma, workload, base)).toEqual(reason);
    expect(settingsInfeasibility(withoutFp8, gemma, workload, { ...base, weights: "bf16" })).toBeNull();
  });

  it("needs a checkpoint in it", () => {
    const reason = { kind: "checkpoint-unknown", dtype: "fp8", llm: "gemma-4-31b-it" };
    expect(settingsInfeasibility(h100, bf16Only, workload, base)).toEqual(reason);
  });

  it.each([
    [6, 4],
    [1, 2],
    [0, 1],
  ])("cannot split %i GPUs into whole replicas of %i", (gpuCount, tensorParallel) => {
    const reason = { kind: "replicas-not-whole", gpuCount, tensorParallel };
    expect(settingsInfeasibility(h100, gemma, workload, { ...base, gpuCount, tensorParallel })).toEqual(reason);
  });

  it("does not guess an all-reduce that was not measured", () => {
    const reason = { kind: "all-reduce-unknown", tensorParallel: 4, gpu: "h100-sxm" };
    expect(settingsInfeasibility(h100, gemma, workload, { ...base, tensorParallel: 4 })).toEqual(reason);
  });

  it("drafts with a drafter only", () => {
    const reason = { kind: "drafter-unknown", llm: "gemma-4-31b-it" };
    const undrafted = { ...gemma, drafter: null };
    expect(settingsInfeasibility(h100, undrafted, workload, { ...base, draftLength: 1 })).toEqual(reason);
    expect(settingsInfeasibility(h100, undrafted, workload, base)).toBeNull();
  });

  it.each([
    // max_model_len and the LLM's own context, whichever is shorter; the last token that fits still fits
    [3822, 4096, null],
    [3823, 4096, { kind: "context-exceeds-max-model-len", neededTokens: 4097, maxModelLen: 4096 }],
    [300_000, 1e6, { kind: "context-exceeds-max-model-len", neededTokens: 300_274, maxModelLen: 262_144 }],
  ])(
    "holds %i prompt tokens and 274 more under max_model_len %i, or says what it needs",
    (inputTokens, longest, reason) => {
      const asked = { ...workload, inputTokens };
      expect(settingsInfeasibility(h100, gemma, asked, { ...base, maxModelLen: longest })).toEqual(reason);
    },
  );

  it("starts with an adapter and drafts only where a full step fits max_num_batched_tokens", () => {
    // vLLM, arg_utils: max_num_batched_tokens >= max_num_seqs x (drafts + 1)
    const reason = { kind: "batched-tokens-too-few", neededTokens: 4104, maxNumBatchedTokens: 4096 };
    expect(settingsInfeasibility(h100, gemma, workload, eightDrafts)).toEqual(reason);
    expect(settingsInfeasibility(h100, gemma, workload, { ...eightDrafts, maxNumSeqs: 512 })).toBeNull();
    expect(settingsInfeasibility(h100, gemma, workload, { ...eightDrafts, lora: false })).toBeNull();
  });
});

describe(memoryInfeasibility, () => {
  const budgetAt = (gpuMemoryUtilization: number) =>
    memoryBudget(h100, gemma, workload, { ...base, gpuMemoryUtilization }, roundEngine, PLAIN_BLOCKS);

  it("is none where a request fits", () => {
    expect(memoryInfeasibility(budgetAt(0.9))).toBeNull();
  });

  it("says what the weights need and what there is", () => {
    const budget = budgetAt(0.4);
    expect(memoryInfeasibility(budget)).toEqual({
      kind: "weights-exceed-memory",
      neededBytes: budget.weightBytes + budget.overheadBytes,
      availableBytes: 0.4 * h100.deviceMemoryBytes,
    });
  });

  it("says what one request needs and what there is", () => {
    const budget = { ...budgetAt(0.9), kvCacheBytes: 2e8 };
    // 127 blocks of 362 tokens
    const reason = { kind: "kv-cache-too-small", neededBytes: 127 * 2_621_440, availableBytes: 2e8 };
    expect(memoryInfeasibility(budget)).toEqual(reason);
  });
});

describe(peakFlops, () => {
  it("has no peak of 0 where there are no tensor cores", () => {
    expect(peakFlops(h100, "fp8")).toBe(1978e12);
    expect(() => peakFlops(withoutFp8, "fp8")).toThrow("a100-sxm-80gb has no fp8 tensor cores");
  });
});
