import type { Ignored } from "../workspace/outside-text.ts";
import { type Line, linesOf } from "./lines.ts";
import type { Extra } from "./extras.ts";
import { resultOf } from "./results.ts";
import { type ReadText, readText } from "./workspace-text.ts";

/** Longer than any link, and far longer than a file. */
const LONGEST_LINE_CHARACTERS = 1_000_000;

type Evaluated = object & {
  /** What a link held and was not used as it stands; absent where all of it was. */
  readonly ignored?: readonly Ignored[];
};

/** What the terminal prints of a workspace that was read. */
export async function evaluated(
  { workspace, ignored }: Extract<ReadText, { kind: "read" }>,
  extras: readonly Extra[],
): Promise<Evaluated> {
  const result = await resultOf(workspace, extras);
  return ignored.length > 0 ? { ignored, ...result } : result;
}

/** One line of input as one line of output: whatever a line holds, it ends nothing but itself. */
export async function evaluatedLine(line: Line, extras: readonly Extra[] = []): Promise<string> {
  try {
    return JSON.stringify(await lineResult(line, extras));
  } catch (error) {
    return JSON.stringify({ error: `could not be evaluated: ${(error as Error).message}` });
  }
}

async function lineResult(line: Line, extras: readonly Extra[]): Promise<Evaluated | { readonly error: string }> {
  if (line === null) return { error: `is longer than ${LONGEST_LINE_CHARACTERS} characters` };
  const read = readText(line);
  return read.kind === "read" ? evaluated(read, extras) : { error: read.problems.join("; ") };
}

/** A result line for each input line, in pieces as the input comes, so that a program can ask and answer in turn. */
export async function* evaluatedLines(
  pieces: AsyncIterable<string> | Iterable<string>,
  extras: readonly Extra[] = [],
): AsyncGenerator<string> {
  for await (const lines of linesOf(pieces, LONGEST_LINE_CHARACTERS)) {
    const results: string[] = [];
    for (const line of lines) results.push(`${await evaluatedLine(line, extras)}\n`);
    yield results.join("");
  }
}
