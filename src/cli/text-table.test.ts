import { describe, expect, it } from "vitest";
import { indented, textTable } from "./text-table.ts";

describe(textTable, () => {
  it("aligns numbers on their right edge and words on their left", () => {
    const table = textTable(
      ["", "rows", "verdict"],
      [
        ["A100", "8", "reached"],
        ["all GPUs", "133", ""],
      ],
      ["", "verdict"],
    );
    expect(table.split("\n")).toEqual(["          rows  verdict", "A100         8  reached", "all GPUs   133"]);
  });
});

describe(indented, () => {
  it("moves lines, and leaves empty ones empty", () => expect(indented("a\n\nb")).toBe("  a\n\n  b"));
});
