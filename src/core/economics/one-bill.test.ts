import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOfServedHours, oneBill } from "./one-bill.ts";

const runs = [
  { gpu: "a100", cost: 3 },
  { gpu: "h100", cost: 4 },
  { gpu: "b200", cost: 4.5 },
];
const serving = [
  { gpu: "a100", costPerMonth: null },
  { gpu: "h100", costPerMonth: 2000 },
  { gpu: "b200", costPerMonth: 1000 },
];

describe(oneBill, () => {
  it("names the best platform of each job, and what one for both costs more", () => {
    const bill = oneBill(runs, 10, serving);
    expect(bill.bestFineTuning).toEqual({ gpu: "a100", cost: 30 });
    expect(bill.bestServing).toEqual({ gpu: "b200", cost: 1000 });
    expect(bill.bestForBoth).toEqual({ gpu: "b200", cost: 1045 });
    expect(bill.extraForOne).toBeCloseTo(15, 9);
  });

  it("is unknown where a job has no platform, rather than free", () => {
    const bill = oneBill([{ gpu: "a100", cost: null }], 1, serving);
    expect(bill.bestFineTuning).toBeNull();
    expect(bill.bestForBoth).toBeNull();
    expect([bill.separateCost, bill.extraForOne]).toEqual([null, null]);
  });

  it("never charges less for one platform than for the two best", () => {
    const cost = fc.option(fc.double({ min: 0.01, max: 1e4, noNaN: true }));
    fc.assert(
      fc.property(fc.tuple(cost, cost, cost), fc.tuple(cost, cost, cost), fc.nat(100), (trained, served, perMonth) => {
        const bill = oneBill(
          trained.map((own, i) => ({ gpu: `${i}`, cost: own })),
          perMonth,
          served.map((own, i) => ({ gpu: `${i}`, costPerMonth: own })),
        );
        // Costs are summed in another order.
        expect(bill.extraForOne ?? 0).toBeGreaterThanOrEqual(-1e-9 * (bill.separateCost ?? 0));
      }),
    );
  });

  it("refuses a negative number of runs", () => {
    expect(() => oneBill(runs, -1, serving)).toThrow("-1");
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
