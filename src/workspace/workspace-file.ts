import * as z from "zod/mini";
import { didYouMean } from "../catalog/nearest.ts";
import { readJson } from "./bounded-json.ts";
import { defaultSettings, defaultWorkspaceOf, freeId, newRow } from "./default-workspace.ts";
import { filledRecord } from "./filled-record.ts";
import { known, type Known } from "./known.ts";
import { priceLists } from "./listed-prices.ts";
import { harmless, listed, type Problem, shown } from "./outside-text.ts";
import { WORKSPACE_RANGES } from "./workspace-ranges.ts";
import { MOST_PLATFORMS, type Workspace } from "./workspace.ts";
import { isRecord, valueAt, workspaceSchemaOf } from "./workspace-schema.ts";

type ReadWorkspace =
  | { readonly kind: "read"; readonly workspace: Workspace }
  | { readonly kind: "refused"; readonly problems: readonly Problem[] };

/** Twelve platforms with every setting said take about 20,000. */
const MOST_CHARACTERS = 1_000_000;

/** The text of a workspace file, read with every problem it has rather than the first one. */
export function readWorkspaceText(text: string, within: Known = known): ReadWorkspace {
  const json = readJson(text.replace(/^\uFEFF/, "").trim(), MOST_CHARACTERS);
  if (json.kind === "json") return readWorkspaceFile(json.value, within);
  return { kind: "refused", problems: [{ path: "", problem: json.problem }] };
}

/**
 * A workspace as a file has it. What it leaves out has the page's default: of a platform's settings what its GPU ran best
 * under, of its price what the index says where prices are in the index, else unknown.
 */
export function readWorkspaceFile(json: unknown, within: Known = known): ReadWorkspace {
  if (!isRecord(json))
    return refused([{ path: "", problem: `must be an object like the page saves, not ${shown(json)}` }]);
  // The words for every later problem would be those of a version that the file is not of.
  if (json["version"] !== undefined && json["version"] !== 2) {
    return refused([{ path: "version", problem: versionProblem(json["version"]) }]);
  }
  const filled = filledIn(json, within);
  const parsed = z.safeParse(workspaceSchemaOf(within.questions), filled);
  const unknown = unknownIds(filled, within);
  const broken = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, filled, within));
  const problems = [
    ...tooManyPlatforms(json),
    ...unknown,
    ...broken.filter(({ path }) => unknown.every((other) => other.path !== path)),
  ];
  return parsed.success && problems.length === 0 ? { kind: "read", workspace: parsed.data } : refused(problems);
}

/** The workspace as `readWorkspaceFile` reads it back: every setting explicit, in one fixed order. */
export function workspaceToFile(workspace: Workspace, within: Known = known): unknown {
  return z.parse(workspaceSchemaOf(within.questions), workspace);
}

function refused(problems: readonly Problem[]): ReadWorkspace {
  const more = (count: number): Problem => ({
    path: "",
    problem: `and ${count.toLocaleString("en-US")} more problems`,
  });
  return { kind: "refused", problems: listed(problems, more) };
}

function versionProblem(version: unknown): string {
  if (version === 1)
    return "is 1: files of that version held other settings and are not read; save the file again here";
  return `must be 2, the only version this Headroom reads, not ${shown(version)}`;
}

/** Puts defaults where the file has nothing, and leaves what it does have as it is, right or wrong. */
function filledIn(json: Readonly<Record<string, unknown>>, within: Known): unknown {
  const defaults = defaultWorkspaceOf(within.questions);
  const choices = within.questions.map(({ key, defaultChoice, parts }) => [
    key,
    filledRecord(json[key], defaultChoice, parts),
  ]);
  const { platforms, priceUnit = defaults.priceUnit } = json;
  return {
    ...defaults,
    ...json,
    ...Object.fromEntries(choices),
    bill: filledRecord(json["bill"], defaults.bill),
    platforms: Array.isArray(platforms)
      ? filledPlatforms(platforms.slice(0, MOST_PLATFORMS), priceUnit, within)
      : platforms === undefined
        ? filledPlatforms(
            defaults.platforms.map(({ gpu }) => ({ gpu })),
            priceUnit,
            within,
          )
        : platforms,
  };
}

