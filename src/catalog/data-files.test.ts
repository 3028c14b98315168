import { describe, expect, it } from "vitest";
import { gpus } from "./gpus.ts";
import { sources } from "./sources.ts";

const dataFiles = import.meta.glob<unknown>("../../data/**/*.json", { eager: true, import: "default" });

interface Entry {
  readonly path: string;
  /** The nearest key that names a quantity; ids of GPUs and number formats inherit it from the key above. */
  readonly quantity: string;
  readonly value: unknown;
}

const DICTIONARY_KEYS = new Set([...gpus.keys(), "bf16", "fp8"]);

function entriesOf(value: unknown, path: string, quantity: string): readonly Entry[] {
  if (typeof value !== "object" || value === null) return [{ path, quantity, value }];
  return Object.entries(value).flatMap(([key, child]) => {
    const inherits = Array.isArray(value) || DICTIONARY_KEYS.has(key);
    return entriesOf(child, `${path}/${key}`, inherits ? quantity : key);
  });
}

const entries = Object.entries(dataFiles).flatMap(([file, content]) => entriesOf(content, file.slice(6), ""));

const UNITS = [
  "Seconds|Milliseconds|Microseconds|Hours",
  "Bytes|Mebibytes|Gibibytes|Gigabytes|Terabytes|Flops|Teraflops|Watts",
  "Tokens|Requests|Sequences|Steps|Gpus|Parameters|Heads|Dimensions|Nats",
  "Usd|Index|Fraction|Ratio|Percent|Norm|Count",
];
const UNIT_AT_THE_END = new RegExp(`(^|[a-z0-9])(${UNITS.join("|")})(Per([A-Z][a-z0-9]*)+)?$`, "i");

describe("every data file", () => {
  it("is found", () => {
    expect(Object.keys(dataFiles)).toEqual(
      expect.arrayContaining(["gpus", "llms", "prices", "sources"].map((name) => `../../data/${name}.json`)),
    );
  });

  it("names the unit of every number in its key", () => {
    const unnamed = entries.filter(
      ({ quantity, value }) => typeof value === "number" && !UNIT_AT_THE_END.test(quantity),
    );
    expect(unnamed.map(({ path }) => path)).toEqual([]);
  });

  it("keeps one record a line", () => {
    const texts = import.meta.glob<string>("../../data/**/{gpus,llms,sources,rows,stability}.json", {
      eager: true,
      query: "?raw",
      import: "default",
    });
    expect(Object.keys(texts).length).toBeGreaterThanOrEqual(6);
    for (const [file, text] of Object.entries(texts)) {
      expect(text.trim().split("\n").length - 2, file).toBe((dataFiles[file] as readonly unknown[]).length);
    }
  });
});

describe("sources", () => {
  // An assumption has no source, and says so with null.
  const cited = entries.filter(({ path, value }) => /\/sources?(\/|$)/.test(path) && value !== null);

  it("has every source that a data file cites", () => {
    expect(cited.filter(({ value }) => !sources.has(String(value)))).toEqual([]);
  });

  it("is cited in every entry", () => {
    const citedIds = new Set(cited.map(({ value }) => value));
    expect([...sources.keys()].filter((id) => !citedIds.has(id))).toEqual([]);
  });

  it("says where each can be found: an address, or a repository with its commit", () => {
    for (const { id, address } of sources.values()) {
      expect(address, id).toMatch(
        /^https:\/\/|^[\w.-]+\/[\w.-]+@[0-9a-f]{7,40}(:|$)|^Hugging Face, |commit not recorded|^Measured for this project$/,
      );
    }
  });
});
