import * as z from "zod/mini";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import { didYouMean } from "../catalog/nearest.ts";
import type { Ignore } from "./permalink.ts";
import { type LinkQuery, numberOrText, QUERY_PATHS } from "./permalink-query.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";
import { isRecord, scenarioSchema, shown, valueAt } from "./scenario-schema.ts";

type Unchecked = Readonly<Record<string, unknown>>;

/** A platform's settings as the first links list them, by place, before its price. Links are for ever: never change this. */
const COLUMNS = [
  "gpu",
  "gpuCount",
  "tensorParallel",
  "weights",
  "kvCache",
  "draftLength",
  "acceptanceRate",
  "lora",
  "maxNumSeqs",
  "maxNumBatchedTokens",
  "maxModelLen",
  "gpuMemoryUtilization",
] as const satisfies readonly (keyof PlatformChoice)[];

/** Settings that came later, after the price; a link that ends before one has its default. This list only ever grows at its end. */
const LATER_COLUMNS = [
  "kvCacheBytesPerGpu",
  "rentalUnitGpus",
  "reservedPricePerGpuHour",
  "spotPricePerGpuHour",
  "lockedSettings",
] as const satisfies readonly (keyof PlatformChoice)[];

/** What a link that says nothing of a later setting means: like the list, never to change. */
const LATER_DEFAULTS: Readonly<Record<(typeof LATER_COLUMNS)[number], unknown>> = {
  kvCacheBytesPerGpu: null,
  rentalUnitGpus: 8,
  reservedPricePerGpuHour: null,
  spotPricePerGpuHour: null,
  lockedSettings: [],
};

/** Places of a link's list of lengths; it too only grows at its end. */
const LENGTH_FIELDS = ["inputTokensVariation", "outputTokensVariation", "prefixCachedFraction"] as const;

/** What the readable half of a link does not say. Nothing is left to the defaults, for those may change. */
export function settingsOf(scenario: Scenario): Unchecked {
  const { llm, mode, tieThresholdFraction, limits, workload, tuned, demand, platforms } = scenario;
  return {
    llm,
    mode,
    tie: tieThresholdFraction,
    lengths: LENGTH_FIELDS.map((field) => workload[field]),
    ...(tuned ? { tuned } : {}),
    // Its requests per second are in the query.
    ...(demand === null ? {} : { demand: { ...demand, requestsPerSecond: undefined } }),
    // With a TPOT limit the query says per what.
    ...(limits.tpotSeconds === null ? { per: limits.tpotBasis } : {}),
    platforms: platforms.map((platform) =>
      withoutTrailingNulls([
        ...COLUMNS.map((column) => platform[column]),
        // The price of a compared platform is in the query.
        platform.compared ? null : platform.pricePerGpuHour,
        ...LATER_COLUMNS.map((column) =>
          String(platform[column]) === String(LATER_DEFAULTS[column]) ? null : platform[column],
        ),
      ]),
    ),
  };
}

function withoutTrailingNulls(values: readonly unknown[]): readonly unknown[] {
  return values.slice(0, values.findLastIndex((value) => value !== null) + 1);
}

/** A scenario of what the two halves of a link say and, where they say nothing, of the defaults: not checked yet. */
export function uncheckedScenario(
  query: LinkQuery,
  settings: Unchecked | null,
  prices: ReadonlyMap<string, number> | null,
  defaults: Scenario,
  ignore: Ignore,
): Unchecked {
  const said = (key: string, otherwise: unknown) => {
    const text = query.get(key);
    return text === undefined ? otherwise : numberOrText(text);
  };
  const packed = (key: string, otherwise: unknown) => (settings?.[key] === undefined ? otherwise : settings[key]);
  const { workload, limits } = defaults;
  const lengths = packed("lengths", []);
  if (!Array.isArray(lengths)) ignore("lengths", shown(lengths), "must be a list; the default is used instead");
  const lengthAt = (index: number): unknown => (Array.isArray(lengths) ? lengths[index] : undefined);
  // A made link says every limit it has; a hand-written one may say nothing about limits.
  const unlimited = settings !== null;
  return {
    version: 1,
    mode: packed("mode", defaults.mode),
    llm: packed("llm", defaults.llm),
    workload: {
      inputTokens: said("in", workload.inputTokens),
      outputTokens: said("out", workload.outputTokens),
      concurrency: said("conc", workload.concurrency),
      ...Object.fromEntries(LENGTH_FIELDS.map((field, index) => [field, lengthAt(index) ?? workload[field]])),
    },
    limits: {
      tpotSeconds: said("tpot", unlimited ? null : limits.tpotSeconds),
      tpotBasis: said("tpot-per", query.has("tpot") ? "token" : packed("per", limits.tpotBasis)),
      ttftSeconds: said("ttft", unlimited ? null : limits.ttftSeconds),
      requestSeconds: said("request", unlimited ? null : limits.requestSeconds),
    },
    tuned: packed("tuned", settings === null && defaults.tuned),
    demand: uncheckedDemand(query, packed("demand", null), ignore),
    priceUnit: said("unit", defaults.priceUnit),
    tieThresholdFraction: packed("tie", defaults.tieThresholdFraction),
    platforms: uncheckedPlatforms(packed("platforms", []), prices, defaults, ignore),
  };
}

