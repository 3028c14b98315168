import { harmless } from "./outside-text.ts";

type ReadJson =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "refused"; readonly problem: string };

/** A workspace is five deep; what is far deeper was made to break a reader, and would overflow what walks it. */
const MOST_DEPTH = 32;

/** @param mostCharacters Longer than anything the caller reads. */
export function readJson(text: string, mostCharacters: number): ReadJson {
  if (text.length > mostCharacters) {
    return refused(`is longer than any workspace: ${text.length} characters, where ${mostCharacters} are read`);
  }
  if (isDeeperThan(MOST_DEPTH, text)) return refused(`is nested more than ${MOST_DEPTH} deep, as no workspace is`);
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refused(`is not JSON: ${withLine(error.message, text)}`);
  }
}

function refused(problem: string): ReadJson {
  return { kind: "refused", problem };
}

function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") {
      depth += 1;
      if (depth > most) return true;
    } else if (character === "]" || character === "}") depth -= 1;
  }
  return false;
}

/** On one line, and with the place as an editor shows it: Node counts characters from the start of the text. */
function withLine(quoted: string, text: string): string {
  const message = harmless(quoted.replaceAll(/\s+/g, " "), 200);
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined || /line \d/.test(message)) return message;
  const before = text.slice(0, Number(position)).split("\n");
  return `${message} (line ${before.length}, column ${(before.at(-1) ?? "").length + 1})`;
}
