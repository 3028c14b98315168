import { describe, expect, it } from "vitest";
import { stepTimeVerdict, type GpuErrors } from "./step-time-errors.ts";
import { inSignedPercents, verdictText } from "./error-text.ts";

function errorsOf(gpu: string | null, meanAbsoluteError: number): GpuErrors {
  const rest = { rows: 1, cells: 1, medianAbsoluteError: 0, ninetiethPercentileAbsoluteError: 0, bias: 0 };
  return { gpu, meanAbsoluteError, ...rest };
}

describe(stepTimeVerdict, () => {
  it.each([
    [0.025, 0.03, "reached"],
    [0.026, 0.03, "missed by 0.10 points over all"],
    [0.02, 0.0325, "missed by 0.25 points on l4"],
    [0.03, 0.04, "missed by 0.50 points over all, 1.00 points on l4"],
  ])("holds %d over all and %d on a GPU to be %s", (overall, own, text) => {
    const verdict = stepTimeVerdict([errorsOf("l4", own), errorsOf(null, overall)]);
    expect(verdictText(verdict, (gpu) => gpu)).toBe(text);
    expect(verdict.reached).toBe(text === "reached");
  });
});

describe(inSignedPercents, () => {
  it.each([
    [0.0123, "+1.23 %"],
    [-0.5, "-50.00 %"],
    [0, "0.00 %"],
    [-0.00001, "0.00 %"],
    [0.00001, "0.00 %"],
  ])("shows %d as %s", (fraction, text) => expect(inSignedPercents(fraction)).toBe(text));
});
