import * as z from "zod/mini";
import { DAY_CURVES } from "../../core/economics/demand.ts";
import { TUNABLE_SETTINGS } from "../../core/serving/answer/tuning.ts";
import { DTYPES } from "../../core/units/dtype.ts";
import { choice, flagSchema, number, numberOrNull, setOf, whole } from "../schema-parts.ts";
import type { ServingChoice, ServingSettings } from "./serving-choice.ts";

/** Ranges that the controls, files and links all accept. */
export const SERVING_RANGES = {
  concurrency: { min: 1, max: 16_384 },
  inputTokens: { min: 1, max: 131_072 },
  outputTokens: { min: 2, max: 131_072 },
  inputTokensVariation: { min: 0, max: 5 },
  outputTokensVariation: { min: 0, max: 5 },
  prefixCachedFraction: { min: 0, max: 0.99 },
  tpotSeconds: { min: 0.0001, max: 3600 },
  ttftSeconds: { min: 0.0001, max: 36_000 },
  requestSeconds: { min: 0.0001, max: 360_000 },
  requestsPerSecond: { min: 0.000_001, max: 1_000_000 },
  peakOverMean: { min: 1, max: 24 },
  spareUnits: { min: 0, max: 8 },
  fraction: { min: 0, max: 1 },
  tensorParallel: { min: 1, max: 8 },
  draftLength: { min: 0, max: 8 },
  acceptanceRate: { min: 0, max: 1 },
  maxNumSeqs: { min: 1, max: 4096 },
  maxNumBatchedTokens: { min: 16, max: 1_048_576 },
  maxModelLen: { min: 16, max: 262_144 },
  gpuMemoryUtilization: { min: 0.1, max: 1 },
  kvCacheBytesPerGpu: { min: 1e6, max: 1e13 },
} as const;

const ranges = SERVING_RANGES;

const demandSchema = z
  .strictObject(
    {
      requestsPerSecond: number(ranges.requestsPerSecond),
      peakOverMean: number(ranges.peakOverMean),
      dayCurve: choice(DAY_CURVES),
      spareUnits: whole(ranges.spareUnits),
      releasesIdleUnits: flagSchema,
      reservedFraction: number(ranges.fraction),
      spotFraction: number(ranges.fraction),
    },
    "must be null or an object that describes the traffic",
  )
  .check(
    z.refine(({ reservedFraction, spotFraction }) => !(reservedFraction + spotFraction > 1), {
      path: ["spotFraction"],
      error: "must leave reserved and spot together at most 1",
    }),
  );

export const servingChoiceSchema: z.ZodMiniType<ServingChoice> = z.strictObject(
  {
    workload: z.strictObject(
      {
        inputTokens: whole(ranges.inputTokens),
        outputTokens: whole(ranges.outputTokens),
        concurrency: whole(ranges.concurrency),
        inputTokensVariation: number(ranges.inputTokensVariation),
        outputTokensVariation: number(ranges.outputTokensVariation),
        prefixCachedFraction: number(ranges.prefixCachedFraction),
      },
      "must be an object with inputTokens, outputTokens and concurrency",
    ),
    limits: z.strictObject(
      {
        tpotSeconds: numberOrNull(ranges.tpotSeconds),
        tpotBasis: choice(["token", "chunk"]),
        ttftSeconds: numberOrNull(ranges.ttftSeconds),
        requestSeconds: numberOrNull(ranges.requestSeconds),
      },
      "must be an object with tpotSeconds, tpotBasis, ttftSeconds and requestSeconds",
    ),
    demand: z.nullable(demandSchema),
    tuned: flagSchema,
  },
  "must be an object with workload, limits, demand and tuned",
);

export const servingSettingsSchema: z.ZodMiniType<ServingSettings> = z.strictObject(
  {
    engine: z.literal("vllm", 'must be "vllm", the only engine with measured rows'),
    tensorParallel: whole(ranges.tensorParallel),
    expertParallel: z.literal(1, "must be 1"),
    attentionDataParallel: z.literal(1, "must be 1"),
    weights: choice(DTYPES),
    kvCache: choice(DTYPES),
    draftLength: whole(ranges.draftLength),
    acceptanceRate: numberOrNull(ranges.acceptanceRate),
    lora: flagSchema,
    maxNumSeqs: whole(ranges.maxNumSeqs),
    maxNumBatchedTokens: whole(ranges.maxNumBatchedTokens),
    maxModelLen: whole(ranges.maxModelLen),
    gpuMemoryUtilization: number(ranges.gpuMemoryUtilization),
    kvCacheBytesPerGpu: numberOrNull(ranges.kvCacheBytesPerGpu),
    locked: setOf(TUNABLE_SETTINGS),
  },
  "must be an object with the settings of the engine",
);