/** Requests per second in the query ask for a demand; the packed half has the rest of it. */
function uncheckedDemand(query: LinkQuery, packed: unknown, ignore: Ignore): unknown {
  const rate = query.get("rps");
  if (packed !== null && !isRecord(packed)) {
    ignore("demand", shown(packed), "must be an object; the default demand is used instead");
  }
  if (rate === undefined) return null;
  const known = isRecord(packed)
    ? Object.fromEntries(Object.keys(DEFAULT_DEMAND).flatMap((key) => (key in packed ? [[key, packed[key]]] : [])))
    : {};
  return { ...DEFAULT_DEMAND, ...known, requestsPerSecond: numberOrText(rate) };
}

function uncheckedPlatforms(
  rows: unknown,
  prices: ReadonlyMap<string, number> | null,
  defaults: Scenario,
  ignore: Ignore,
): readonly Unchecked[] {
  const settingsByGpu = new Map<string, Unchecked>();
  const defaultsByGpu = new Map(defaults.platforms.map((platform) => [platform.gpu, platform]));
  if (!Array.isArray(rows)) {
    ignore("platforms", shown(rows), "must be a list; the default settings are used instead");
  }
  for (const row of Array.isArray(rows) ? rows : []) {
    const gpu: unknown = Array.isArray(row) ? row[0] : undefined;
    if (typeof gpu !== "string" || !defaultsByGpu.has(gpu)) {
      const hint = typeof gpu === "string" ? didYouMean(gpu, defaultsByGpu.keys()) : "";
      ignore("platforms", shown(row), `does not name a GPU this version knows${hint}; it is left out`);
    } else if (settingsByGpu.has(gpu)) {
      ignore(`platforms[${gpu}]`, shown(row), "is given more than once; the first one is used");
    } else {
      const price: unknown = row[COLUMNS.length];
      const known = COLUMNS.length + 1 + LATER_COLUMNS.length;
      if (row.length > known) {
        ignore(`platforms[${gpu}]`, shown(row.slice(known)), "is more than this version knows; it is left out");
      }
      settingsByGpu.set(gpu, {
        ...Object.fromEntries(COLUMNS.map((column, index) => [column, row[index]])),
        ...(price === undefined || price === null ? {} : { pricePerGpuHour: price }),
        ...Object.fromEntries(
          LATER_COLUMNS.map((column, index) => [column, row[COLUMNS.length + 1 + index] ?? LATER_DEFAULTS[column]]),
        ),
      });
    }
  }
  for (const [gpu, platform] of defaultsByGpu) if (!settingsByGpu.has(gpu)) settingsByGpu.set(gpu, { ...platform });
  return [...settingsByGpu].map(([gpu, settings]) => ({
    pricePerGpuHour: defaultsByGpu.get(gpu)?.pricePerGpuHour,
    ...settings,
    ...(prices?.has(gpu) ? { pricePerGpuHour: prices.get(gpu) } : {}),
    compared: prices === null ? defaultsByGpu.get(gpu)?.compared : prices.has(gpu),
  }));
}

/** Puts the default in the place of every field that breaks a rule, and lists it. */
export function repaired(unchecked: Unchecked, query: LinkQuery, defaults: Scenario, ignore: Ignore): Scenario {
  const platforms = unchecked["platforms"] as readonly Unchecked[];
  const aligned = {
    ...defaults,
    demand: DEFAULT_DEMAND,
    platforms: platforms.map(({ gpu }) => defaults.platforms.find((other) => other.gpu === gpu)),
  };
  let scenario: unknown = unchecked;
  // A rule between two fields is looked at only once each of them is sound, hence more than one pass.
  for (let pass = 0; pass < 3; pass++) {
    const parsed = z.safeParse(scenarioSchema, scenario);
    if (parsed.success) return parsed.data;
    for (const { path, message, code } of parsed.error.issues) {
      const [field, index, name] = path;
      const key = [...QUERY_PATHS].find(([, queryPath]) => queryPath.join() === path.join())?.[0];
      const where =
        field === "platforms"
          ? `platforms[${String(platforms[Number(index)]?.["gpu"])}].${String(name)}`
          : path.join(".");
      const value = shown(valueAt(scenario, path));
      // A default TP divides the default number of GPUs; nothing says that it divides this one.
      const together = code === "custom" ? [[...path.slice(0, -1), "gpuCount"], path] : [path];
      const values = together.map((each) => shown(valueAt(aligned, each)));
      const instead = values.length > 1 ? `${values.join(" GPUs and TP ")} are` : `${values.join()} is`;
      ignore(key ?? where, (key && query.get(key)) ?? value, `${message}; ${instead} used instead`);
      for (const each of together) scenario = withValueAt(scenario, each, valueAt(aligned, each));
    }
  }
  // Only defaults that break a rule themselves lead here.
  return defaults;
}

function withValueAt(owner: unknown, [key, ...rest]: readonly PropertyKey[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = withValueAt(valueAt(owner, [key]), rest, value);
  return Array.isArray(owner) ? owner.with(Number(key), inner) : { ...(isRecord(owner) ? owner : {}), [key]: inner };
}
