import * as z from "zod/mini";
import { TRAINING_PRECISIONS, TRAINING_STRATEGIES } from "../core/fine-tuning/physics/training-deployment.ts";
import { TUNABLE_SETTINGS } from "../core/fine-tuning/answer/tune-training.ts";
import { LORA_TARGETS } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import { FINE_TUNING_RANGES, type FineTuningScenario } from "./fine-tuning-scenario.ts";
import { SCENARIO_RANGES } from "./scenario.ts";
import { flagSchema, idSchema, number, oneOf, PRICE_UNIT_ENUM, priceSchema, whole } from "./scenario-schema.ts";

const platformSchema = z.strictObject(
  {
    gpu: idSchema,
    gpuCount: whole(FINE_TUNING_RANGES.gpuCount),
    strategy: choice(TRAINING_STRATEGIES),
    checkpointing: flagSchema,
    precision: choice(TRAINING_PRECISIONS),
    compile: flagSchema,
    microBatch: z.nullable(whole(FINE_TUNING_RANGES.microBatch)),
    tuned: flagSchema,
    locked: z.array(choice(TUNABLE_SETTINGS), "must be a list of settings"),
    pricePerGpuHour: priceSchema,
    compared: flagSchema,
  },
  "must be an object with the settings of one platform",
);

/** Every rule a fine-tuning scenario keeps, wherever it comes from: a file, a link or a script. */
export const fineTuningSchema: z.ZodMiniType<FineTuningScenario> = z.strictObject(
  {
    version: z.literal(1, "must be 1, the only version this Headroom reads"),
    mode: z.literal("fine-tune", 'must be "fine-tune"'),
    llm: idSchema,
    fineTuning: z.strictObject(
      {
        tokens: whole(FINE_TUNING_RANGES.tokens),
        sequenceLength: whole(FINE_TUNING_RANGES.sequenceLength),
        globalBatchSequences: whole(FINE_TUNING_RANGES.globalBatchSequences),
        loraRank: whole(FINE_TUNING_RANGES.loraRank),
        loraTargets: choice(LORA_TARGETS),
        microBatch: whole(FINE_TUNING_RANGES.microBatch),
      },
      "must be an object with tokens, sequenceLength, microBatch, globalBatchSequences and loraRank",
    ),
    objective: choice(["cheapest", "fastest"]),
    priceUnit: z.enum(PRICE_UNIT_ENUM, `must be ${oneOf(Object.keys(PRICE_UNIT_ENUM))}`),
    tieThresholdFraction: number(SCENARIO_RANGES.tieThresholdFraction),
    platforms: z.array(platformSchema, "must be a list of platforms").check(
      z.refine(
        (platforms) => new Set(platforms.map(({ gpu }) => gpu)).size === platforms.length,
        "must name each GPU once",
      ),
      z.refine((platforms) => platforms.some(({ compared }) => compared), "must compare at least one platform"),
    ),
  },
  "must be an object",
);

function choice<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `must be ${oneOf(values)}`);
}
