import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorSummary } from "./error-summary.ts";

describe(errorSummary, () => {
  it("counts sizes for the error and signs for the bias", () => {
    const summary = errorSummary([-0.1, 0.2, -0.3, 0.4])!;
    expect(summary.rows).toBe(4);
    expect(summary.meanAbsoluteError).toBeCloseTo(0.25);
    expect(summary.medianAbsoluteError).toBeCloseTo(0.25);
    expect(summary.ninetiethPercentileAbsoluteError).toBe(0.4);
    expect(summary.bias).toBeCloseTo(0.05);
  });

  it("takes the ninth of ten as the 90th percentile", () => {
    const errors = [10, 3, 5, 1, 2, 9, 4, 8, 7, 6];
    expect(errorSummary(errors)!.ninetiethPercentileAbsoluteError).toBe(9);
  });

  it("is nothing of nothing", () => expect(errorSummary([])).toBeNull());

  it("orders as such figures must", () => {
    const errors = fc.array(fc.double({ min: -1, max: 5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(errors, (some) => {
        const summary = errorSummary(some)!;
        expect(summary.medianAbsoluteError).toBeLessThanOrEqual(summary.ninetiethPercentileAbsoluteError);
        expect(Math.abs(summary.bias)).toBeLessThanOrEqual(summary.meanAbsoluteError + 1e-12);
      }),
    );
  });
});
