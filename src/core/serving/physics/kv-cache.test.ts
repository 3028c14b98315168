import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kvBlockLayout, kvBytesHeld, kvBytesPerTokenAndLayer, kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import { anyLlm } from "./platform-fixture.ts";
import { gemma } from "./published-fixture.ts";

const tokens = fc.integer({ min: 1, max: 262_144 });
const tensorParallel = fc.constantFrom(1, 2, 4, 8, 16);

describe(kvBytesPerTokenAndLayer, () => {
  it.each([
    // Gemma 4 31B: 16 heads of 256 in sliding layers, 4 of 512 in full ones
    ["sliding", 0, "bf16", 16_384],
    ["sliding", 0, "fp8", 8192],
    ["full", 1, "bf16", 8192],
    ["full", 1, "fp8", 4096],
  ] as const)("is a key and a value for each head of a %s layer", (_name, kind, kvCache, bytes) => {
    expect(kvBytesPerTokenAndLayer(gemma.attention[kind]!, kvCache, 1)).toBe(bytes);
  });

  it("divides over GPUs only as far as there are KV heads", () => {
    const full = gemma.attention[1]!;
    expect([1, 2, 4, 8].map((gpus) => kvBytesPerTokenAndLayer(full, "bf16", gpus))).toEqual([8192, 4096, 2048, 2048]);
  });

  it("is what the larger model of the literature takes", () => {
    // arXiv:2505.09343, Table 1 (BF16): Llama 3.1 405B, 516,096 bytes over 126 layers
    const llama = { layers: 126, kvHeads: 8, queryHeads: 128, headDim: 128, windowTokens: null };
    expect(126 * kvBytesPerTokenAndLayer(llama, "bf16", 1)).toBe(516_096);
  });
});

describe(kvBytesReadPerStep, () => {
  it.each([
    // 901,120 bytes a token up to the window of 1,024 tokens, 81,920 for each one more; half in FP8
    [1, "bf16", 901_120],
    [1024, "bf16", 1024 * 901_120],
    [1025, "bf16", 1024 * 901_120 + 81_920],
    [5024, "bf16", 1024 * 901_120 + 4000 * 81_920],
    [1, "fp8", 450_560],
    [5024, "fp8", 1024 * 450_560 + 4000 * 40_960],
  ] as const)("of %i tokens of Gemma 4 31B in %s is %i bytes", (context, kvCache, bytes) => {
    expect(kvBytesReadPerStep(gemma, context, kvCache, 1)).toBe(bytes);
  });

  it("never falls as the context grows", () => {
    fc.assert(
      fc.property(anyLlm, tokens, tokens, tensorParallel, (llm, some, more, gpus) => {
        const read = (context: number) => kvBytesReadPerStep(llm, context, "bf16", gpus);
        expect(read(some + more)).toBeGreaterThanOrEqual(read(some));
      }),
    );
  });
});

describe(kvBlockLayout, () => {
  it("shares one pool of blocks of ten layers: five groups of sliding layers, one of full ones", () => {
    // vLLM, unify_kv_cache_spec_page_size: 16 sliding tokens and 32 full ones fill a page of 262,144 bytes
    expect(kvBlockLayout(gemma, "bf16", 1)).toEqual({
      blockBytes: 2_621_440,
      layersPerBlock: 10,
      kinds: [
        { blocksPerTokenGroup: 5, blockTokens: 16, windowTokens: 1024 },
        { blocksPerTokenGroup: 1, blockTokens: 32, windowTokens: null },
      ],
    });
    expect(kvBlockLayout(gemma, "fp8", 1).blockBytes).toBe(1_310_720);
  });
});

describe(kvBytesHeld, () => {
  it.each([
    // 5 min(ceil(T/16), 65) + ceil(T/32) blocks of 2,621,440 bytes: 231 MB to 1.19 GB
    [256, 88, 231],
    [512, 176, 461],
    [1024, 352, 923],
    [2048, 389, 1020],
    [4096, 453, 1188],
    // The window's first block is touched in part: one block more than 64 in each sliding group
    [1025, 358, 938],
    [1, 6, 16],
  ])("of %i tokens of Gemma 4 31B is %i blocks, %i MB", (context, blocks, megabytes) => {
    const bytes = kvBytesHeld(gemma, context, "bf16", 1);
    expect(bytes).toBe(blocks * 2_621_440);
    expect(Math.round(bytes / 1e6)).toBe(megabytes);
  });

  it("is half in FP8, exactly", () => {
    fc.assert(
      fc.property(anyLlm, tokens, tensorParallel, (llm, context, gpus) => {
        expect(2 * kvBytesHeld(llm, context, "fp8", gpus)).toBe(kvBytesHeld(llm, context, "bf16", gpus));
      }),
    );
  });

  it("is never less than what a step reads", () => {
    fc.assert(
      fc.property(anyLlm, tokens, tensorParallel, (llm, context, gpus) => {
        const held = kvBytesHeld(llm, context, "fp8", gpus);
        expect(held).toBeGreaterThanOrEqual(kvBytesReadPerStep(llm, context, "fp8", gpus));
      }),
    );
  });

  it("never falls as the context grows", () => {
    fc.assert(
      fc.property(anyLlm, tokens, tokens, (llm, some, more) => {
        expect(kvBytesHeld(llm, some + more, "bf16", 1)).toBeGreaterThanOrEqual(kvBytesHeld(llm, some, "bf16", 1));
      }),
    );
  });
});

describe(meanLiveTokens, () => {
  it("is the prompt and half the output, and more where long answers run longest", () => {
    expect(meanLiveTokens({ inputTokens: 225, outputTokens: 274 })).toBe(362);
    expect(meanLiveTokens({ inputTokens: 225, outputTokens: 274, outputTokensVariation: 0.5 })).toBe(225 + 137 * 1.25);
  });
});
