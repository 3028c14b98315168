import * as z from "zod/mini";
import type { Ignore } from "./permalink.ts";
import { type LinkQuery } from "./permalink-query.ts";
import { isRecord, shown, valueAt } from "./scenario-schema.ts";

type Path = readonly PropertyKey[];

/** How a kind of scenario is repaired. */
export interface Repair<T> {
  readonly schema: z.ZodMiniType<T>;
  /** Where a query's keys live in a scenario. */
  readonly queryPaths: ReadonlyMap<string, Path>;
  /** Valid, with its platforms in the order of the scenario to be repaired. */
  readonly defaults: unknown;
  /** Fields whose defaults hold only together with a field that breaks a rule of the whole. */
  readonly together: (path: Path) => readonly Path[];
}

/** Puts the default in the place of every field that breaks a rule, and lists it; null where defaults break one themselves. */
export function repairedScenario<T>(
  unchecked: Readonly<Record<string, unknown>>,
  query: LinkQuery,
  { schema, queryPaths, defaults, together }: Repair<T>,
  ignore: Ignore,
): T | null {
  const platforms = unchecked["platforms"] as readonly Readonly<Record<string, unknown>>[];
  let scenario: unknown = unchecked;
  // A rule between two fields is looked at only once each of them is sound, hence more than one pass.
  for (let pass = 0; pass < 3; pass++) {
    const parsed = z.safeParse(schema, scenario);
    if (parsed.success) return parsed.data;
    for (const { path, message, code } of parsed.error.issues) {
      const [field, index, name] = path;
      const key = [...queryPaths].find(([, queryPath]) => queryPath.join() === path.join())?.[0];
      const where =
        field === "platforms"
          ? `platforms[${String(platforms[Number(index)]?.["gpu"])}].${String(name)}`
          : path.join(".");
      const value = shown(valueAt(scenario, path));
      const fields = code === "custom" ? together(path) : [path];
      const values = fields.map((each) => shown(valueAt(defaults, each)));
      const instead = values.length > 1 ? `${values.join(" GPUs and TP ")} are` : `${values.join()} is`;
      ignore(key ?? where, (key && query.get(key)) ?? value, `${message}; ${instead} used instead`);
      for (const each of fields) scenario = withValueAt(scenario, each, valueAt(defaults, each));
    }
  }
  return null;
}

function withValueAt(owner: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = withValueAt(valueAt(owner, [key]), rest, value);
  return Array.isArray(owner) ? owner.with(Number(key), inner) : { ...(isRecord(owner) ? owner : {}), [key]: inner };
}
