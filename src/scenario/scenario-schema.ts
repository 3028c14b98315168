import * as z from "zod/mini";
import { DAY_CURVES } from "../core/economics/demand.ts";
import { TUNABLE_SETTINGS } from "../core/serving/answer/tuning.ts";
import { DTYPES } from "../core/units/dtype.ts";
import { type PriceUnit, type Scenario, SCENARIO_RANGES } from "./scenario.ts";

type Range = { readonly min: number; readonly max: number };

// A record, so that a price unit added to the type and not here does not compile.
export const PRICE_UNIT_ENUM: Readonly<Record<PriceUnit, PriceUnit>> = {
  index: "index",
  USD: "USD",
  EUR: "EUR",
  GBP: "GBP",
  JPY: "JPY",
  KRW: "KRW",
  CNY: "CNY",
  INR: "INR",
};

export const idSchema = z.string("must be an id").check(z.regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, "must be an id"));
const dtypeSchema = z.enum(DTYPES, `must be ${oneOf(DTYPES)}`);
export const flagSchema = z.boolean("must be true or false");

export const priceSchema = number(SCENARIO_RANGES.pricePerGpuHour);

const platformSchema = z
  .strictObject(
    {
      gpu: idSchema,
      gpuCount: whole(SCENARIO_RANGES.gpuCount),
      tensorParallel: whole(SCENARIO_RANGES.tensorParallel),
      weights: dtypeSchema,
      kvCache: dtypeSchema,
      draftLength: whole(SCENARIO_RANGES.draftLength),
      acceptanceRate: numberOrNull(SCENARIO_RANGES.acceptanceRate),
      lora: flagSchema,
      maxNumSeqs: whole(SCENARIO_RANGES.maxNumSeqs),
      maxNumBatchedTokens: whole(SCENARIO_RANGES.maxNumBatchedTokens),
      maxModelLen: whole(SCENARIO_RANGES.maxModelLen),
      gpuMemoryUtilization: number(SCENARIO_RANGES.gpuMemoryUtilization),
      kvCacheBytesPerGpu: numberOrNull(SCENARIO_RANGES.kvCacheBytesPerGpu),
      pricePerGpuHour: priceSchema,
      reservedPricePerGpuHour: numberOrNull(SCENARIO_RANGES.pricePerGpuHour),
      spotPricePerGpuHour: numberOrNull(SCENARIO_RANGES.pricePerGpuHour),
      rentalUnitGpus: whole(SCENARIO_RANGES.rentalUnitGpus),
      lockedSettings: z
        .array(z.enum(TUNABLE_SETTINGS, `must be ${oneOf(TUNABLE_SETTINGS)}`), "must be a list of settings")
        .check(z.refine((names) => new Set(names).size === names.length, "must name each setting once")),
      compared: flagSchema,
    },
    "must be an object with the settings of one platform",
  )
  .check(
    // Not "=== 0": a remainder that is no number belongs to a field with a problem of its own.
    z.refine(({ gpuCount, tensorParallel }) => !(gpuCount % tensorParallel > 0), {
      path: ["tensorParallel"],
      error: "must divide gpuCount into whole replicas",
    }),
  );

const demandSchema = z
  .strictObject(
    {
      requestsPerSecond: number(SCENARIO_RANGES.requestsPerSecond),
      peakOverMean: number(SCENARIO_RANGES.peakOverMean),
      dayCurve: z.enum(DAY_CURVES, `must be ${oneOf(DAY_CURVES)}`),
      spareUnits: whole(SCENARIO_RANGES.spareUnits),
      releasesIdleUnits: flagSchema,
      reservedFraction: number(SCENARIO_RANGES.fraction),
      spotFraction: number(SCENARIO_RANGES.fraction),
    },
    "must be null or an object that describes the traffic",
  )
  .check(
    z.refine(({ reservedFraction, spotFraction }) => !(reservedFraction + spotFraction > 1), {
      path: ["spotFraction"],
      error: "must leave reserved and spot together at most 1",
    }),
  );

/** Every rule a scenario keeps, wherever it comes from: a file, a link or a script. */
export const scenarioSchema: z.ZodMiniType<Scenario> = z.strictObject(
  {
    version: z.literal(1, "must be 1, the only version this Headroom reads"),
    mode: z.literal("serve", 'must be "serve"'),
    llm: idSchema,
    workload: z.strictObject(
      {
        inputTokens: whole(SCENARIO_RANGES.inputTokens),
        outputTokens: whole(SCENARIO_RANGES.outputTokens),
        concurrency: whole(SCENARIO_RANGES.concurrency),
        inputTokensVariation: number(SCENARIO_RANGES.inputTokensVariation),
        outputTokensVariation: number(SCENARIO_RANGES.outputTokensVariation),
        prefixCachedFraction: number(SCENARIO_RANGES.prefixCachedFraction),
      },
      "must be an object with inputTokens, outputTokens and concurrency",
    ),
    limits: z.strictObject(
      {
        tpotSeconds: numberOrNull(SCENARIO_RANGES.tpotSeconds),
        tpotBasis: z.enum(["token", "chunk"], 'must be "token" or "chunk"'),
        ttftSeconds: numberOrNull(SCENARIO_RANGES.ttftSeconds),
        requestSeconds: numberOrNull(SCENARIO_RANGES.requestSeconds),
      },
      "must be an object with tpotSeconds, tpotBasis, ttftSeconds and requestSeconds",
    ),
    tuned: flagSchema,
    demand: z.nullable(demandSchema),
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

/** What a sender saw, as `permalink.ts` packs it: model version, winner, tie, relative costs by GPU. */
export const headlineSchema = z.tuple([
  z.string(),
  z.nullable(idSchema),
  z.boolean(),
  z.record(idSchema, z.nullable(z.number().check(z.gte(0)))),
]);

/** A plain object of parsed JSON: neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (Object(inner) as Readonly<Record<PropertyKey, unknown>>)[key], value);
}

/** A refused value as a message quotes it, never longer than a line. */
export function shown(value: unknown): string {
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? "nothing");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

export function number(range: Range) {
  const error = `must be a number ${fromTo(range)}`;
  return z.number(error).check(z.gte(range.min, error), z.lte(range.max, error));
}

function numberOrNull(range: Range) {
  const error = `must be null or a number ${fromTo(range)}`;
  return z.nullable(z.number(error).check(z.gte(range.min, error), z.lte(range.max, error)));
}

export function whole(range: Range) {
  const error = `must be a whole number ${fromTo(range)}`;
  return z.int(error).check(z.gte(range.min, error), z.lte(range.max, error));
}

function fromTo({ min, max }: Range): string {
  const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
  return `from ${grouped.format(min)} to ${grouped.format(max)}`;
}

export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}
