import { describe, expect, it } from "vitest";
import { defaultScenario } from "./default-scenario.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";
import {
  baseSettings,
  bestMeasuredSettings,
  defaultPlatforms,
  engineSettingsOf,
  settingsPolicyOf,
} from "./settings.ts";

function onAll(settingsOf: (gpu: string) => Partial<PlatformChoice>): Scenario {
  const platforms = defaultScenario.platforms.map((platform) => ({ ...platform, ...settingsOf(platform.gpu) }));
  return { ...defaultScenario, platforms };
}

describe(bestMeasuredSettings, () => {
  it.each([
    // The publisher's recommended settings on H100 and B200; A100 was measured with one draft at most
    [
      "h100-sxm",
      { kvCache: "fp8", draftLength: 2, acceptanceRate: null, maxNumSeqs: 256, maxNumBatchedTokens: 4096, lora: false },
    ],
    [
      "b200-sxm",
      { kvCache: "fp8", draftLength: 2, acceptanceRate: null, maxNumSeqs: 512, maxNumBatchedTokens: 4096, lora: false },
    ],
    [
      "a100-sxm-80gb",
      { kvCache: "bf16", draftLength: 1, acceptanceRate: null, maxNumSeqs: 64, maxNumBatchedTokens: 4096, lora: false },
    ],
  ] as const)("are those of the fastest steady row of %s", (gpu, settings) => {
    expect(bestMeasuredSettings(gpu, false)).toEqual(settings);
  });

  it("are found among the rows with an adapter where one is asked for", () => {
    for (const { gpu } of defaultScenario.platforms) expect(bestMeasuredSettings(gpu, true).lora).toBe(true);
    expect(bestMeasuredSettings("a100-sxm-80gb", true).draftLength).toBe(1);
  });

  it("are the base settings for a GPU without rows", () => {
    expect(bestMeasuredSettings("h1000", true)).toEqual(baseSettings(true));
  });
});

describe(baseSettings, () => {
  it("are what every platform was measured with: 64 sequences, no drafts, a 16-bit KV cache", () => {
    expect(baseSettings(false)).toEqual({
      kvCache: "bf16",
      draftLength: 0,
      acceptanceRate: null,
      maxNumSeqs: 64,
      maxNumBatchedTokens: 4096,
      lora: false,
    });
  });
});

describe(settingsPolicyOf, () => {
  it("is told from the settings", () => {
    expect(settingsPolicyOf(onAll((gpu) => bestMeasuredSettings(gpu, true)))).toBe("best-measured");
    expect(settingsPolicyOf(onAll(() => baseSettings(false)))).toBe("same");
    expect(settingsPolicyOf(onAll((gpu) => (gpu === "h100-sxm" ? { draftLength: 1 } : {})))).toBe("custom");
    expect(settingsPolicyOf(onAll((gpu) => (gpu === "h100-sxm" ? { acceptanceRate: 0.7 } : {})))).toBe("custom");
    expect(settingsPolicyOf(onAll((gpu) => (gpu === "b200-sxm" ? { maxNumBatchedTokens: 512 } : {})))).toBe("custom");
    expect(settingsPolicyOf(onAll((gpu) => (gpu === "b200-sxm" ? { gpuCount: 2 } : {})))).toBe("custom");
  });

  it("looks at the compared platforms only", () => {
    const { platforms } = onAll((gpu) => (gpu === "h100-sxm" ? { draftLength: 1 } : {}));
    const withoutH100 = platforms.map((platform) => ({ ...platform, compared: platform.gpu !== "h100-sxm" }));
    expect(settingsPolicyOf({ ...defaultScenario, platforms: withoutH100 })).toBe("best-measured");
  });
});

describe(engineSettingsOf, () => {
  it("is what presets set, and nothing else of the platform", () => {
    for (const platform of defaultScenario.platforms) {
      expect(engineSettingsOf(platform)).toEqual(bestMeasuredSettings(platform.gpu, false));
      expect({ ...platform, ...engineSettingsOf(platform) }).toEqual(platform);
    }
  });
});

describe(defaultPlatforms, () => {
  it("serves FP8 weights where there are tensor cores for them, on eight GPUs of one replica each", () => {
    const weights = defaultScenario.platforms.map((platform) => platform.weights);
    expect(weights).toEqual(["bf16", "fp8", "fp8"]);
    for (const { gpuCount, tensorParallel } of defaultScenario.platforms)
      expect([gpuCount, tensorParallel]).toEqual([8, 1]);
  });

  it("names the GPU that has no price, rather than give it away", () => {
    const prices = new Map([["a100-sxm-80gb", 1]]);
    expect(() => defaultPlatforms(prices)).toThrow('data/prices.json has no index price for "h100-sxm"');
  });
});
