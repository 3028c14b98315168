import { describe, expect, it } from "vitest";
import { publishedErrors, publishedVerdicts, type ComparedRow } from "../core/validation/published-comparison.ts";
import { publishedTexts } from "./published-text.ts";

const figures = { outputTokensPerSecond: 100, completedRequests: 40, ttftMedianSeconds: 0.5 };
const row: ComparedRow = {
  row: "one",
  gpu: "a",
  queueing: "none-waits",
  published: figures,
  predicted: { client: { ...figures, outputTokensPerSecond: 105, ttftMedianSeconds: 0.55 }, "steady-state": figures },
};
const errors = publishedErrors([row], ["a"]);
const text = publishedTexts(
  {
    errors,
    verdicts: publishedVerdicts(errors),
    infeasibleRows: ["lost"],
    oneWaveRows: [row],
    emptyRows: [
      { row: "none", settingsKnown: true, completedRequests: 0, measuredFromSeconds: 95 },
      { row: "some", settingsKnown: false, completedRequests: 7, measuredFromSeconds: 88 },
    ],
  },
  (gpu) => gpu.toUpperCase(),
).join("\n");

describe(publishedTexts, () => {
  it("gives each target's verdict, with how far it is missed", () => {
    expect(text).toContain("Target: mean over all at most 4.00 %: missed by 1.00 points");
    expect(text).toContain("Target: mean over all at most 15.00 %: reached");
  });

  it("names GPUs, and the rows that are not scored with why", () => {
    expect(text).toMatch(/^ +A +1 +5\.00 %/m);
    expect(text).toContain("Rows that the held-out fit finds infeasible: lost");
    expect(text).toMatch(/one +40 +40 +0\.00 % +0\.50 s +0\.55 s +\+10\.00 %/);
  });

  it("counts the empty rows that come out empty, and names those that do not", () => {
    expect(text).toContain("settings known: 1 of 1\n");
    expect(text).toContain("max_num_seqs unknown, taken as 64: 0 of 1 (some completes 7)");
  });
});
