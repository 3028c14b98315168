import * as z from "zod/mini";
import type { FineTuningScenario } from "./fine-tuning-scenario.ts";
import { fineTuningSchema } from "./fine-tuning-schema.ts";
import { fillRecord, problemsOf, unknownIds, type ScenarioProblem } from "./scenario-file.ts";
import { isRecord } from "./scenario-schema.ts";

export type FineTuningFileResult =
  | { readonly ok: true; readonly scenario: FineTuningScenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/**
 * A fine-tuning scenario file, read with every problem it has.
 *
 * What a file leaves out has the page's default, but for a platform's micro-batch, which is then the run's. Its platforms
 * are the ones compared, in its order; the other GPUs of `defaults` follow uncompared.
 *
 * @param llmIds Every LLM there is; without it any well-formed id is taken.
 */
export function parseFineTuningFile(
  json: unknown,
  defaults: FineTuningScenario,
  llmIds?: readonly string[],
): FineTuningFileResult {
  const filled = fillIn(json, defaults);
  const parsed = z.safeParse(fineTuningSchema, filled);
  const unknown = unknownIds(filled, defaults, llmIds);
  const broken = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, filled, defaults));
  const problems = [...unknown, ...broken.filter(({ path }) => unknown.every((other) => other.path !== path))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, scenario: withEveryTrainingGpu(parsed.data, defaults) };
}

/** The scenario as `parseFineTuningFile` reads it back: every setting explicit, in one fixed order. */
export function fineTuningToFile(scenario: FineTuningScenario): unknown {
  return z.parse(fineTuningSchema, scenario);
}

/** Adds the GPUs a scenario does not name, with their default settings and out of the comparison. */
export function withEveryTrainingGpu(scenario: FineTuningScenario, defaults: FineTuningScenario): FineTuningScenario {
  const named = new Set(scenario.platforms.map(({ gpu }) => gpu));
  const others = defaults.platforms.filter(({ gpu }) => !named.has(gpu));
  return { ...scenario, platforms: [...scenario.platforms, ...others.map((other) => ({ ...other, compared: false }))] };
}

/** Puts defaults where the file has nothing, and leaves what it does have as it is, right or wrong. */
function fillIn(json: unknown, defaults: FineTuningScenario): unknown {
  if (!isRecord(json)) return json;
  const { platforms } = json;
  return {
    ...defaults,
    ...json,
    fineTuning: fillRecord(json["fineTuning"], defaults.fineTuning),
    platforms: Array.isArray(platforms)
      ? platforms.map((platform: unknown) => fillPlatform(platform, defaults))
      : platforms === undefined
        ? defaults.platforms
        : platforms,
  };
}

function fillPlatform(platform: unknown, defaults: FineTuningScenario): unknown {
  if (!isRecord(platform)) return platform;
  // An unknown GPU borrows settings too: it is one problem, not one for each setting it leaves out.
  const settings = defaults.platforms.find(({ gpu }) => gpu === platform["gpu"]) ?? defaults.platforms[0];
  return { ...settings, gpu: undefined, microBatch: null, compared: true, ...platform };
}
