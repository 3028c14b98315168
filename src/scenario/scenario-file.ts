import * as z from "zod/mini";
import { didYouMean } from "../catalog/nearest.ts";
import type { Scenario } from "./scenario.ts";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import { isRecord, scenarioSchema, shown, valueAt } from "./scenario-schema.ts";

export interface ScenarioProblem {
  /** As in `platforms[1].kvCache`; empty for the file as a whole. */
  readonly path: string;
  readonly problem: string;
}

export type ScenarioFileResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * A scenario file, read with every problem it has rather than the first one.
 *
 * What a file leaves out has the page's default. Its platforms are the ones compared, in its order; the other GPUs
 * of `defaults`, which are all GPUs there are, follow uncompared so that none is lost from the page.
 *
 * @param llmIds Every LLM there is; without it any well-formed id is taken.
 */
export function parseScenarioFile(json: unknown, defaults: Scenario, llmIds?: readonly string[]): ScenarioFileResult {
  if (isFineTuningFile(json)) {
    return { ok: false, problems: [{ path: "mode", problem: 'must be "serve" here: this is a fine-tuning scenario' }] };
  }
  const filled = fillIn(json, defaults);
  const parsed = z.safeParse(scenarioSchema, filled);
  const unknown = unknownIds(filled, defaults, llmIds);
  const broken = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, filled, defaults));
  const problems = [...unknown, ...broken.filter(({ path }) => unknown.every((other) => other.path !== path))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, scenario: withEveryGpu(parsed.data, defaults) };
}

/** Whether a file holds a fine-tuning scenario, which `parseFineTuningFile` reads. */
export function isFineTuningFile(json: unknown): boolean {
  return isRecord(json) && json["mode"] === "fine-tune";
}

/** The scenario as `parseScenarioFile` reads it back: every setting explicit, in one fixed order. */
export function scenarioToFile(scenario: Scenario): unknown {
  return z.parse(scenarioSchema, scenario);
}

/** Adds the GPUs a scenario does not name, with their default settings and out of the comparison. */
export function withEveryGpu(scenario: Scenario, defaults: Scenario): Scenario {
  const named = new Set(scenario.platforms.map(({ gpu }) => gpu));
  const others = defaults.platforms.filter(({ gpu }) => !named.has(gpu));
  return { ...scenario, platforms: [...scenario.platforms, ...others.map((other) => ({ ...other, compared: false }))] };
}

/** Puts defaults where the file has nothing, and leaves what it does have as it is, right or wrong. */
function fillIn(json: unknown, defaults: Scenario): unknown {
  if (!isRecord(json)) return json;
  const platforms = json["platforms"];
  return {
    ...defaults,
    ...json,
    workload: fillRecord(json["workload"], defaults.workload),
    limits: fillRecord(json["limits"], defaults.limits),
    demand: json["demand"] === null ? null : fillRecord(json["demand"] ?? defaults.demand, DEFAULT_DEMAND),
    platforms: Array.isArray(platforms)
      ? platforms.map((platform) => fillPlatform(platform, defaults))
      : platforms === undefined
        ? defaults.platforms
        : platforms,
  };
}

export function fillRecord(value: unknown, defaults: object): unknown {
  if (value === undefined) return defaults;
  if (value === null) return null;
  return isRecord(value) ? { ...defaults, ...value } : value;
}

function fillPlatform(platform: unknown, defaults: Scenario): unknown {
  if (!isRecord(platform)) return platform;
  // An unknown GPU borrows settings too: it is one problem, not one for each setting it leaves out.
  const settings = defaults.platforms.find(({ gpu }) => gpu === platform["gpu"]) ?? defaults.platforms[0];
  return { ...settings, gpu: undefined, compared: true, ...platform };
}

/** What scenarios of every mode have. */
interface AnyScenario {
  readonly platforms: readonly { readonly gpu: string }[];
}

/** Ids that are well formed and name nothing, which only the catalogue can tell. */
export function unknownIds(
  filled: unknown,
  defaults: AnyScenario,
  llmIds?: readonly string[],
): readonly ScenarioProblem[] {
  if (!isRecord(filled)) return [];
  const { llm, platforms } = filled;
  const gpuIds = defaults.platforms.map(({ gpu }) => gpu);
  return [
    ...(llmIds === undefined ? [] : unknownId("llm", llm, "LLM", llmIds)),
    ...(Array.isArray(platforms) ? platforms : []).flatMap((platform: unknown, index) =>
      isRecord(platform) ? unknownId(`platforms[${index}].gpu`, platform["gpu"], "GPU", gpuIds) : [],
    ),
  ];
}

function unknownId(path: string, id: unknown, what: string, ids: readonly string[]): readonly ScenarioProblem[] {
  if (typeof id !== "string" || ids.includes(id)) return [];
  return [{ path, problem: `${shown(id)} is not a known ${what}${didYouMean(id, ids)}` }];
}

export function problemsOf(
  issue: z.core.$ZodIssue,
  filled: unknown,
  defaults: AnyScenario,
): readonly ScenarioProblem[] {
  const value = valueAt(filled, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(
      issue.path[0] === "platforms" ? (defaults.platforms[0] ?? {}) : (valueAt(defaults, issue.path) ?? {}),
    );
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      problem: `is not something a scenario has${didYouMean(key, known)}`,
    }));
  }
  const found = value === undefined ? "is missing: it " : "";
  const instead = value === undefined || issue.code === "custom" ? "" : `, not ${shown(value)}`;
  return [{ path: pathText(issue.path), problem: `${found}${issue.message}${instead}` }];
}

/** `["platforms", 1, "kvCache"]` as `platforms[1].kvCache`. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}
