import type { PlatformChoice, Scenario } from "../src/scenario/scenario.ts";

const settings = {
  gpuCount: 8,
  tensorParallel: 1,
  weights: "fp8",
  kvCache: "fp8",
  draftLength: 2,
  acceptanceRate: null,
  lora: false,
  maxNumSeqs: 512,
  maxNumBatchedTokens: 4096,
  maxModelLen: 4096,
  gpuMemoryUtilization: 0.9,
  kvCacheBytesPerGpu: null,
  reservedPricePerGpuHour: null,
  spotPricePerGpuHour: null,
  rentalUnitGpus: 8,
  lockedSettings: [],
  compared: true,
} as const;

/** A scenario with everything spelled out, so that journeys do not move with the page's defaults. */
export const scenario: Scenario = {
  version: 1,
  mode: "serve",
  llm: "gemma-4-31b-it",
  workload: {
    inputTokens: 225,
    outputTokens: 274,
    concurrency: 1024,
    inputTokensVariation: 1.2,
    outputTokensVariation: 0.62,
    prefixCachedFraction: 0,
  },
  limits: { tpotSeconds: null, tpotBasis: "token", ttftSeconds: null, requestSeconds: null },
  tuned: false,
  demand: null,
  priceUnit: "USD",
  tieThresholdFraction: 0.05,
  platforms: [
    { ...settings, gpu: "a100-sxm-80gb", weights: "bf16", kvCache: "bf16", draftLength: 1, pricePerGpuHour: 1.19 },
    { ...settings, gpu: "h100-sxm", maxNumSeqs: 256, pricePerGpuHour: 2.49 },
    { ...settings, gpu: "b200-sxm", pricePerGpuHour: 4.1 },
  ],
};

/** The scenario with a change to some platforms. */
export function withPlatforms(change: (platform: PlatformChoice) => Partial<PlatformChoice>): Scenario {
  return { ...scenario, platforms: scenario.platforms.map((platform) => ({ ...platform, ...change(platform) })) };
}
