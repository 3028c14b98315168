import * as z from "zod/mini";
import type { Known } from "../known.ts";
import { type Ignore, shown } from "../outside-text.ts";
import { type Platform, settingsIn, type Workspace } from "../workspace.ts";
import { isRecord, valueAt, workspaceSchemaOf } from "../workspace-schema.ts";
import { freeId } from "../default-workspace.ts";

type Path = readonly PropertyKey[];

/** Rules between fields are looked at once each field is sound, rows before the list: hence more than one pass. */
const PASSES = 5;

interface Repair {
  /** Valid, with its rows in the order of the workspace to be repaired, and its parts said. */
  readonly defaults: unknown;
  /** The query's key of a place, and the text that stands there; null for what is packed. */
  readonly said: (path: Path) => { readonly key: string; readonly text: string } | null;
}

/** Puts the default in the place of all that breaks a rule, and lists it; null where that does not make a workspace. */
export function repairedWorkspace(
  unchecked: unknown,
  { defaults, said }: Repair,
  { questions }: Known,
  ignore: Ignore,
): Workspace | null {
  let workspace = unchecked;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const parsed = z.safeParse(workspaceSchemaOf(questions), workspace);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const { path, message } = issue;
      const where = placeOf(path, workspace);
      if (issue.code === "unrecognized_keys") {
        const owner = valueAt(workspace, path);
        const kept = Object.entries(Object(owner) as object).filter(([key]) => !issue.keys.includes(key));
        for (const key of issue.keys) {
          ignore(
            [where, key].filter((part) => part !== "").join("."),
            shown(valueAt(owner, [key])),
            "is not something this version knows; it is left out",
          );
        }
        workspace = withValueAt(workspace, path, Object.fromEntries(kept));
        continue;
      }
      if (path.length === 1 && path[0] === "platforms") {
        workspace = withPlatforms(workspace);
        ignore(where, "", `${message}; that is made so`);
        continue;
      }
      const misfit = issue.code === "custom" ? misfitAt(path, workspace, questions) : null;
      const value = misfit?.nearest ?? valueAt(defaults, path);
      const query = said(path);
      const found = misfit === null ? valueAt(workspace, path) : valueAt(misfit.settings, path.slice(3));
      const instead = misfit === null ? value : valueAt(misfit.nearest, path.slice(3));
      ignore(query?.key ?? where, query?.text ?? shown(found), `${message}; ${shown(instead)} is used instead`);
      workspace = withValueAt(workspace, misfit === null ? path : path.slice(0, 3), value);
    }
  }
  return null;
}

/** What a rule of rows says of the number of GPUs is made right by the closest settings, not by some default. */
function misfitAt(path: Path, workspace: unknown, questions: Known["questions"]) {
  const [list, index, key] = path;
  const question = questions.find((own) => own.key === key);
  if (list !== "platforms" || question === undefined) return null;
  const row = valueAt(workspace, [list, index ?? 0]) as Platform;
  const settings = settingsIn(row, question);
  const misfit = question.misfitOf(settings, row.gpuCount);
  return misfit && { settings, nearest: misfit.nearest };
}

/** Ids of their own, and at least one row compared. */
function withPlatforms(workspace: unknown): unknown {
  const platforms = valueAt(workspace, ["platforms"]) as readonly Platform[];
  const taken = new Set<string>();
  const rows = platforms.map((row) => {
    const id = taken.has(row.id) ? freeId(row.gpu, taken) : row.id;
    taken.add(id);
    return { ...row, id };
  });
  const isCompared = rows.some(({ compared }) => compared);
  return withValueAt(
    workspace,
    ["platforms"],
    rows.map((row) => ({ ...row, compared: row.compared || !isCompared })),
  );
}

/** `platforms[b200-sxm].serve.kvCache` */
function placeOf(path: Path, workspace: unknown): string {
  const [list, index, ...inner] = path;
  if (list !== "platforms" || typeof index !== "number") return path.join(".");
  const id = valueAt(workspace, [list, index, "id"]);
  return [`platforms[${typeof id === "string" ? id : index}]`, ...inner].join(".");
}

export function withValueAt(owner: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = withValueAt(valueAt(owner, [key]), rest, value);
  return Array.isArray(owner) ? owner.with(Number(key), inner) : { ...(isRecord(owner) ? owner : {}), [key]: inner };
}
