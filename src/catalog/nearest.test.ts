import { describe, expect, it } from "vitest";
import { nearest } from "./nearest.ts";

describe(nearest, () => {
  const keys = ["gpuCount", "tensorParallel", "maxNumSeqs", "maxModelLen", "kvCache", "in"];

  it.each([
    ["gpucount", "gpuCount"],
    ["gpu_count", "gpuCount"],
    ["gpuCuont", "gpuCount"],
    ["tensor_parallel_size", "tensorParallel"],
    ["max_num_seq", "maxNumSeqs"],
    ["max-model-length", "maxModelLen"],
    ["kvcaches", "kvCache"],
  ])("takes %s for %s", (word, option) => {
    expect(nearest(word, keys)).toBe(option);
  });

  it.each(["", "x", "theme", "__proto__", "y".repeat(100_000)])("suggests nothing for other words", (word) => {
    expect(nearest(word, keys)).toBeNull();
  });
});
