import { openedLink } from "../workspace/link/read-link.ts";
import type { Ignored } from "../workspace/outside-text.ts";
import { readWorkspaceText } from "../workspace/workspace-file.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { isLink } from "./link-text.ts";

export type ReadText =
  | { readonly kind: "read"; readonly workspace: Workspace; readonly ignored: readonly Ignored[] }
  | { readonly kind: "refused"; readonly problems: readonly string[] };

/** A workspace as people and programs write it: the JSON of a file, a link, or a link as JSON text. */
export function readText(text: string): ReadText {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { kind: "refused", problems: ["is empty"] };
  const link = isLink(trimmed) ? trimmed : quotedLink(trimmed);
  if (link !== null) {
    const { workspace, ignored } = openedLink(link);
    return { kind: "read", workspace, ignored };
  }
  const read = readWorkspaceText(trimmed);
  if (read.kind === "read") return { ...read, ignored: [] };
  return {
    kind: "refused",
    problems: read.problems.map(({ path, problem }) => (path ? `${path} ${problem}` : problem)),
  };
}

/** A link as a JSON string, as programs write a line. */
function quotedLink(text: string): string | null {
  const inner = /^"([^"\\]*)"$/.exec(text)?.[1]?.trim();
  return inner !== undefined && isLink(inner) ? inner : null;
}
