import { fineTuningSchema } from "./fine-tuning-schema.ts";
import type { FineTuningPlatformChoice, FineTuningScenario } from "./fine-tuning-scenario.ts";
import type { Ignore, LinkParts } from "./permalink.ts";
import { platformRows, withoutTrailingNulls } from "./permalink-platforms.ts";
import { type LinkQuery, numberOrText, pricesOf, RUN_PATHS } from "./permalink-query.ts";
import { repairedScenario } from "./permalink-repair.ts";
import { valueAt } from "./scenario-schema.ts";

type Unchecked = Readonly<Record<string, unknown>>;

/** What is packed of a fine-tuning scenario. */
export const TUNING_KEYS = ["llm", "targets", "micro", "objective", "tie", "platforms"];

/** A platform's settings by place, before the price of one that is not compared. Links are for ever: it only grows at its end. */
const COLUMNS = [
  "gpu",
  "gpuCount",
  "strategy",
  "checkpointing",
  "precision",
  "compile",
  "microBatch",
  "tuned",
  "locked",
] as const satisfies readonly (keyof FineTuningPlatformChoice)[];

/** The readable half of a fine-tuning link. */
export function fineTuningQueryOf(scenario: FineTuningScenario): LinkQuery {
  const prices = scenario.platforms
    .filter(({ compared }) => compared)
    .map(({ gpu, pricePerGpuHour }) => `${gpu}:${pricePerGpuHour}`);
  return new Map([
    ["v", "1"],
    ["mode", "fine-tune"],
    ...[...RUN_PATHS].map(([key, path]): [string, string] => [key, String(valueAt(scenario, path))]),
    ["unit", scenario.priceUnit],
    ["price", prices.join(",")],
  ]);
}

/** What the readable half does not say. Nothing is left to the defaults, for those may change. */
export function fineTuningSettingsOf(scenario: FineTuningScenario): Unchecked {
  const { llm, fineTuning, objective, tieThresholdFraction, platforms } = scenario;
  return {
    llm,
    targets: fineTuning.loraTargets,
    micro: fineTuning.microBatch,
    objective,
    tie: tieThresholdFraction,
    platforms: platforms.map((platform) =>
      withoutTrailingNulls([
        ...COLUMNS.map((column) => platform[column]),
        // The price of a compared platform is in the query.
        platform.compared ? null : platform.pricePerGpuHour,
      ]),
    ),
  };
}

/** The fine-tuning scenario of a link's halves: damage is listed, and has the default. */
export function fineTuningOf(
  { query, body }: Pick<LinkParts, "query" | "body">,
  defaults: FineTuningScenario,
  ignore: Ignore,
): FineTuningScenario {
  const packed = (key: string, otherwise: unknown): unknown => body?.[key] ?? otherwise;
  const said = (key: string, otherwise: unknown): unknown => {
    const text = query.get(key);
    return text === undefined ? otherwise : numberOrText(text);
  };
  const unchecked = {
    version: 1,
    mode: "fine-tune",
    llm: packed("llm", defaults.llm),
    fineTuning: {
      ...Object.fromEntries([...RUN_PATHS].map(([key, path]) => [path[1], said(key, valueAt(defaults, path))])),
      loraTargets: packed("targets", defaults.fineTuning.loraTargets),
      microBatch: packed("micro", defaults.fineTuning.microBatch),
    },
    objective: packed("objective", defaults.objective),
    priceUnit: said("unit", defaults.priceUnit),
    tieThresholdFraction: packed("tie", defaults.tieThresholdFraction),
    platforms: uncheckedPlatforms(query, packed("platforms", []), defaults, ignore),
  };
  const aligned = {
    ...defaults,
    platforms: unchecked.platforms.map(({ gpu }) => defaults.platforms.find((other) => other.gpu === gpu)),
  };
  const queryPaths = new Map<string, readonly string[]>([...RUN_PATHS, ["unit", ["priceUnit"]]]);
  const together = (path: readonly PropertyKey[]) => [path];
  const repair = { schema: fineTuningSchema, queryPaths, defaults: aligned, together };
  return repairedScenario(unchecked, query, repair, ignore) ?? defaults;
}

function uncheckedPlatforms(
  query: LinkQuery,
  rows: unknown,
  defaults: FineTuningScenario,
  ignore: Ignore,
): readonly Unchecked[] {
  const gpuIds = defaults.platforms.map(({ gpu }) => gpu);
  const prices = pricesOf(query, gpuIds, ignore);
  const packed = platformRows(rows, gpuIds, COLUMNS.length + 1, ignore);
  // GPUs that are newer than the link follow the ones it has.
  const order = [...packed.keys(), ...gpuIds.filter((gpu) => !packed.has(gpu))];
  return order.map((gpu) => {
    const own = defaults.platforms.find((platform) => platform.gpu === gpu)!;
    const row = packed.get(gpu);
    const settings = row ? Object.fromEntries(COLUMNS.map((column, place) => [column, row[place]])) : own;
    return {
      ...settings,
      pricePerGpuHour: prices?.get(gpu) ?? row?.[COLUMNS.length] ?? own.pricePerGpuHour,
      compared: prices === null ? own.compared : prices.has(gpu),
    };
  });
}
