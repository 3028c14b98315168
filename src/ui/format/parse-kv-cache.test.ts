import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { parseKvCache } from "./parse-kv-cache.ts";

const GIB = 1024 ** 3;

describe(parseKvCache, () => {
  it.each([
    ["10.1", { kind: "bytes", bytes: 10.1 * GIB }],
    ["10,1 GiB", { kind: "bytes", bytes: 10.1 * GIB }],
    [" 10.9 GB ", { kind: "bytes", bytes: 10.9e9 }],
    ["10342 MiB", { kind: "bytes", bytes: 10_342 * 1024 ** 2 }],
    ["INFO gpu_worker.py:481] Available KV cache memory: 10.12 GiB", { kind: "bytes", bytes: 10.12 * GIB }],
    [
      "INFO kv_cache_utils.py:1310] GPU KV cache size: 55,012 tokens",
      { kind: "tokens", tokens: 55_012, maxModelLen: null },
    ],
  ])("reads %j", (text, expected) => {
    expect(parseKvCache(text)).toEqual(expected);
  });

  it.each([
    ["Model loading took 31.08 GiB", /neither "Available KV cache memory/],
    ["0", /above 0/],
    ["20000", /goes from/],
    ["Available KV cache memory: 0.00 GiB", /goes from 0.001 GB/],
    ["Available KV cache memory: 1.2.3 GiB", /goes from/],
    ["1.2.3", /not a number/],
    ["-3 GiB", /neither/],
  ])("refuses %j and says why", (text, problem) => {
    expect(parseKvCache(text)).toEqual({ kind: "unreadable", problem: expect.stringMatching(problem) });
  });

  it("never throws, and gives no memory outside its range", () => {
    const { min, max } = SERVING_RANGES.kvCacheBytesPerGpu;
    const line = fc.tuple(fc.constantFrom("Available KV cache memory: ", ""), fc.string(), fc.constantFrom(" GiB", ""));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          line.map((parts) => parts.join("")),
        ),
        (text) => {
          const read = parseKvCache(text);
          if (read.kind !== "bytes") return;
          expect(read.bytes).toBeGreaterThanOrEqual(min);
          expect(read.bytes).toBeLessThanOrEqual(max);
        },
      ),
    );
  });
});
