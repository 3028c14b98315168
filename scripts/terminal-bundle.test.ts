import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundleInCache, sourcesOf } from "./terminal-bundle.mjs";

let root = "";

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "terminal-bundle-")));
  for (const path of [
    "src/cli/evaluate.ts",
    "src/cli/evaluate.test.ts",
    "src/ui/app.tsx",
    "data/gpus.json",
    "data/benchmarks/rows.json",
    "vite-plugins/plugin.ts",
    "vite.terminal.config.ts",
    "scripts/terminal-bundle.mjs",
    "package-lock.json",
    "node_modules/.package-lock.json",
  ]) {
    write(path, "as it was");
  }
  write("node_modules/.cache/headroom/made/evaluate.js", "");
  write("node_modules/.cache/headroom/bundle.txt", `made\n${sourcesOf(root)}`);
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe(bundleInCache, () => {
  it("is what was made of the sources as they are", () => {
    expect(bundleInCache(root)).toBe(join(root, "node_modules/.cache/headroom/made"));
  });

  it.each([
    ["a data file was written", () => write("data/benchmarks/rows.json", "of another length")],
    ["a data file was written with as many characters", () => write("data/gpus.json", "as it is!")],
    ["a module was made", () => write("src/core/new.ts", "")],
    ["a module was removed", () => rmSync(join(root, "src/cli/evaluate.ts"))],
    ["packages were installed", () => write("node_modules/.package-lock.json", "others")],
    ["the lock file names others", () => write("package-lock.json", "others")],
    ["there is none", () => rmSync(join(root, "node_modules/.cache"), { recursive: true })],
    ["there are no packages", () => rmSync(join(root, "node_modules/.package-lock.json"))],
  ])("is none once %s", (_what, change) => {
    change();
    expect(bundleInCache(root)).toBeNull();
  });

  it("is none once a file was put in place of another of its size and date", () => {
    const path = join(root, "data/gpus.json");
    const { atime, mtime } = statSync(path);
    write("elsewhere", "as it is!");
    cpSync(join(root, "elsewhere"), path);
    utimesSync(path, atime, mtime);
    expect(bundleInCache(root)).toBeNull();
  });

  it.each(["src/ui/app.tsx", "src/cli/evaluate.test.ts"])("stays when %s is written: no command loads it", (path) => {
    write(path, "something else");
    expect(bundleInCache(root)).not.toBeNull();
  });
});
