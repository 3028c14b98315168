import { describe, expect, it } from "vitest";
import { sourceAddress, sources } from "./sources.ts";

describe(sourceAddress, () => {
  it.each([
    ["vessl-article", "https://vessl.ai/en/blog/lora-finetuning-cost-a100-h100-b200"],
    [
      "gemma-4-31b-drafter",
      "https://github.com/vllm-project/vllm/tree/017e9f4448b700e85ee16023287b025693c72b9e/vllm/model_executor/models/gemma4_mtp.py",
    ],
    ["vllm-main", "https://github.com/vllm-project/vllm/tree/017e9f4448b700e85ee16023287b025693c72b9e"],
    ["headroom-h200-floor", null],
  ])("leads to %s", (id, address) => {
    expect(sourceAddress(sources.get(id)!)).toBe(address);
  });

  it("is an address or nothing for every source", () => {
    for (const source of sources.values()) expect(sourceAddress(source) ?? "https://").toMatch(/^https:\/\/\S*$/);
  });
});
