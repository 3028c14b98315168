import fc from "fast-check";
import { TUNABLE_SETTINGS } from "../core/fine-tuning/answer/tune-training.ts";
import { defaultFineTuningScenario, FINE_TUNING_RANGES, type FineTuningScenario } from "./fine-tuning-scenario.ts";
import { PRICE_UNITS } from "./scenario.ts";

/** Any scenario of all GPUs that the ranges allow. */
export const anyFineTuningScenario: fc.Arbitrary<FineTuningScenario> = fc
  .record({
    fineTuning: fc.record({
      tokens: fc.integer({ ...FINE_TUNING_RANGES.tokens }),
      sequenceLength: fc.integer({ ...FINE_TUNING_RANGES.sequenceLength }),
      globalBatchSequences: fc.integer({ ...FINE_TUNING_RANGES.globalBatchSequences }),
      loraRank: fc.integer({ ...FINE_TUNING_RANGES.loraRank }),
      loraTargets: fc.constantFrom("all", "attention", "mlp"),
      microBatch: fc.integer({ ...FINE_TUNING_RANGES.microBatch }),
    }),
    objective: fc.constantFrom("cheapest", "fastest"),
    priceUnit: fc.constantFrom(...PRICE_UNITS),
    settings: fc.record({
      gpuCount: fc.integer({ ...FINE_TUNING_RANGES.gpuCount }),
      strategy: fc.constantFrom("ddp", "fsdp"),
      checkpointing: fc.boolean(),
      precision: fc.constantFrom("bf16", "fp8", "te-fp8"),
      compile: fc.boolean(),
      microBatch: fc.option(fc.integer({ ...FINE_TUNING_RANGES.microBatch })),
      tuned: fc.boolean(),
      locked: fc.subarray([...TUNABLE_SETTINGS]),
      pricePerGpuHour: fc.double({ min: 0.01, max: 100, noNaN: true }),
    }),
    compared: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.constant(true)),
  })
  .map(({ settings, compared, ...chosen }) => ({
    ...defaultFineTuningScenario,
    ...chosen,
    platforms: defaultFineTuningScenario.platforms.map(({ gpu }, i) => ({
      gpu,
      ...settings,
      compared: compared[i]!,
    })),
  }));
