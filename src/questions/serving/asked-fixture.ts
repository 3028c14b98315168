import fc from "fast-check";
import { DAY_CURVES, type Demand } from "../../core/economics/demand.ts";
import { type Limits, NO_LIMITS } from "../../core/serving/answer/limits.ts";
import { TUNABLE_SETTINGS } from "../../core/serving/answer/tuning.ts";
import { priceIndex } from "../../catalog/prices.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import type { Offer } from "../../core/economics/offer.ts";
import type { ServingChoice, ServingSettings } from "./serving-choice.ts";
import type { ServingAsked, ServingRow } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";

/** A row of one of the study's GPUs at the article's index, with its best measured settings. */
export function row(
  gpu: string,
  own: Partial<Pick<ServingRow, "id" | "name" | "gpuCount">> & {
    readonly offer?: Partial<Offer>;
    readonly settings?: Partial<ServingSettings>;
  } = {},
): ServingRow {
  const { offer, settings, ...rest } = own;
  return {
    id: gpu,
    name: null,
    gpu,
    gpuCount: 8,
    compared: true,
    ...rest,
    offer: {
      pricePerGpuHour: priceIndex.indexPerGpuHour[gpu] ?? null,
      reservedPricePerGpuHour: null,
      spotPricePerGpuHour: null,
      provider: null,
      rentalUnitGpus: 8,
      ...offer,
    },
    settings: { ...servingQuestion.settingsFor(gpu, 8), ...settings },
  };
}

export const allRows: readonly ServingRow[] = [...study.gpus.keys()].map((gpu) => row(gpu));

/** The default question about these rows. */
export function asked(platforms: readonly ServingRow[] = allRows, choice: Partial<ServingChoice> = {}): ServingAsked {
  return {
    llm: study.llm.id,
    choice: { ...servingQuestion.defaultChoice, ...choice },
    platforms,
    tieThresholdFraction: 0.05,
  };
}

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const anyPrice = between(0.01, 1000);

const anyDemand: fc.Arbitrary<Demand> = fc.record({
  requestsPerSecond: between(0.01, 2000),
  peakOverMean: between(1, 24),
  dayCurve: fc.constantFrom(...DAY_CURVES),
  spareUnits: fc.integer({ min: 0, max: 8 }),
  releasesIdleUnits: fc.boolean(),
  reservedFraction: fc.constantFrom(0, 0.3, 0.6),
  spotFraction: fc.constantFrom(0, 0.2, 0.4),
});

const anyLimits: fc.Arbitrary<Limits> = fc.record({
  tpotSeconds: fc.option(between(0.005, 0.3)),
  tpotBasis: fc.constantFrom("token", "chunk"),
  ttftSeconds: fc.option(between(0.05, 30)),
  requestSeconds: fc.option(between(2, 100)),
});

const anyChoice: fc.Arbitrary<ServingChoice> = fc.record({
  workload: fc.record({
    inputTokens: fc.oneof(fc.constant(225), fc.integer({ min: 1, max: 3000 })),
    outputTokens: fc.oneof(fc.constant(274), fc.integer({ min: 2, max: 1000 })),
    concurrency: fc.integer({ min: 1, max: 16_384 }),
    inputTokensVariation: fc.constantFrom(0, 0.5),
    outputTokensVariation: fc.constantFrom(0, 0.5),
    prefixCachedFraction: fc.constantFrom(0, 0.4),
  }),
  limits: fc.oneof({ weight: 2, arbitrary: fc.constant(NO_LIMITS) }, { weight: 1, arbitrary: anyLimits }),
  demand: fc.option(anyDemand),
  tuned: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const anyRow = fc.record({
  gpu: fc.constantFrom(...study.gpus.keys(), "h200-sxm"),
  gpuCount: fc.constantFrom(1, 4, 8, 16),
  offer: fc.record({
    pricePerGpuHour: fc.option(anyPrice, { freq: 6 }),
    reservedPricePerGpuHour: fc.option(anyPrice),
    spotPricePerGpuHour: fc.option(anyPrice),
    provider: fc.constantFrom(null, "Lambda", "RunPod"),
    rentalUnitGpus: fc.constantFrom(1, 2, 8),
  }),
  settings: fc.record(
    {
      kvCache: fc.constantFrom("bf16", "fp8"),
      draftLength: fc.integer({ min: 0, max: 4 }),
      lora: fc.boolean(),
      maxNumSeqs: fc.constantFrom(16, 64, 256, 1024),
      tensorParallel: fc.constantFrom(1, 2),
      locked: fc.subarray([...TUNABLE_SETTINGS]),
    },
    { requiredKeys: [] },
  ),
});

/** Up to five platforms, the same GPU as often as it comes, some of an unknown price or of no use at all. */
const anyRows: fc.Arbitrary<readonly ServingRow[]> = fc
  .array(anyRow, { minLength: 1, maxLength: 5 })
  .map((all) => all.map(({ gpu, ...own }, i) => row(gpu, { id: `row-${i}`, ...own })));

/** Any question about any list. */
export const anyAsked: fc.Arbitrary<ServingAsked> = fc
  .tuple(anyRows, anyChoice)
  .map(([rows, choice]) => asked(rows, choice));
