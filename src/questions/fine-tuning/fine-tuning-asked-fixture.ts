import fc from "fast-check";
import { priceIndex } from "../../catalog/prices.ts";
import type { Offer } from "../../core/economics/offer.ts";
import { TUNABLE_SETTINGS } from "../../core/fine-tuning/answer/tunable-fine-tuning.ts";
import {
  FINE_TUNING_PRECISIONS,
  FINE_TUNING_STRATEGIES,
} from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";
import { LORA_TARGETS } from "../../core/fine-tuning/physics/fine-tuning-run.ts";
import { gemmaFineTuningStudy as study } from "../../study/shipped-fine-tuning-studies.ts";
import type { FineTuningChoice, FineTuningSettings } from "./fine-tuning-choice.ts";
import type { FineTuningAsked, FineTuningRow } from "./fine-tuning-platforms.ts";
import { fineTuningQuestion } from "./fine-tuning-question.ts";
import { FINE_TUNING_RANGES } from "./fine-tuning-schema.ts";

export const A100 = "a100-sxm-80gb";
export const H100 = "h100-sxm";
export const B200 = "b200-sxm";
export const H200 = "h200-sxm";

/** A row of a GPU at the article's index, with its best measured settings. */
export function fineTuningRow(
  gpu: string,
  own: Partial<Pick<FineTuningRow, "id" | "name" | "gpuCount">> & {
    readonly offer?: Partial<Offer>;
    readonly settings?: Partial<FineTuningSettings>;
  } = {},
): FineTuningRow {
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
    settings: { ...fineTuningQuestion.settingsFor(gpu, 8), ...settings },
  };
}

/** The source article's platforms. */
export const articleRows: readonly FineTuningRow[] = [A100, H100, B200].map((gpu) => fineTuningRow(gpu));

/** The default run on these rows. */
export function fineTuningAsked(
  platforms: readonly FineTuningRow[] = articleRows,
  choice: Partial<FineTuningChoice> = {},
): FineTuningAsked {
  return {
    llm: study.llm.id,
    choice: { ...fineTuningQuestion.defaultChoice, ...choice },
    platforms,
    tieThresholdFraction: 0.05,
  };
}

const ranges = FINE_TUNING_RANGES;

export const anyFineTuningChoice: fc.Arbitrary<FineTuningChoice> = fc.record({
  method: fc.constant("lora"),
  tokens: fc.integer({ ...ranges.tokens }),
  sequenceLength: fc.integer({ ...ranges.sequenceLength }),
  globalBatchSequences: fc.integer({ ...ranges.globalBatchSequences }),
  loraRank: fc.integer({ ...ranges.loraRank }),
  loraTargets: fc.constantFrom(...LORA_TARGETS),
  microBatch: fc.integer({ ...ranges.microBatch }),
  objective: fc.constantFrom("cheapest", "fastest"),
});

const anySettings: fc.Arbitrary<FineTuningSettings> = fc.record({
  strategy: fc.constantFrom(...FINE_TUNING_STRATEGIES),
  checkpointing: fc.boolean(),
  precision: fc.constantFrom(...FINE_TUNING_PRECISIONS),
  compile: fc.boolean(),
  microBatch: fc.option(fc.integer({ ...ranges.microBatch })),
  tuned: fc.boolean(),
  locked: fc.subarray([...TUNABLE_SETTINGS]),
});

const anyRow = fc.record({
  gpu: fc.constantFrom(...study.gpus.keys()),
  gpuCount: fc.constantFrom(1, 2, 4, 8, 16),
  pricePerGpuHour: fc.option(fc.double({ min: 0.01, max: 100, noNaN: true })),
  settings: fc.option(anySettings),
});

/** Lists with the same GPU several times, and with prices that nobody knows. */
export const anyFineTuningAsked: fc.Arbitrary<FineTuningAsked> = fc
  .tuple(
    fc.oneof(fc.constant(fineTuningQuestion.defaultChoice), anyFineTuningChoice),
    fc.array(anyRow, { minLength: 1, maxLength: 6 }),
  )
  .map(([choice, rows]) =>
    fineTuningAsked(
      rows.map(({ gpu, gpuCount, pricePerGpuHour, settings }, i) =>
        fineTuningRow(gpu, { id: `p${i}`, gpuCount, offer: { pricePerGpuHour }, ...(settings && { settings }) }),
      ),
      choice,
    ),
  );