function filledPlatforms(platforms: readonly unknown[], priceUnit: unknown, within: Known): readonly unknown[] {
  const given = platforms.flatMap((platform) => (isRecord(platform) ? [platform["id"]] : []));
  const taken = new Set(given.filter((id) => typeof id === "string"));
  const list = priceUnit === "index" ? (priceLists[0] ?? null) : null;
  return platforms.map((platform) => {
    if (!isRecord(platform)) return platform;
    const { gpu, gpuCount, id } = platform;
    // An unknown GPU borrows settings too: it is one problem, not one for each setting it leaves out.
    const knownGpu = typeof gpu === "string" && within.gpus.includes(gpu) ? gpu : (within.gpus[0] ?? "");
    const own = typeof id === "string" ? id : freeId(knownGpu, taken);
    taken.add(own);
    const row = newRow(knownGpu, own, list);
    const settings = defaultSettings(knownGpu, isCount(gpuCount) ? gpuCount : row.gpuCount, within.questions);
    const filled = Object.entries(settings).map(([key, defaults]) => [key, filledRecord(platform[key], defaults)]);
    return {
      ...row,
      gpu: undefined,
      ...platform,
      ...Object.fromEntries(filled),
      offer: filledRecord(platform["offer"], row.offer),
    };
  });
}

function isCount(value: unknown): value is number {
  const { min, max } = WORKSPACE_RANGES.gpuCount;
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function tooManyPlatforms({ platforms }: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (!Array.isArray(platforms) || platforms.length <= MOST_PLATFORMS) return [];
  return [{ path: "platforms", problem: `must be at most ${MOST_PLATFORMS} platforms, not ${platforms.length}` }];
}

/** Ids that are well formed and name nothing, which only the catalogue can tell. */
function unknownIds(filled: unknown, { gpus, llms }: Known): readonly Problem[] {
  const platforms = valueAt(filled, ["platforms"]);
  return [
    ...unknownId("llm", valueAt(filled, ["llm"]), "LLM", llms),
    ...(Array.isArray(platforms) ? platforms : []).flatMap((platform: unknown, index) =>
      isRecord(platform) ? unknownId(`platforms[${index}].gpu`, platform["gpu"], "GPU", gpus) : [],
    ),
  ];
}

function unknownId(path: string, id: unknown, what: string, ids: readonly string[]): readonly Problem[] {
  if (typeof id !== "string" || ids.includes(id)) return [];
  return [{ path, problem: `${shown(id)} is not a known ${what}${didYouMean(id, ids)}` }];
}

function problemsOf(issue: z.core.$ZodIssue, filled: unknown, within: Known): readonly Problem[] {
  const value = valueAt(filled, issue.path);
  if (issue.code === "unrecognized_keys") {
    const names = Object.keys(Object(exampleAt(issue.path, within)) as object);
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      problem: `is not something a workspace has${didYouMean(key, names)}`,
    }));
  }
  const found = value === undefined ? "is missing: it " : "";
  const instead =
    value === undefined || issue.code === "custom" || issue.path.length === 0 ? "" : `, not ${shown(value)}`;
  return [{ path: pathText(issue.path), problem: `${found}${issue.message}${instead}` }];
}

/** What a place of a workspace looks like, for the names of what could stand there. */
function exampleAt(path: readonly PropertyKey[], within: Known): unknown {
  const defaults = defaultWorkspaceOf(within.questions);
  const [key, inner] = path;
  if (key === "platforms") return valueAt(defaults.platforms[0], path.slice(2));
  const parts = within.questions.find((question) => question.key === key)?.parts ?? {};
  return valueAt(defaults, path) ?? (inner === undefined ? undefined : valueAt(parts, [inner]));
}

/** `["platforms", 1, "offer"]` as `platforms[1].offer`, keys from outside made harmless. */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${harmless(String(key), 60)}`))
    .join("");
}
