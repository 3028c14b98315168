import { parseArgs } from "node:util";
import { didYouMean } from "../catalog/nearest.ts";
import { type Extra, EXTRAS } from "./extras.ts";

type EvaluateCommand =
  | { readonly kind: "help" }
  | { readonly kind: "misuse"; readonly problem: string }
  /** Every line of standard input is a scenario or a link. */
  | { readonly kind: "lines"; readonly extras: readonly Extra[] }
  | {
      readonly kind: "evaluate";
      readonly argument: string;
      readonly pretty: boolean;
      readonly extras: readonly Extra[];
    };

export const EVALUATE_USAGE = `Usage: npm run --silent evaluate -- [--pretty] [--with <parts>] <scenario>
       npm run --silent evaluate -- --lines [--with <parts>]

Prints what the page shows of a scenario as JSON.

  <scenario>   a link or its part from "?", the path of a file that the page saved, or - for standard input
  --pretty     indent the JSON
  --with       add parts of the answer about serving, a list with commas: segments (who wins at which load), map (at
               which price and load), frontier (speed against throughput), sensitivity (what moves the answer most)
  --lines      read a scenario (one JSON object) or a link from each line of standard input, and print one result
               a line, in order; a line that cannot be read gives {"error": "..."}
  --help       print this

Exit code 2: the arguments or the scenario cannot be read; standard error says why.`;

type ValidateCommand =
  | { readonly kind: "help" }
  | { readonly kind: "misuse"; readonly problem: string }
  | { readonly kind: "validate"; readonly json: boolean }
  | { readonly kind: "score-rows"; readonly path: string; readonly json: boolean };

export const VALIDATE_USAGE = `Usage: npm run --silent validate -- [--json] [--rows <file.csv>]

Prints how far predictions are from measurements that they were not fitted to.

  --json       print JSON
  --rows       score a table of measured rows instead: CSV, its columns in any order, a blank cell for the page's
               default or for what was not measured
                 of a scenario: llm gpu gpuCount tensorParallel weights kvCache draftLength acceptanceRate lora
                   maxNumSeqs maxNumBatchedTokens maxModelLen gpuMemoryUtilization inputTokens outputTokens concurrency
                 measured: ttftSeconds tpotSeconds outputTokensPerSecond
  --help       print this

Exit code 2: the arguments or the table cannot be read; standard error says why.`;

export function evaluateCommand(args: readonly string[]): EvaluateCommand {
  const parsed = parsedArguments(args, {
    pretty: { type: "boolean", default: false },
    lines: { type: "boolean", default: false },
    with: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  });
  if ("problem" in parsed) return { kind: "misuse", problem: parsed.problem };
  const { values, positionals } = parsed;
  const [argument, ...others] = positionals;
  if (values.help) return { kind: "help" };
  const names = values.with
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const extras = EXTRAS.filter((extra) => names.includes(extra));
  const strange = names.find((name) => !EXTRAS.some((extra) => extra === name));
  if (strange !== undefined)
    return misuse(`--with knows no "${strange}"${didYouMean(strange, EXTRAS)}: ${EXTRAS.join(", ")}`);
  if (others.length > 0) return misuse(`one scenario at a time, not ${positionals.length}; for many there is --lines`);
  if (values.lines && argument !== undefined && argument !== "-") {
    return misuse(`--lines reads standard input, not "${argument}"`);
  }
  if (values.lines && values.pretty) return misuse("--lines prints one result a line, --pretty more than one");
  if (values.lines) return { kind: "lines", extras };
  if (argument === undefined || argument.trim() === "") return misuse("no scenario is given");
  return { kind: "evaluate", argument, pretty: values.pretty, extras };
}

export function validateCommand(args: readonly string[]): ValidateCommand {
  const parsed = parsedArguments(args, {
    json: { type: "boolean", default: false },
    rows: { type: "string" },
    help: { type: "boolean", default: false },
  });
  if ("problem" in parsed) return { kind: "misuse", problem: parsed.problem };
  const { values, positionals } = parsed;
  if (values.help) return { kind: "help" };
  if (positionals.length > 0) return misuse(`"${positionals[0]}" is not understood; a table of rows follows --rows`);
  if (values.rows === "") return misuse("--rows names no file");
  return values.rows === undefined
    ? { kind: "validate", json: values.json }
    : { kind: "score-rows", path: values.rows, json: values.json };
}

function misuse(problem: string): { readonly kind: "misuse"; readonly problem: string } {
  return { kind: "misuse", problem };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

function parsedArguments<const T extends Options>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // What follows the first sentence is about Node's own "--", which npm takes for itself.
    return { problem: error.message.split(/\. |\n/)[0]! };
  }
}
