import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOfRuns, costOfServedHours, type MonthlyCosts, oneBill } from "./one-bill.ts";

const platforms: readonly MonthlyCosts[] = [
  { id: "a100", fineTuning: 30, serving: null },
  { id: "h100", fineTuning: 40, serving: 2000 },
  { id: "h100-2", fineTuning: null, serving: 1500 },
  { id: "b200", fineTuning: 45, serving: 1000 },
];

const anyCost = fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }));
const anyPlatforms: fc.Arbitrary<readonly MonthlyCosts[]> = fc
  .array(fc.record({ fineTuning: anyCost, serving: anyCost }), { maxLength: 12 })
  .map((costs) => costs.map((own, i) => ({ id: `row-${i}`, ...own })));

describe(oneBill, () => {
  it("names the best platform of each job, and what one for both costs more", () => {
    const bill = oneBill(platforms);
    expect(bill.bestFineTuning).toEqual({ id: "a100", cost: 30 });
    expect(bill.bestServing).toEqual({ id: "b200", cost: 1000 });
    expect(bill.bestForBoth).toEqual({ id: "b200", cost: 1045 });
    expect([bill.separateCost, bill.extraForOne]).toEqual([1030, 15]);
  });

  it("is unknown where a job has no platform, rather than free", () => {
    const bill = oneBill(platforms.map((own) => ({ ...own, fineTuning: null })));
    expect(bill.bestFineTuning).toBeNull();
    expect(bill.bestServing).toEqual({ id: "b200", cost: 1000 });
    expect(bill.bestForBoth).toBeNull();
    expect([bill.separateCost, bill.extraForOne]).toEqual([null, null]);
  });

  it("has no one platform for both where each does one job", () => {
    const bill = oneBill(platforms.filter(({ fineTuning, serving }) => fineTuning === null || serving === null));
    expect([bill.bestForBoth, bill.separateCost, bill.extraForOne]).toEqual([null, 1530, null]);
  });

  it("takes the first of equals", () => {
    const equal = ["first", "second"].map((id) => ({ id, fineTuning: 1, serving: 1 }));
    expect(oneBill(equal).bestForBoth?.id).toBe("first");
  });

  it("never charges less for one platform than for the two best, and nothing more where they are one", () => {
    fc.assert(
      fc.property(anyPlatforms, (some) => {
        const { bestFineTuning, bestServing, bestForBoth, separateCost, extraForOne } = oneBill(some);
        expect(separateCost === null).toBe(bestFineTuning === null || bestServing === null);
        expect(extraForOne === null).toBe(bestForBoth === null);
        expect(extraForOne ?? 0).toBeGreaterThanOrEqual(0);
        if (bestFineTuning !== null && bestFineTuning.id === bestServing?.id) expect(extraForOne).toBe(0);
      }),
    );
  });
});

describe(costOfRuns, () => {
  it("pays for every run", () => {
    expect(costOfRuns(3, 10)).toBe(30);
    expect(costOfRuns(3, 0)).toBe(0);
  });

  it("refuses a negative number of runs", () => {
    expect(() => costOfRuns(3, -1)).toThrow("-1");
  });
});

describe(costOfServedHours, () => {
  it("pays for a twelfth of a year around the clock, and for its share otherwise", () => {
    expect(costOfServedHours(2, 24)).toBe(2 * 730);
    expect(costOfServedHours(2, 8)).toBeCloseTo((2 * 730) / 3, 9);
    expect(costOfServedHours(2, 0)).toBe(0);
  });

  it("refuses a day of 25 hours", () => {
    expect(() => costOfServedHours(1, 25)).toThrow("25 hours");
  });
});
