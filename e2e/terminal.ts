import { execFile } from "node:child_process";
import type { ScenarioResult } from "../src/scenario/result.ts";

/** What `npm run evaluate` prints of one link. */
export async function evaluated(link: string): Promise<ScenarioResult> {
  return JSON.parse(await npmRunEvaluate([link], "")) as ScenarioResult;
}

/** The same for many links, from one process. */
export async function evaluatedLines(links: readonly string[]): Promise<readonly ScenarioResult[]> {
  const printed = await npmRunEvaluate(["--lines"], links.map((link) => `${link}\n`).join(""));
  return printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ScenarioResult);
}

function npmRunEvaluate(args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const npm = execFile("npm", ["run", "--silent", "evaluate", "--", ...args], (error, stdout, stderr) => {
      if (error) reject(new Error(`evaluate ${args.join(" ")}: ${stderr}`, { cause: error }));
      else resolve(stdout);
    });
    npm.stdin!.end(input);
  });
}
