import { describe, expect, it } from "vitest";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { asked, row } from "./asked-fixture.ts";
import { loggedKvCacheBytes, workedOutKvCacheBytes } from "./logged-kv-cache.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { deploymentOf } from "./serving-platforms.ts";

const h100 = deploymentOf(row("h100-sxm"));

function deliveryWith(kvCacheBytesPerGpu: number | null) {
  const [platform] = servingAnswerOf(study, asked([row("h100-sxm", { settings: { kvCacheBytesPerGpu } })])).platforms;
  return platform?.delivery;
}

describe(loggedKvCacheBytes, () => {
  it("understands tokens by the version, and by the max_model_len that the log itself prints", () => {
    const bytesOf = (maxModelLen: number | null, version: "up-to-0.20" | "since-0.26") =>
      loggedKvCacheBytes(study, { kind: "tokens", tokens: 100_000, maxModelLen }, h100, version);
    expect(bytesOf(null, "up-to-0.20")).not.toBe(bytesOf(null, "since-0.26"));
    expect(bytesOf(h100.maxModelLen, "since-0.26")).toBe(bytesOf(null, "since-0.26"));
    expect(bytesOf(32_768, "since-0.26")).not.toBe(bytesOf(null, "since-0.26"));
    expect(loggedKvCacheBytes(study, { kind: "bytes", bytes: 1e10 }, h100, "since-0.26")).toBe(1e10);
  });
});

describe(workedOutKvCacheBytes, () => {
  it("is the answer's own, and stays it when a log says otherwise", () => {
    for (const { delivery } of servingAnswerOf(study, asked()).platforms) {
      if (delivery.kind !== "delivers") throw new Error("does not deliver");
      const { workload, deployment, performance } = delivery;
      const { kvCacheBytes } = performance.budget;
      expect(workedOutKvCacheBytes(study, workload, deployment)).toBe(kvCacheBytes);
      expect(workedOutKvCacheBytes(study, workload, { ...deployment, kvCacheBytesPerGpu: 5e9 })).toBe(kvCacheBytes);
    }
    expect(workedOutKvCacheBytes(study, asked().choice.workload, { ...h100, gpu: "h200-sxm" })).toBeNull();
  });
});

describe("a log's KV cache among the settings", () => {
  it("is the budget's", () => {
    expect(deliveryWith(3e10)).toMatchObject({ kind: "delivers", performance: { budget: { kvCacheBytes: 3e10 } } });
  });

  it("is refused where the GPU has less, with the numbers", () => {
    expect(deliveryWith(3e11)).toMatchObject({
      kind: "cannot",
      why: { kind: "kv-cache-exceeds-memory", neededBytes: 3e11 },
    });
  });
});
