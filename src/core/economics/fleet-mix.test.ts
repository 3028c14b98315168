import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDemand, anyOrderOfMagnitude } from "./demand-fixture.ts";
import { DEFAULT_DEMAND, type Demand, peakRequestsPerSecond } from "./demand.ts";
import { cheapestMix, LEAST_SAVING_FRACTION, mixesWorthPricing, type PricedUnit } from "./fleet-mix.ts";
import { unitsFor } from "./fleet.ts";

const flat: Demand = { ...DEFAULT_DEMAND, requestsPerSecond: 20, peakOverMean: 2, dayCurve: "flat" };

const anyUnit: fc.Arbitrary<PricedUnit> = fc.record({
  requestsPerSecond: anyOrderOfMagnitude(1e-6, 1e6),
  costPerMonth: anyOrderOfMagnitude(1e-4, 1e11),
});
/** A request costs nearly the same on either of two of them, so that mixes are often worth it. */
const anySmallUnit: fc.Arbitrary<PricedUnit> = fc
  .record({
    requestsPerSecond: fc.double({ min: 1, max: 40, noNaN: true }),
    costPerRequest: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
  })
  .map(({ requestsPerSecond, costPerRequest }) => ({
    requestsPerSecond,
    costPerMonth: requestsPerSecond * costPerRequest,
  }));
const anySmallDemand: fc.Arbitrary<Demand> = anyDemand.chain((demand) =>
  fc
    .record({ requestsPerSecond: fc.double({ min: 0.1, max: 100, noNaN: true }), spareUnits: fc.nat(3) })
    .map((small) => ({ ...demand, peakOverMean: 1, ...small })),
);

function alone(unit: PricedUnit, demand: Demand): number {
  return unitsFor(peakRequestsPerSecond(demand), unit.requestsPerSecond) + demand.spareUnits;
}

/** What is left when the spare units are lost, the largest first. */
function sustainedWithSpareLost(
  [first, second]: readonly [PricedUnit, PricedUnit],
  [a, b]: readonly [number, number],
  spareUnits: number,
): number {
  const rates = [
    ...Array.from({ length: a }, () => first.requestsPerSecond),
    ...Array.from({ length: b }, () => second.requestsPerSecond),
  ].toSorted((x, y) => y - x);
  return rates.slice(spareUnits).reduce((sum, rate) => sum + rate, 0);
}

describe(cheapestMix, () => {
  const large: PricedUnit = { requestsPerSecond: 30, costPerMonth: 24 };
  const small: PricedUnit = { requestsPerSecond: 4, costPerMonth: 4 };

  it("tops a large unit up with small ones where a second large one would idle", () => {
    // 40 a second: 30 from one large and 12 from three small; two large ones cost 48, this 24 + 12
    expect(cheapestMix([large, small], flat)).toEqual({ units: [1, 3], costPerMonth: 36 });
    expect(cheapestMix([small, large], flat)).toEqual({ units: [3, 1], costPerMonth: 36 });
  });

  it("is none where one kind alone is as cheap", () => {
    expect(cheapestMix([large, small], { ...flat, requestsPerSecond: 30 })).toBeNull();
    expect(cheapestMix([large, large], flat)).toBeNull();
  });

  it("is what trying every pair of counts finds, or saves too little", () => {
    let mixes = 0;
    fc.assert(
      fc.property(anySmallUnit, anySmallUnit, anySmallDemand, (first, second, demand) => {
        const units = [first, second] as const;
        const [mostOfFirst, mostOfSecond] = [alone(first, demand), alone(second, demand)];
        const peak = peakRequestsPerSecond(demand) * (1 - 1e-9);
        let least = Number.POSITIVE_INFINITY;
        for (let a = 1; a <= mostOfFirst; a += 1) {
          for (let b = 1; b <= mostOfSecond; b += 1) {
            const cost = a * first.costPerMonth + b * second.costPerMonth;
            if (cost < least && sustainedWithSpareLost(units, [a, b], demand.spareUnits) >= peak) least = cost;
          }
        }
        const cheapestAlone = Math.min(mostOfFirst * first.costPerMonth, mostOfSecond * second.costPerMonth);
        const mix = cheapestMix(units, demand);
        if (mix !== null) mixes += 1;
        const saved = 1 - least / cheapestAlone;
        // At the very threshold a rounding decides.
        fc.pre(Math.abs(saved - LEAST_SAVING_FRACTION) > 1e-9);
        if (saved < LEAST_SAVING_FRACTION) expect(mix).toBeNull();
        else expect(mix!.costPerMonth / least).toBeCloseTo(1, 9);
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(mixes).toBeGreaterThan(20);
  });

  it("sustains the peak with any spare lost", () => {
    let mixes = 0;
    fc.assert(
      fc.property(anySmallUnit, anySmallUnit, anySmallDemand, (first, second, demand) => {
        const mix = cheapestMix([first, second], demand);
        if (mix === null) return;
        mixes += 1;
        expect(sustainedWithSpareLost([first, second], mix.units, demand.spareUnits)).toBeGreaterThanOrEqual(
          peakRequestsPerSecond(demand) * (1 - 1e-8),
        );
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(mixes).toBeGreaterThan(5);
  });

  it("misses no saving where it does not look: of many units no mix saves a thousandth", () => {
    fc.assert(
      fc.property(
        anyUnit,
        anyUnit,
        anyDemand,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (first, second, demand, at) => {
          const units = [first, second] as const;
          if (!mixesWorthPricing(units, demand).next().done) return;
          const larger = Math.max(first.requestsPerSecond, second.requestsPerSecond);
          const needed = peakRequestsPerSecond(demand) + demand.spareUnits * larger;
          const count = Math.max(1, Math.round(at * alone(first, demand)));
          const missing = unitsFor(needed - count * first.requestsPerSecond, second.requestsPerSecond);
          const cheapestAlone = Math.min(...units.map((unit) => alone(unit, demand) * unit.costPerMonth));
          const cost = count * first.costPerMonth + missing * second.costPerMonth;
          expect(cost).toBeGreaterThan(cheapestAlone * (1 - LEAST_SAVING_FRACTION));
        },
      ),
    );
  });
});

describe(mixesWorthPricing, () => {
  it("never lists more than the least saving leaves room for, over the ranges' ends", () => {
    const rates = [1e-6, 1, 1e6];
    const costs = [1e-4, 730, 1e11];
    const units = rates.flatMap((requestsPerSecond) =>
      costs.map((costPerMonth): PricedUnit => ({ requestsPerSecond, costPerMonth })),
    );
    for (const requestsPerSecond of [1e-6, 1, 700, 1e6]) {
      for (const peakOverMean of [1, 24]) {
        for (const spareUnits of [0, 8]) {
          const demand = { ...flat, requestsPerSecond, peakOverMean, spareUnits };
          for (const first of units) {
            for (const second of units) {
              expect([...mixesWorthPricing([first, second], demand)].length).toBeLessThan(1 / LEAST_SAVING_FRACTION);
            }
          }
        }
      }
    }
  });

  it("never lists more anywhere between", () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, anyDemand, (first, second, demand) => {
        expect([...mixesWorthPricing([first, second], demand)].length).toBeLessThan(1 / LEAST_SAVING_FRACTION);
      }),
    );
  });
});
