import { describe, expect, it } from "vitest";
import { inCount, inDuration, inGigabytes, inPercent, inRatio, inTime } from "./wording.ts";

describe("numbers in sentences", () => {
  it.each([
    [2048, "2,048"],
    [150, "150"],
    [1, "1"],
  ])("counts %f as %s", (value, text) => {
    expect(inCount(value)).toBe(text);
  });

  it.each([
    [42, "42 s"],
    [516.4, "8.6 min"],
    [1549, "26 min"],
    [7200, "2.0 h"],
    [1_000_000, "278 h"],
  ])("lets %d seconds of a run last %s", (seconds, text) => {
    expect(inDuration(seconds)).toBe(text);
  });

  it.each([
    [0.116, "12 %"],
    [0.009, "under 1 %"],
    [1e-9, "under 1 %"],
    [0.0096, "1 %"],
    [0, "0 %"],
    [1.5, "150 %"],
  ])("says a share of %f as %s, and never rounds a difference away", (value, text) => {
    expect(inPercent(value)).toBe(text);
  });

  it.each([
    [1.852, "1.85x"],
    [0.5, "0.50x"],
    [12, "12.00x"],
  ])("says a ratio of %f as %s", (value, text) => {
    expect(inRatio(value)).toBe(text);
  });

  it("says bytes in decimal gigabytes", () => {
    expect(inGigabytes(31_180_000_000)).toBe("31.2 GB");
  });

  it.each([
    [0.000_25, "0.3 ms"],
    [0.0333, "33.3 ms"],
    [0.0994, "99.4 ms"],
    [0.0996, "100 ms"],
    [0.9994, "999 ms"],
    [0.9996, "1.00 s"],
    [9.94, "9.94 s"],
    [9.96, "10.0 s"],
    [328.1, "328.1 s"],
  ])("says %f seconds as %s", (value, text) => {
    expect(inTime(value)).toBe(text);
  });
});
