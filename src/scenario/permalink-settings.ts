import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import type { Ignore } from "./permalink.ts";
import { platformRows, withoutTrailingNulls } from "./permalink-platforms.ts";
import { type LinkQuery, numberOrText, QUERY_PATHS } from "./permalink-query.ts";
import { repairedScenario } from "./permalink-repair.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";
import { isRecord, scenarioSchema, shown } from "./scenario-schema.ts";

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
  const defaultsByGpu = new Map(defaults.platforms.map((platform) => [platform.gpu, platform]));
  const places = COLUMNS.length + 1 + LATER_COLUMNS.length;
  const settingsByGpu = new Map(
    [...platformRows(rows, [...defaultsByGpu.keys()], places, ignore)].map(([gpu, row]): [string, Unchecked] => {
      const price = row[COLUMNS.length];
      const settings = {
        ...Object.fromEntries(COLUMNS.map((column, index) => [column, row[index]])),
        ...(price === undefined || price === null ? {} : { pricePerGpuHour: price }),
        ...Object.fromEntries(
          LATER_COLUMNS.map((column, index) => [column, row[COLUMNS.length + 1 + index] ?? LATER_DEFAULTS[column]]),
        ),
      };
      return [gpu, settings];
    }),
  );
  for (const [gpu, platform] of defaultsByGpu) if (!settingsByGpu.has(gpu)) settingsByGpu.set(gpu, { ...platform });
  return [...settingsByGpu].map(([gpu, settings]) => ({
    pricePerGpuHour: defaultsByGpu.get(gpu)?.pricePerGpuHour,
    ...settings,
    ...(prices?.has(gpu) ? { pricePerGpuHour: prices.get(gpu) } : {}),
    compared: prices === null ? defaultsByGpu.get(gpu)?.compared : prices.has(gpu),
  }));
}

/** The scenario with the default in the place of every field that breaks a rule, each of them listed. */
export function repaired(unchecked: Unchecked, query: LinkQuery, defaults: Scenario, ignore: Ignore): Scenario {
  const platforms = unchecked["platforms"] as readonly Unchecked[];
  const aligned = {
    ...defaults,
    demand: DEFAULT_DEMAND,
    platforms: platforms.map(({ gpu }) => defaults.platforms.find((other) => other.gpu === gpu)),
  };
  const repair = {
    schema: scenarioSchema,
    queryPaths: QUERY_PATHS,
    defaults: aligned,
    // A default TP divides the default number of GPUs; nothing says that it divides this one.
    together: (path: readonly PropertyKey[]) => [[...path.slice(0, -1), "gpuCount"], path],
  };
  return repairedScenario(unchecked, query, repair, ignore) ?? defaults;
}
