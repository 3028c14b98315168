import { readFile } from "node:fs/promises";
import { argv, stdin } from "node:process";
import { text } from "node:stream/consumers";
import { EVALUATE_USAGE, evaluateCommand } from "./arguments.ts";
import { isPermalink } from "./permalink-text.ts";
import { endQuietlyWithReader, pathFromUser, print, readProblem, refuse } from "./terminal.ts";

endQuietlyWithReader();
const command = evaluateCommand(argv.slice(2));
switch (command.kind) {
  case "help":
    await print(`${EVALUATE_USAGE}\n`);
    break;
  case "misuse":
    refuse("evaluate", [command.problem], EVALUATE_USAGE);
    break;
  case "lines":
    await printLines();
    break;
  case "evaluate":
    await printResult(command.argument, command.pretty);
    break;
}

async function printLines(): Promise<void> {
  const { evaluatedLines } = await import("./evaluate-lines.ts");
  stdin.setEncoding("utf8");
  for await (const results of evaluatedLines(stdin)) await print(results);
}

async function printResult(argument: string, pretty: boolean): Promise<void> {
  const given = await givenText(argument);
  if ("problem" in given) {
    refuse("evaluate", [given.problem]);
    return;
  }
  // The model is fitted as it is loaded, which takes a moment: what goes wrong before does not wait for it.
  const [{ readScenario }, { evaluatedScenario }] = await Promise.all([
    import("./scenario-text.ts"),
    import("./evaluate-lines.ts"),
  ]);
  const read = await readScenario(given.text);
  if (!read.ok) {
    refuse(
      "evaluate",
      read.problems.map((problem) => `${given.where}: ${problem}`),
    );
    return;
  }
  for (const { where, value, problem } of read.ignored) {
    console.error(`evaluate: ignored in the permalink: ${where} "${value}" ${problem}`);
  }
  await print(`${JSON.stringify(await evaluatedScenario(read), null, pretty ? 2 : 0)}\n`);
}

type Given = { readonly text: string; readonly where: string } | { readonly problem: string };

async function givenText(argument: string): Promise<Given> {
  if (argument === "-") return { text: await text(stdin), where: "standard input" };
  const permalink = { text: argument, where: "permalink" };
  if (/^([?#]|https?:)/.test(argument)) return permalink;
  try {
    return { text: await readFile(pathFromUser(argument, "evaluate"), "utf8"), where: argument };
  } catch (error) {
    // A file's name may hold "?" or "#"; only where no such file is can it be an address.
    if (isPermalink(argument)) return permalink;
    return { problem: `${argument}: ${readProblem(error)} (a permalink starts with "?" or "https://")` };
  }
}
