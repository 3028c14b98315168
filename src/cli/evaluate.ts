import { readFile } from "node:fs/promises";
import { argv, stdin } from "node:process";
import { text } from "node:stream/consumers";
import { EVALUATE_USAGE, evaluateCommand } from "./arguments.ts";
import { isLink } from "./link-text.ts";
import type { Extra } from "./extras.ts";
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
    await printLines(command.extras);
    break;
  case "evaluate":
    await printResult(command.argument, command.pretty, command.extras);
    break;
}

async function printLines(extras: readonly Extra[]): Promise<void> {
  const { evaluatedLines } = await import("./evaluate-lines.ts");
  stdin.setEncoding("utf8");
  for await (const results of evaluatedLines(stdin, extras)) await print(results);
}

async function printResult(argument: string, pretty: boolean, extras: readonly Extra[]): Promise<void> {
  const given = await givenText(argument);
  if ("problem" in given) {
    refuse("evaluate", [given.problem]);
    return;
  }
  // What goes wrong before does not wait for the study.
  const [{ readText }, { evaluated }] = await Promise.all([
    import("./workspace-text.ts"),
    import("./evaluate-lines.ts"),
  ]);
  const read = readText(given.text);
  if (read.kind === "refused") {
    refuse(
      "evaluate",
      read.problems.map((problem) => `${given.where}: ${problem}`),
    );
    return;
  }
  for (const { where, value, problem } of read.ignored) {
    console.error(`evaluate: ignored in the link: ${where} "${value}" ${problem}`);
  }
  await print(`${JSON.stringify(await evaluated(read, extras), null, pretty ? 2 : 0)}\n`);
}

type Given = { readonly text: string; readonly where: string } | { readonly problem: string };

async function givenText(argument: string): Promise<Given> {
  if (argument === "-") return { text: await text(stdin), where: "standard input" };
  const link = { text: argument, where: "link" };
  if (/^([?#]|https?:)/.test(argument)) return link;
  try {
    return { text: await readFile(pathFromUser(argument, "evaluate"), "utf8"), where: argument };
  } catch (error) {
    // A file's name may hold "?" or "#"; only where no such file is can it be an address.
    if (isLink(argument)) return link;
    return { problem: `${argument}: ${readProblem(error)} (a link starts with "?" or "https://")` };
  }
}
