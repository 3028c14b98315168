import { describe, expect, it } from "vitest";
import { withBestMeasuredSettings, withSettings } from "./changes.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { loggedKvCacheBytes, workedOutKvCacheBytes } from "./kv-cache.ts";
import { settingsPolicyOf } from "./settings.ts";

const { workload } = defaultScenario;
const offerOf = (gpu: string) => defaultScenario.platforms.find((platform) => platform.gpu === gpu)!;

describe(loggedKvCacheBytes, () => {
  it("understands tokens by the version, and by the max_model_len that the log itself prints", () => {
    const h100 = offerOf("h100-sxm");
    const bytesOf = (maxModelLen: number | null, version: "up-to-0.20" | "since-0.26") =>
      loggedKvCacheBytes({ kind: "tokens", tokens: 100_000, maxModelLen }, h100, version);
    expect(bytesOf(null, "up-to-0.20")).not.toBe(bytesOf(null, "since-0.26"));
    expect(bytesOf(h100.maxModelLen, "since-0.26")).toBe(bytesOf(null, "since-0.26"));
    expect(bytesOf(32_768, "since-0.26")).not.toBe(bytesOf(null, "since-0.26"));
    expect(loggedKvCacheBytes({ kind: "bytes", bytes: 1e10 }, h100, "since-0.26")).toBe(1e10);
  });
});

describe(workedOutKvCacheBytes, () => {
  it("is the evaluation's own, and stays it when a log says otherwise", () => {
    for (const { gpu, budget, offer } of evaluationOf(defaultScenario).platforms) {
      expect(workedOutKvCacheBytes(workload, offer)).toBe(budget!.kvCacheBytes);
      expect(workedOutKvCacheBytes(workload, { ...offer, kvCacheBytesPerGpu: 5e9 }), gpu.id).toBe(budget!.kvCacheBytes);
    }
  });
});

describe(withSettings, () => {
  it("takes the log's KV cache for own settings, which a preset gives up again", () => {
    const logged = withSettings("h100-sxm", { kvCacheBytesPerGpu: 3e10 })(defaultScenario);
    const budget = evaluationOf(logged).platforms.find(({ gpu }) => gpu.id === "h100-sxm")!.budget!;
    expect(budget.kvCacheBytes).toBe(3e10);
    expect(settingsPolicyOf(logged)).toBe("custom");
    expect(withBestMeasuredSettings()(logged)).toEqual(defaultScenario);
  });

  it("refuses more than the GPU has, with the numbers", () => {
    const logged = withSettings("h100-sxm", { kvCacheBytesPerGpu: 3e11 })(defaultScenario);
    const h100 = evaluationOf(logged).platforms.find(({ gpu }) => gpu.id === "h100-sxm")!;
    expect(h100.infeasible).toMatchObject({ kind: "kv-cache-exceeds-memory", neededBytes: 3e11 });
  });
});
