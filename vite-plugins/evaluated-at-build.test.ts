import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, normalizePath, runnerImport, type Rolldown } from "vite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { evaluatedAtBuild } from "./evaluated-at-build.ts";

let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "evaluated-at-build-")));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(name: string, source: string): string {
  const path = join(root, name);
  writeFileSync(path, source);
  return path;
}

/** Builds `entry.ts` with `fit.ts` evaluated, and returns the code that would be shipped. */
async function shippedCode(): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [evaluatedAtBuild([join(root, "fit.ts")])],
    build: { write: false, lib: { entry: join(root, "entry.ts"), formats: ["es"] } },
  });
  const [bundle] = result as Rolldown.RolldownOutput[];
  const [chunk] = bundle?.output ?? [];
  if (chunk === undefined) throw new Error("the build gave no chunk");
  return chunk.code;
}

/** What the built module exports when it runs. */
async function shippedModule(): Promise<unknown> {
  const path = write("shipped.mjs", await shippedCode());
  const { module } = await runnerImport<object>(normalizePath(path), { configFile: false });
  // A plain object: the namespace itself is one that no other object equals.
  return { ...module };
}

describe(evaluatedAtBuild, () => {
  it("ships a module's results, without its code and inputs", async () => {
    write("rows.json", `[{ "id": "row-1", "seconds": 2 }, { "id": "row-2", "seconds": 4 }]`);
    write("mean.ts", `export const mean = (v: readonly number[]): number => v.reduce((a, b) => a + b) / v.length;`);
    write(
      "fit.ts",
      `import rows from "./rows.json";
      import { mean } from "./mean.ts";
      export const fit = { mean: mean(rows.map((row) => row.seconds)), "it's": ["\\"quoted\\"", null, true, -1e-9] };
      export default [fit.mean];`,
    );
    write("entry.ts", `export { fit, default as list } from "./fit.ts";`);

    expect(await shippedModule()).toEqual({
      fit: { mean: 3, "it's": ['"quoted"', null, true, -1e-9] },
      list: [3],
    });
    expect(await shippedCode()).not.toMatch(/reduce|row-1/);
  });

  it("drops a result that nobody imports", async () => {
    write("fit.ts", `export const used = "kept"; export const unused = "dropped";`);
    write("entry.ts", `export { used } from "./fit.ts";`);

    expect(await shippedCode()).not.toContain("dropped");
  });

  it("leaves other modules alone, and one that is not there", async () => {
    write("entry.ts", `export const twice = (x: number): number => x * 2;`);

    expect(await shippedCode()).toContain("* 2");
  });

  it.each([
    ["a function", "export const fit = { at: (x) => x };", "fit.at is a function"],
    ["a Map", "export const fit = [{ rows: new Map() }];", "fit[0].rows is a Map"],
    ["NaN", "export const fit = { residuals: [0, NaN] };", "fit.residuals[1] is NaN"],
    ["infinity", "export const fit = -Infinity;", "fit is -Infinity"],
    ["undefined", "export const fit = { mean: undefined };", "fit.mean is undefined"],
    ["a hole", "export const fit = [1, , 3];", "fit[1] is undefined"],
    ["a bigint", "export const fit = 1n;", "fit is a bigint"],
    ["a cycle", "export const fit = {}; fit.self = fit;", "fit.self holds itself"],
    ["a second export", "export const fit = 1; export function refit() {}", "refit is a function"],
  ])("refuses %s, naming where it is", async (_kind, source, obstacle) => {
    write("fit.ts", source);
    write("entry.ts", `export * from "./fit.ts";`);

    await expect(shippedCode()).rejects.toThrow(`${obstacle}, which JSON cannot hold`);
  });

  it("does nothing in development and in tests", () => {
    expect(evaluatedAtBuild([]).apply).toBe("build");
  });
});
