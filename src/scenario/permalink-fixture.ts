import fc from "fast-check";
import { DAY_CURVES } from "../core/economics/demand.ts";
import { TUNABLE_SETTINGS } from "../core/serving/answer/tuning.ts";
import type { Headline } from "./permalink.ts";
import { type PlatformChoice, type Scenario, SCENARIO_RANGES } from "./scenario.ts";

// Test data: a small page with three GPUs, and any scenario a person could set up on it.

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

export const threePlatforms: Scenario = {
  version: 1,
  mode: "serve",
  llm: "gemma-4-31b-it",
  workload: {
    inputTokens: 225,
    outputTokens: 274,
    concurrency: 512,
    inputTokensVariation: 1.2,
    outputTokensVariation: 0.62,
    prefixCachedFraction: 0,
  },
  limits: { tpotSeconds: null, tpotBasis: "token", ttftSeconds: null, requestSeconds: null },
  tuned: false,
  demand: null,
  priceUnit: "index",
  tieThresholdFraction: 0.05,
  platforms: [
    { ...settings, gpu: "a100-sxm-80gb", weights: "bf16", kvCache: "bf16", maxNumSeqs: 64, pricePerGpuHour: 1 },
    { ...settings, gpu: "h100-sxm", pricePerGpuHour: 2.1 },
    { ...settings, gpu: "b200-sxm", pricePerGpuHour: 3.89 },
  ],
};

export const headlineOfThree: Headline = {
  modelVersion: "2026-11-22.1",
  winner: "b200-sxm",
  tie: false,
  relativeCost: { "a100-sxm-80gb": 1, "h100-sxm": 0.2471, "b200-sxm": 0.1834 },
};

const gpuIds = threePlatforms.platforms.map(({ gpu }) => gpu);
const dtype = fc.constantFrom("bf16", "fp8");
const real = (range: keyof typeof SCENARIO_RANGES) => fc.double({ ...SCENARIO_RANGES[range], noNaN: true });
const whole = (range: keyof typeof SCENARIO_RANGES) => fc.integer(SCENARIO_RANGES[range]);

function platform(gpu: string): fc.Arbitrary<PlatformChoice> {
  return fc
    .record({
      gpu: fc.constant(gpu),
      replicas: fc.integer({ min: 1, max: 8 }),
      tensorParallel: whole("tensorParallel"),
      weights: dtype,
      kvCache: dtype,
      draftLength: whole("draftLength"),
      acceptanceRate: fc.option(real("acceptanceRate")),
      lora: fc.boolean(),
      maxNumSeqs: whole("maxNumSeqs"),
      maxNumBatchedTokens: whole("maxNumBatchedTokens"),
      maxModelLen: whole("maxModelLen"),
      gpuMemoryUtilization: real("gpuMemoryUtilization"),
      kvCacheBytesPerGpu: fc.option(real("kvCacheBytesPerGpu")),
      reservedPricePerGpuHour: fc.option(real("pricePerGpuHour")),
      spotPricePerGpuHour: fc.option(real("pricePerGpuHour")),
      rentalUnitGpus: whole("rentalUnitGpus"),
      lockedSettings: fc.uniqueArray(fc.constantFrom(...TUNABLE_SETTINGS)),
      pricePerGpuHour: fc.oneof(real("pricePerGpuHour"), fc.constantFrom(0.1 + 0.2, 1e-4, 1e6, 2.49)),
      compared: fc.boolean(),
    })
    .map(({ replicas, ...rest }) => ({ ...rest, gpuCount: replicas * rest.tensorParallel }));
}

/** Any valid scenario: every GPU, in any order, with awkward numbers. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  version: fc.constant(1),
  mode: fc.constant("serve"),
  llm: fc.constantFrom("gemma-4-31b-it", "llama-3.3-70b", "qwen3-8b"),
  workload: fc.record({
    inputTokens: whole("inputTokens"),
    outputTokens: whole("outputTokens"),
    concurrency: whole("concurrency"),
    inputTokensVariation: real("inputTokensVariation"),
    outputTokensVariation: real("outputTokensVariation"),
    prefixCachedFraction: real("prefixCachedFraction"),
  }),
  limits: fc.record({
    tpotSeconds: fc.option(real("tpotSeconds")),
    tpotBasis: fc.constantFrom("token", "chunk"),
    ttftSeconds: fc.option(real("ttftSeconds")),
    requestSeconds: fc.option(real("requestSeconds")),
  }),
  tuned: fc.boolean(),
  demand: fc.option(
    fc.record({
      requestsPerSecond: real("requestsPerSecond"),
      peakOverMean: real("peakOverMean"),
      dayCurve: fc.constantFrom(...DAY_CURVES),
      spareUnits: whole("spareUnits"),
      releasesIdleUnits: fc.boolean(),
      reservedFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
      spotFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
    }),
  ),
  priceUnit: fc.constantFrom("index", "USD", "EUR", "GBP", "JPY", "KRW", "CNY", "INR"),
  tieThresholdFraction: real("tieThresholdFraction"),
  platforms: fc
    .tuple(...gpuIds.map(platform))
    .chain((platforms) => fc.shuffledSubarray(platforms, { minLength: platforms.length }))
    .filter((platforms) => platforms.some(({ compared }) => compared)),
});

export const anyHeadline: fc.Arbitrary<Headline> = fc.record({
  modelVersion: fc.string(),
  winner: fc.option(fc.constantFrom(...gpuIds)),
  tie: fc.boolean(),
  relativeCost: fc.dictionary(
    fc.constantFrom(...gpuIds),
    fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }).map((cost) => Number(cost.toPrecision(4)))),
    { noNullPrototype: true },
  ),
});
