import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDemand } from "./demand-fixture.ts";
import { DEFAULT_DEMAND, hourlyRequestsPerSecond, peakRequestsPerSecond } from "./demand.ts";

describe(hourlyRequestsPerSecond, () => {
  it("has the demand's mean and never more than its peak, in 24 hours", () => {
    fc.assert(
      fc.property(anyDemand, (demand) => {
        const hours = hourlyRequestsPerSecond(demand);
        expect(hours).toHaveLength(24);
        const mean = hours.reduce((sum, rate) => sum + rate, 0) / 24;
        expect(mean / demand.requestsPerSecond).toBeCloseTo(1, 6);
        for (const rate of hours) {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(peakRequestsPerSecond(demand) * (1 + 1e-9));
        }
      }),
    );
  });

  it("reaches its peak, but on a flat day and beyond twelve times the mean, where peaks are shorter than an hour", () => {
    fc.assert(
      fc.property(anyDemand, (demand) => {
        const highest = Math.max(...hourlyRequestsPerSecond(demand)) / demand.requestsPerSecond;
        const isSharpest = demand.peakOverMean > 11.99;
        if (demand.dayCurve === "flat") expect(highest).toBeCloseTo(1, 6);
        // Two hours are busiest alike, and hold all of the day's traffic between them.
        else expect(highest).toBeCloseTo(isSharpest ? 12 : demand.peakOverMean, isSharpest ? 1 : 6);
      }),
    );
  });

  it("is quiet at night and busy at noon in an office", () => {
    const hours = hourlyRequestsPerSecond({ ...DEFAULT_DEMAND, peakOverMean: 2.5, dayCurve: "office-hours" });
    expect(hours[3]).toBe(Math.min(...hours));
    expect(hours[12]).toBeGreaterThan(2 * hours[7]!);
  });
});
