import { evaluationOf } from "../scenario/evaluation.ts";
import type { Ignored } from "../scenario/permalink.ts";
import type { FineTuningResult } from "../scenario/fine-tuning-result.ts";
import { resultOf, type ScenarioResult } from "../scenario/result.ts";
import { type Line, linesOf } from "./lines.ts";
import { type ReadScenario, readScenario } from "./scenario-text.ts";

/** Longer than any permalink, and far longer than a scenario. */
const LONGEST_LINE_CHARACTERS = 1_000_000;

export type EvaluatedScenario = (ScenarioResult | FineTuningResult) & {
  /** What the permalink held and was not used as it stands; absent where all of it was. */
  readonly ignored?: readonly Ignored[];
};

/** What the terminal prints of a scenario that was read. */
export async function evaluatedScenario({
  scenario,
  ignored,
}: Extract<ReadScenario, { ok: true }>): Promise<EvaluatedScenario> {
  const { modelVersion, ...result } =
    scenario.mode === "fine-tune"
      ? (await import("./fine-tuning-text.ts")).fineTuningResult(scenario)
      : resultOf(evaluationOf(scenario));
  return { modelVersion, ...(ignored.length > 0 ? { ignored } : {}), ...result };
}

/** One line of input as one line of output. */
export async function evaluatedLine(line: Line): Promise<string> {
  return JSON.stringify(await lineResult(line));
}

async function lineResult(line: Line): Promise<EvaluatedScenario | { readonly error: string }> {
  if (line === null) return { error: `is longer than ${LONGEST_LINE_CHARACTERS} characters` };
  const read = await readScenario(line);
  return read.ok ? evaluatedScenario(read) : { error: read.problems.join("; ") };
}

/** A result line for each input line, in pieces as the input comes, so that a program can ask and answer in turn. */
export async function* evaluatedLines(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  for await (const lines of linesOf(pieces, LONGEST_LINE_CHARACTERS)) {
    const results = await Promise.all(lines.map(evaluatedLine));
    yield results.map((result) => `${result}\n`).join("");
  }
}
