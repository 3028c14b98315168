import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_CURVES, DEFAULT_DEMAND, type Demand, hourlyRequestsPerSecond, peakRequestsPerSecond } from "./demand.ts";

const anyDemand: fc.Arbitrary<Demand> = fc
  .record({
    requestsPerSecond: fc.double({ min: 0.001, max: 1e5, noNaN: true }),
    peakOverMean: fc.double({ min: 1, max: 10, noNaN: true }),
    dayCurve: fc.constantFrom(...DAY_CURVES),
  })
  .map((demand) => ({ ...DEFAULT_DEMAND, ...demand }));

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

  it("reaches its peak, but on a flat day, whose peaks are shorter than an hour", () => {
    fc.assert(
      fc.property(anyDemand, (demand) => {
        const highest = Math.max(...hourlyRequestsPerSecond(demand)) / demand.requestsPerSecond;
        expect(highest).toBeCloseTo(demand.dayCurve === "flat" ? 1 : demand.peakOverMean, 6);
      }),
    );
  });

  it("is quiet at night and busy at noon in an office", () => {
    const hours = hourlyRequestsPerSecond({ ...DEFAULT_DEMAND, peakOverMean: 2.5, dayCurve: "office-hours" });
    expect(hours[3]).toBe(Math.min(...hours));
    expect(hours[12]).toBeGreaterThan(2 * hours[7]!);
  });
});
