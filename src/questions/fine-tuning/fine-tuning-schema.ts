import * as z from "zod/mini";
import { TUNABLE_SETTINGS, TUNING_OBJECTIVES } from "../../core/fine-tuning/answer/tunable-fine-tuning.ts";
import {
  FINE_TUNING_PRECISIONS,
  FINE_TUNING_STRATEGIES,
} from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";
import { LORA_TARGETS } from "../../core/fine-tuning/physics/fine-tuning-run.ts";
import { choice, flagSchema, setOf, whole } from "../schema-parts.ts";
import type { FineTuningChoice, FineTuningSettings } from "./fine-tuning-choice.ts";

/** Ranges that the controls, files and links all accept. */
export const FINE_TUNING_RANGES = {
  tokens: { min: 1, max: 1e12 },
  sequenceLength: { min: 16, max: 131_072 },
  microBatch: { min: 1, max: 64 },
  globalBatchSequences: { min: 1, max: 4096 },
  loraRank: { min: 1, max: 512 },
} as const;

const ranges = FINE_TUNING_RANGES;

export const fineTuningChoiceSchema: z.ZodMiniType<FineTuningChoice> = z.strictObject(
  {
    method: z.literal("lora", 'must be "lora", the only method with measured runs'),
    tokens: whole(ranges.tokens),
    sequenceLength: whole(ranges.sequenceLength),
    microBatch: whole(ranges.microBatch),
    globalBatchSequences: whole(ranges.globalBatchSequences),
    loraRank: whole(ranges.loraRank),
    loraTargets: choice(LORA_TARGETS),
    objective: choice(TUNING_OBJECTIVES),
  },
  "must be an object with tokens, sequenceLength, microBatch, globalBatchSequences and loraRank",
);

export const fineTuningSettingsSchema: z.ZodMiniType<FineTuningSettings> = z.strictObject(
  {
    strategy: choice(FINE_TUNING_STRATEGIES),
    checkpointing: flagSchema,
    precision: choice(FINE_TUNING_PRECISIONS),
    compile: flagSchema,
    microBatch: z.nullable(whole(ranges.microBatch)),
    tuned: flagSchema,
    locked: setOf(TUNABLE_SETTINGS),
  },
  "must be an object with the settings of fine-tuning",
);
