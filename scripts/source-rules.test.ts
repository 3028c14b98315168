import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sharedStems, unusedExports } from "./source-rules.mjs";

const project = resolve(import.meta.dirname, "..");

describe("the sources", () => {
  it("have no two files of one stem", () => {
    expect(sharedStems(project)).toEqual([]);
  });

  it("export nothing that nobody imports", () => {
    expect(unusedExports(project)).toEqual([]);
  });
});

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "source-rules-"));
  for (const folder of ["src/a", "src/b", "e2e", "scripts", "vite-plugins"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text);
}

describe(sharedStems, () => {
  it("finds a stem that files of two folders share, and grants a test its subject's", () => {
    write("src/a/fleet.ts", "");
    write("src/a/fleet.test.ts", "");
    write("src/b/other.ts", "");
    expect(sharedStems(root)).toEqual([]);
    write("src/b/fleet.tsx", "");
    expect(sharedStems(root)).toEqual(["fleet: src/a/fleet.ts, src/b/fleet.tsx"]);
  });
});

describe(unusedExports, () => {
  it("finds values and types that no module imports", () => {
    write("src/a/fleet.ts", "export const mix = 1;\nexport type Mix = number;\nexport async function mixed() {}\n");
    expect(unusedExports(root)).toEqual(["src/a/fleet.ts mix", "src/a/fleet.ts Mix", "src/a/fleet.ts mixed"]);
  });

  it.each([
    `import { mix } from "../a/fleet.ts";`,
    `import {\n  type Other,\n  mix as blend,\n} from "../a/fleet.ts";`,
    `import * as fleet from "../a/fleet.ts";\nfleet.mix();`,
    `const { mix } = await import("../a/fleet.ts");`,
  ])("takes a name for used that is imported: %s", (text) => {
    write("src/a/fleet.ts", "export const mix = 1;\n");
    write("src/b/user.ts", text);
    expect(unusedExports(root)).toEqual([]);
  });

  it("is not content with a name that is imported from elsewhere", () => {
    write("src/a/fleet.ts", "export const mix = 1;\n");
    write("src/b/user.ts", `import { mix } from "./fleet.ts";`);
    expect(unusedExports(root)).toEqual(["src/a/fleet.ts mix"]);
  });
});
