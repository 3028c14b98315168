import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kvCacheBytesFromTokens, LOG_VERSIONS, readEngineLog } from "./engine-log.ts";
import { kvBytesReserved } from "./kv-cache.ts";
import { base, gemma } from "./published-fixture.ts";

const BLOCK_BYTES = 2_621_440;

describe(readEngineLog, () => {
  it.each([
    ["INFO 05-12 gpu_worker.py:481] Available KV cache memory: 10.12 GiB", { kind: "bytes", bytes: 10.12 * 1024 ** 3 }],
    ["GPU KV cache size: 55,012 tokens", { kind: "tokens", tokens: 55_012, maxModelLen: null }],
    [
      "GPU KV cache size: 525_312 tokens, Maximum concurrency for 32,768 tokens per request: 16.03x",
      { kind: "tokens", tokens: 525_312, maxModelLen: 32_768 },
    ],
    ["GPU KV cache size: 9,000 tokens\nAvailable KV cache memory: 8 GiB", { kind: "bytes", bytes: 8 * 1024 ** 3 }],
  ])("reads %j", (text, expected) => {
    expect(readEngineLog(text)).toEqual(expected);
  });

  it("says what it looked for where a line has neither", () => {
    expect(readEngineLog("Model loading took 31.08 GiB")).toMatchObject({ kind: "unreadable" });
  });
});

describe("one request of max_model_len", () => {
  it.each([
    // Blocks as a public memory trace of vLLM has them, two batches in flight
    [4096, 4096, 1413],
    [32_768, 2048, 2629],
    [32_768, 8192, 6469],
    [32_768, 16_384, 11_269],
    [262_144, 2048, 9797],
    [262_144, 8192, 13_637],
    [262_144, 16_384, 18_757],
  ])("of %i tokens with batches of %i reserves %i blocks", (maxModelLen, batch, blocks) => {
    expect(kvBytesReserved(gemma, maxModelLen, "bf16", 1, 2 * batch)).toBe(blocks * BLOCK_BYTES);
  });
});

describe(kvCacheBytesFromTokens, () => {
  it("takes 983,040 bytes a token up to v0.20: about 50 GiB print as 55 thousand tokens", () => {
    expect(kvCacheBytesFromTokens(gemma, base, 55_000, "up-to-0.20")).toBe(55_000 * 983_040);
  });

  it("understands the same memory from what each version prints of it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3000, max: 60_000 }),
        fc.constantFrom(4096, 32_768, 262_144),
        fc.constantFrom(2048, 8192),
        (blocks, maxModelLen, maxNumBatchedTokens) => {
          const deployment = { ...base, maxModelLen, maxNumBatchedTokens };
          const reserved = (batches: number) =>
            kvBytesReserved(gemma, maxModelLen, "bf16", 1, batches * maxNumBatchedTokens) / BLOCK_BYTES;
          const printed = {
            "up-to-0.20": Math.floor(blocks / 6) * 16,
            "0.21-to-0.25": Math.floor((blocks / reserved(1)) * maxModelLen),
            "since-0.26": Math.floor((blocks / reserved(2)) * maxModelLen),
          };
          for (const version of LOG_VERSIONS) {
            const bytes = kvCacheBytesFromTokens(gemma, deployment, printed[version], version);
            expect(Math.abs(bytes / (blocks * BLOCK_BYTES) - 1), version).toBeLessThan(0.002);
          }
        },
      ),
    );
  });

  it("is not fooled by ten times the tokens for the same memory", () => {
    const deployment = { ...base, maxModelLen: 262_144, maxNumBatchedTokens: 2048 };
    const [older, newer] = [
      kvCacheBytesFromTokens(gemma, deployment, 55_000, "up-to-0.20"),
      kvCacheBytesFromTokens(gemma, deployment, 550_000, "since-0.26"),
    ];
    expect(newer / older).toBeGreaterThan(0.8);
    expect(newer / older).toBeLessThan(1.25);
  });
});
