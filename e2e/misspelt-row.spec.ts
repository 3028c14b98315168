import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { answer, cellsOf, comparison, notice, test } from "./page.ts";

const ROWS = "data/benchmarks/vessl-gemma-4-31b-serving/rows.json";
const SOURCES = [
  "data",
  "public",
  "src",
  "vite-plugins",
  "index.html",
  "package.json",
  "tsconfig.base.json",
  "vite.config.ts",
];

/** The page built from a copy of the project in which one row's `kvCache` is misspelt, and that row's id. */
async function buildWithMisspeltKey(folder: string): Promise<{ readonly dist: string; readonly id: string }> {
  await Promise.all(SOURCES.map((name) => cp(name, join(folder, name), { recursive: true })));
  await symlink(resolve("node_modules"), join(folder, "node_modules"));
  const path = join(folder, ROWS);
  const lines = (await readFile(path, "utf8")).split("\n");
  const misspelt = lines.findIndex((line) => line.includes('"kvCache"'));
  const id = /"id": "([^"]+)"/.exec(lines[misspelt]!)![1]!;
  await writeFile(path, lines.with(misspelt, lines[misspelt]!.replace('"kvCache"', '"kvCashe"')).join("\n"));
  await promisify(execFile)("npx", ["vite", "build", "--logLevel", "error"], { cwd: folder });
  return { dist: join(folder, "dist"), id };
}

test("a measured row with a misspelt key is named with file, row and key; the others are in use", async ({
  page,
}, info) => {
  const { dist, id } = await buildWithMisspeltKey(info.outputPath("copy"));
  await page.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: join(dist, pathname === "/" ? "index.html" : pathname) });
  });
  await page.goto("/");
  const refused = notice(page, /refused/);
  await expect(refused.getByRole("listitem")).toHaveText(
    new RegExp(`rows\\.json, row 1 \\(${id}\\): unknown key "kvCashe"; did you mean "kvCache"\\?`),
  );
  await expect(refused).toContainText(/refused: 1\b/);
  await expect(answer(page)).toContainText("2,048 requests in flight");
  expect(await cellsOf(comparison(page))).toHaveLength(4);
});
