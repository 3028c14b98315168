import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultWorkspace } from "../workspace/default-workspace.ts";
import { linkOf } from "../workspace/link/write-link.ts";
import { workspaceToFile } from "../workspace/workspace-file.ts";
import { resultOf } from "./results.ts";

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** As a user runs it. */
async function run(script: "evaluate" | "validate", args: readonly string[], input = ""): Promise<Ended> {
  const npmArgs = ["run", "--silent", script, "--", ...args];
  const child = spawn("npm", npmArgs, { shell: process.platform === "win32" });
  let [output, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  // A command that refuses its arguments may end before it reads.
  child.stdin.on("error", () => undefined).end(input);
  const code = await new Promise<number | null>((done) => child.on("close", done));
  // npm's own remarks about its configuration are not the command's.
  const own = errors.split("\n").filter((line) => !line.startsWith("npm "));
  return { code, output, errors: own.join("\n") };
}

const expected = JSON.parse(JSON.stringify(await resultOf(defaultWorkspace, [])));
const link = linkOf(defaultWorkspace, null);
const scenarioText = JSON.stringify(workspaceToFile(defaultWorkspace));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headroom-"));
});
afterAll(() => rm(folder, { recursive: true }));

// Every run starts npm: seconds on a busy machine.
describe("npm run evaluate", { timeout: 120_000, concurrent: true }, () => {
  it("prints the result of a link", async () => {
    const { code, output, errors } = await run("evaluate", [link]);
    expect([code, errors]).toEqual([0, ""]);
    expect(JSON.parse(output)).toEqual(expected);
    expect(output.trimEnd()).not.toContain("\n");
  });

  it("prints the result of a file, and indents it when asked", async () => {
    const path = join(folder, "scenario.json");
    await writeFile(path, scenarioText);
    const { code, output } = await run("evaluate", ["--pretty", path]);
    expect(code).toBe(0);
    expect(output).toBe(`${JSON.stringify(expected, null, 2)}\n`);
  });

  it("prints the result of standard input", async () => {
    const { code, output } = await run("evaluate", ["-"], scenarioText);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toEqual(expected);
  });

  it("evaluates a link that is partly understood, and says what was ignored", async () => {
    const { code, output, errors } = await run("evaluate", ["?v=2&conc=512&colour=blue"]);
    expect(code).toBe(0);
    expect(JSON.parse(output).ignored).toContainEqual(expect.objectContaining({ where: "colour", value: "blue" }));
    expect(errors).toContain('ignored in the link: colour "blue"');
  });

  it("answers line by line, a bad line with an error", async () => {
    const { code, output } = await run("evaluate", ["--lines"], `${scenarioText}\nnonsense\n${link}\n`);
    expect(code).toBe(0);
    const results = output
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(results).toEqual([expected, { error: expect.stringContaining("JSON") }, expected]);
  });

  it.each([
    [
      "a scenario with problems",
      ["-"],
      '{"platforms": [{"gpu": "h100"}]}',
      'platforms[0].gpu "h100" is not a known GPU',
    ],
    ["a file that is not there", ["no-such-file.json"], "", "no-such-file.json: there is no such file"],
    ["no argument", [], "", "Usage: npm run"],
  ])("refuses %s: exit code 2, and nothing on standard output", async (_what, args, input, error) => {
    const { code, output, errors } = await run("evaluate", args, input);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(error);
  });
});

describe("npm run validate", { timeout: 120_000, concurrent: true }, () => {
  it("scores a table of rows", async () => {
    const path = join(folder, "rows.csv");
    await writeFile(path, "gpu,concurrency,tpotSeconds\nh100-sxm,512,0.03\nh100,512,0.03\n");
    const { code, output } = await run("validate", ["--json", "--rows", path]);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ scoredRows: 1, refused: [{ line: 3 }] });
  });

  it("refuses a table that is not there", async () => {
    const { code, output, errors } = await run("validate", ["--rows", join(folder, "none.csv")]);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain("there is no such file");
  });
});
