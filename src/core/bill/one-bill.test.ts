import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAYS_PER_MONTH, oneBill } from "./one-bill.ts";

const runs = [
  { gpu: "a100", cost: 3 },
  { gpu: "h100", cost: 4 },
  { gpu: "b200", cost: 4.5 },
];
const serving = [
  { gpu: "a100", costPerHour: null },
  { gpu: "h100", costPerHour: 20 },
  { gpu: "b200", costPerHour: 10 },
];

describe(oneBill, () => {
  it("names the best platform of each job, and what one for both costs more", () => {
    const bill = oneBill(runs, 10, serving, 12);
    const served = 10 * 12 * DAYS_PER_MONTH;
    expect(bill.bestFineTuning).toEqual({ gpu: "a100", cost: 30 });
    expect(bill.bestServing).toEqual({ gpu: "b200", cost: served });
    expect(bill.bestForBoth).toEqual({ gpu: "b200", cost: 45 + served });
    expect(bill.extraForOne).toBeCloseTo(15, 9);
  });

  it("is unknown where a job has no platform, rather than free", () => {
    const bill = oneBill([{ gpu: "a100", cost: null }], 1, serving, 1);
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
          served.map((own, i) => ({ gpu: `${i}`, costPerHour: own })),
          8,
        );
        // Costs are summed in another order.
        expect(bill.extraForOne ?? 0).toBeGreaterThanOrEqual(-1e-9 * (bill.separateCost ?? 0));
      }),
    );
  });

  it("refuses a day of 25 hours and a negative number of runs", () => {
    expect(() => oneBill(runs, 1, serving, 25)).toThrow("25 hours");
    expect(() => oneBill(runs, -1, serving, 1)).toThrow("-1");
  });
});
