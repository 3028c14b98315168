import { describe, expect, it } from "vitest";
import { closestWord, editDistance } from "./closest-word.ts";

describe(editDistance, () => {
  it.each([
    ["kitten", "sitting", 3], // the textbook example
    ["", "abc", 3],
    ["abc", "", 3],
    ["same", "same", 0],
  ] as const)("from %j to %j is %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });
});

describe(closestWord, () => {
  const keys = ["ttftMedianSeconds", "ttftP99Seconds", "lora"];

  it("finds the key behind a slip, whatever its case", () => {
    expect(closestWord("ttftMedianSecond", keys)).toBe("ttftMedianSeconds");
    expect(closestWord("TTFTP99seconds", keys)).toBe("ttftP99Seconds");
    expect(closestWord("laro", ["lore"])).toBe(null);
  });

  it("finds nothing for another word", () => {
    expect(closestWord("colour", keys)).toBe(null);
    expect(closestWord("lora", [])).toBe(null);
  });
});
