import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kvCapacityRequests, memoryBudget } from "./memory-budget.ts";
import { anyPlatform, type PlatformCase } from "./platform-fixture.ts";
import { base, gemma, h100, roundEngine } from "./published-fixture.ts";
import { PLAIN_BLOCKS } from "./parameters.ts";

const workload = { inputTokens: 225, outputTokens: 274, concurrency: 512 };

function budgetOf({ model: { gpu, llm, parameters, engine }, workload: asked, deployment }: PlatformCase) {
  return memoryBudget(gpu, llm, asked, deployment, engine, parameters.kvHolding);
}

describe(memoryBudget, () => {
  it("takes weights, drafter and overhead from what the driver reports times the utilization", () => {
    const drafting = { ...base, kvCache: "fp8", draftLength: 2 } as const;
    const budget = memoryBudget(h100, gemma, workload, drafting, roundEngine, PLAIN_BLOCKS);
    // Three 16-bit activations of 4,096 tokens, and logits of 64 x 3 tokens at 8 bytes
    const overheadBytes = 3 * 4096 * 21_504 * 2 + 64 * 3 * 262_144 * 8 + 2e9;
    expect(budget).toEqual({
      deviceBytes: 85_520_809_984,
      usableBytes: 0.9 * 85_520_809_984,
      weightBytes: 33_369_545_824,
      drafterBytes: 939_037_184,
      overheadBytes,
      overheadPerGpu: {
        activationBytes: 3 * 4096 * 21_504 * 2,
        logitBytes: 64 * 3 * 262_144 * 8,
        adapterBytes: 0,
        fixedBytes: 2e9,
        fittedBytes: 0,
      },
      kvCacheBytes: 0.9 * 85_520_809_984 - 33_369_545_824 - 939_037_184 - overheadBytes,
      // 362 tokens live on average: 5 x 23 + 12 blocks
      kvCacheBytesPerRequest: 127 * 1_310_720,
    });
  });

  it("counts the adapter, and no drafter where nothing is drafted", () => {
    const bare = memoryBudget(h100, gemma, workload, base, roundEngine, PLAIN_BLOCKS);
    const adapted = memoryBudget(h100, gemma, workload, { ...base, lora: true }, roundEngine, PLAIN_BLOCKS);
    expect(bare.drafterBytes).toBe(0);
    expect(adapted.overheadBytes - bare.overheadBytes).toBe(244_858_880);
  });

  it("has one set of weights on several GPUs, and a CUDA context on each", () => {
    const two = { ...base, tensorParallel: 2, kvCache: "fp8" } as const;
    const budget = memoryBudget(h100, gemma, workload, two, roundEngine, PLAIN_BLOCKS);
    const onOne = memoryBudget(h100, gemma, workload, { ...two, tensorParallel: 1 }, roundEngine, PLAIN_BLOCKS);
    expect(budget.weightBytes).toBe(onOne.weightBytes);
    expect(budget.usableBytes).toBe(2 * onOne.usableBytes);
    expect(budget.overheadBytes - onOne.overheadBytes).toBe(2e9);
    expect(budget.kvCacheBytesPerRequest).toBe(onOne.kvCacheBytesPerRequest);
  });

  it("adds up to what the engine may use", () => {
    fc.assert(
      fc.property(anyPlatform, (platform) => {
        const budget = budgetOf(platform);
        const { usableBytes, deviceBytes } = budget;
        const parts = budget.weightBytes + budget.drafterBytes + budget.overheadBytes + budget.kvCacheBytes;
        expect(Math.abs(parts - usableBytes)).toBeLessThan(1);
        expect(usableBytes).toBe(deviceBytes * platform.deployment.gpuMemoryUtilization);
      }),
    );
  });

  it("halves the bytes a request holds in FP8, exactly", () => {
    fc.assert(
      fc.property(anyPlatform, (platform) => {
        const perRequest = (kvCache: "bf16" | "fp8") =>
          budgetOf({ ...platform, deployment: { ...platform.deployment, kvCache } }).kvCacheBytesPerRequest;
        expect(2 * perRequest("fp8")).toBe(perRequest("bf16"));
      }),
    );
  });

  it("takes the KV cache that the engine's log has, and leaves the rest to overhead", () => {
    const logged = { ...base, tensorParallel: 2, kvCacheBytesPerGpu: 30e9 };
    const budget = memoryBudget(h100, gemma, workload, logged, roundEngine, { ...PLAIN_BLOCKS, factor: 1.5 });
    expect(budget.kvCacheBytes).toBe(60e9);
    expect(budget.overheadBytes).toBe(budget.usableBytes - budget.weightBytes - 60e9);
    expect(budget.overheadPerGpu).toBeNull();
  });

  it("has no answer for a checkpoint that does not exist", () => {
    const unknown = { ...gemma, residentWeightBytes: { bf16: 1, fp8: null } };
    expect(() => memoryBudget(h100, unknown, workload, base, roundEngine, PLAIN_BLOCKS)).toThrow(
      "no fp8 checkpoint of gemma-4-31b-it",
    );
  });
});

describe(kvCapacityRequests, () => {
  it("never falls with more memory, and never falls below 0", () => {
    fc.assert(
      fc.property(anyPlatform, (platform) => {
        const { gpu } = platform.model;
        const larger = { ...gpu, deviceMemoryBytes: 2 * gpu.deviceMemoryBytes };
        const capacity = kvCapacityRequests(budgetOf(platform));
        expect(capacity).toBeGreaterThanOrEqual(0);
        expect(
          kvCapacityRequests(budgetOf({ ...platform, model: { ...platform.model, gpu: larger } })),
        ).toBeGreaterThanOrEqual(capacity);
      }),
    );
  });
});
