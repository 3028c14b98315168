import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_CURVES, DEFAULT_DEMAND, type Demand } from "./demand.ts";
import { cheapestMix, fleetPlan, type RentalUnit } from "./fleet.ts";

const node: RentalUnit = { gpus: 8, requestsPerSecond: 10, prices: { onDemand: 2, reserved: 1.2, spot: 0.8 } };
const flat: Demand = { ...DEFAULT_DEMAND, requestsPerSecond: 20, peakOverMean: 2, dayCurve: "flat" };

const anyUnit: fc.Arbitrary<RentalUnit> = fc.record({
  gpus: fc.constantFrom(1, 2, 4, 8),
  requestsPerSecond: fc.double({ min: 0.5, max: 100, noNaN: true }),
  prices: fc.record({
    onDemand: fc.double({ min: 1, max: 10, noNaN: true }),
    reserved: fc.option(fc.double({ min: 0.5, max: 1, noNaN: true })),
    spot: fc.option(fc.double({ min: 0.1, max: 0.5, noNaN: true })),
  }),
});
const anyDemand: fc.Arbitrary<Demand> = fc.record({
  requestsPerSecond: fc.double({ min: 0.01, max: 500, noNaN: true }),
  peakOverMean: fc.double({ min: 1, max: 8, noNaN: true }),
  dayCurve: fc.constantFrom(...DAY_CURVES),
  spareUnits: fc.nat(2),
  releasesIdleUnits: fc.boolean(),
  reservedFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
  spotFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
});

describe(fleetPlan, () => {
  it("rents whole units for the peak, and pays for them all month", () => {
    const plan = fleetPlan(node, flat, 300);
    // 40 requests/s at the peak on nodes of 10: four, at 8 x 2 an hour for 730 hours
    expect(plan).toMatchObject({ units: 4, peakUtilization: 1, meanUtilization: 0.5, costPerMonth: 4 * 16 * 730 });
    // 20 requests/s of 300 tokens for a month
    expect(plan.costPerMillionOutputTokens).toBeCloseTo((4 * 16 * 730 * 1e6) / (20 * 300 * 3600 * 730), 9);
  });

  it("keeps spare units that no one needs until one is lost", () => {
    const plan = fleetPlan(node, { ...flat, spareUnits: 1 }, 300);
    expect(plan.units).toBe(5);
    expect(plan.peakUtilization).toBeCloseTo(0.8, 9);
  });

  it("buys reserved and spot units by their shares, whole ones", () => {
    const plan = fleetPlan(node, { ...flat, reservedFraction: 0.5, spotFraction: 0.25 }, 300);
    expect(plan).toMatchObject({ reservedUnits: 2, spotUnits: 1 });
    expect(plan.costPerMonth).toBeCloseTo(8 * (2 * 1.2 + 0.8 + 2) * 730, 6);
  });

  it("says which offer does not exist, and buys on demand instead", () => {
    const without = { ...node, prices: { ...node.prices, spot: null } };
    const plan = fleetPlan(without, { ...flat, spotFraction: 0.5 }, 300);
    expect(plan).toMatchObject({ spotUnits: 0, missingOffers: ["spot"], costPerMonth: 4 * 16 * 730 });
  });

  it("gives back what an hour does not need, but not what is reserved", () => {
    const office: Demand = { ...flat, dayCurve: "office-hours", releasesIdleUnits: true };
    const released = fleetPlan(node, office, 300);
    expect(Math.min(...released.hourlyUnits)).toBeLessThan(released.units);
    const reserved = fleetPlan(node, { ...office, reservedFraction: 1 }, 300);
    expect(Math.min(...reserved.hourlyUnits)).toBe(reserved.units);
  });

  it("always sustains the peak with the spare units lost, and never with one fewer", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { units, spareUnits } = fleetPlan(unit, demand, 100);
        const peak = demand.requestsPerSecond * demand.peakOverMean;
        expect((units - spareUnits) * unit.requestsPerSecond).toBeGreaterThanOrEqual(peak * (1 - 1e-6));
        if (units - spareUnits > 1) {
          expect((units - spareUnits - 1) * unit.requestsPerSecond).toBeLessThan(peak);
        }
      }),
    );
  });

  it("never costs more per month to release idle units, and never less per token than at full use", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const [kept, released] = [false, true].map((releasesIdleUnits) =>
          fleetPlan(unit, { ...demand, releasesIdleUnits }, 100),
        );
        expect(released!.costPerMonth).toBeLessThanOrEqual(kept!.costPerMonth * (1 + 1e-9));
        const cheapest = Math.min(unit.prices.onDemand, unit.prices.reserved ?? 99, unit.prices.spot ?? 99);
        const atFullUse = (unit.gpus * cheapest * 1e6) / (unit.requestsPerSecond * 100 * 3600);
        // An hour's units are counted by its mean: a peak shorter than an hour can be more than they sustain.
        if (demand.dayCurve !== "flat") {
          expect(released!.costPerMillionOutputTokens).toBeGreaterThanOrEqual(atFullUse * (1 - 1e-6));
        }
        expect(kept!.meanUtilization).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  it("costs as many times more as all its prices", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { onDemand, reserved, spot } = unit.prices;
        const dearer = {
          ...unit,
          prices: { onDemand: 3 * onDemand, reserved: reserved && 3 * reserved, spot: spot && 3 * spot },
        };
        const ratio = fleetPlan(dearer, demand, 100).costPerMonth / fleetPlan(unit, demand, 100).costPerMonth;
        expect(ratio).toBeCloseTo(3, 9);
      }),
    );
  });

  it("has no plan with units that sustain nothing", () => {
    expect(() => fleetPlan({ ...node, requestsPerSecond: 0 }, flat, 100)).toThrow("sustains no request");
  });
});

describe(cheapestMix, () => {
  const large: RentalUnit = { gpus: 8, requestsPerSecond: 30, prices: { onDemand: 3, reserved: null, spot: null } };
  const small: RentalUnit = { gpus: 1, requestsPerSecond: 4, prices: { onDemand: 4, reserved: null, spot: null } };

  it("tops a large unit up with small ones where a second large one would idle", () => {
    // 40 a second: 30 from one node and 12 from three GPUs; two nodes cost 48 an hour, this 24 + 12
    expect(cheapestMix([large, small], flat)).toEqual({ units: [1, 3], costPerMonth: 36 * 730 });
  });

  it("is none where one kind alone is as cheap", () => {
    expect(cheapestMix([large, small], { ...flat, requestsPerSecond: 30 })).toBeNull();
  });

  it("is cheaper than either alone, and sustains the peak with any spare lost", () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, anyDemand, (first, second, demand) => {
        const mix = cheapestMix([first, second], demand);
        if (mix === null) return;
        const paid = { ...demand, releasesIdleUnits: false, reservedFraction: 0, spotFraction: 0 };
        for (const unit of [first, second]) {
          expect(mix.costPerMonth).toBeLessThan(fleetPlan(unit, paid, 100).costPerMonth);
        }
        const [a, b] = mix.units;
        const lost = demand.spareUnits * Math.max(first.requestsPerSecond, second.requestsPerSecond);
        const sustained = a * first.requestsPerSecond + b * second.requestsPerSecond - lost;
        expect(sustained).toBeGreaterThanOrEqual(demand.requestsPerSecond * demand.peakOverMean * (1 - 1e-6));
      }),
    );
  });
});
