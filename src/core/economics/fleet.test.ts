import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDemand, anyOrderOfMagnitude } from "./demand-fixture.ts";
import { DEFAULT_DEMAND, type Demand, peakRequestsPerSecond } from "./demand.ts";
import {
  billOfFleet,
  type FleetPlan,
  fleetPlan,
  gpuHoursOfUnit,
  millionOutputTokensPerMonth,
  type RentalUnit,
} from "./fleet.ts";
import { anyOffer, onDemandAt } from "./price-fixture.ts";
import { costOf, equalCostPrice, type GpuHours, priceLineOf, quoteOf } from "./quote.ts";

const node: RentalUnit = { gpus: 8, requestsPerSecond: 10 };
const flat: Demand = { ...DEFAULT_DEMAND, requestsPerSecond: 20, peakOverMean: 2, dayCurve: "flat" };
const office: Demand = { ...flat, dayCurve: "office-hours", releasesIdleUnits: true };

const anyUnit: fc.Arbitrary<RentalUnit> = fc.record({
  gpus: fc.integer({ min: 1, max: 64 }),
  requestsPerSecond: anyOrderOfMagnitude(1e-6, 1e6),
});
/** Half of them near 1, where a step of one unit shows. */
const anyFactor = fc.oneof(fc.double({ min: 1, max: 1.5, noNaN: true }), fc.double({ min: 1, max: 1e6, noNaN: true }));

const KINDS = ["onDemand", "reserved", "spot"] as const;

function expectNoFewer(more: GpuHours, fewer: GpuHours): void {
  for (const kind of KINDS) expect(more[kind]).toBeGreaterThanOrEqual(fewer[kind]);
}

function sumOf({ onDemand, reserved, spot }: GpuHours): number {
  return onDemand + reserved + spot;
}

describe(fleetPlan, () => {
  it("rents whole units for the peak, and pays for them all month", () => {
    // 40 requests/s at the peak on nodes of 10: four of 8 GPUs for 730 hours
    expect(fleetPlan(node, flat)).toMatchObject({
      units: 4,
      peakUtilization: expect.closeTo(1, 12),
      meanUtilization: expect.closeTo(0.5, 12),
      gpuHoursPerMonth: { onDemand: 4 * 8 * 730, reserved: 0, spot: 0 },
    });
  });

  it("keeps spare units that no one needs until one is lost", () => {
    const plan = fleetPlan(node, { ...flat, spareUnits: 1 });
    expect(plan.units).toBe(5);
    expect(plan.peakUtilization).toBeCloseTo(0.8, 9);
  });

  it("buys reserved and spot hours by their shares", () => {
    const { gpuHoursPerMonth, reservedUnits } = fleetPlan(node, { ...flat, reservedFraction: 0.5, spotFraction: 0.25 });
    expect(gpuHoursPerMonth).toEqual({ onDemand: 8 * 730, reserved: 2 * 8 * 730, spot: 8 * 730 });
    expect(reservedUnits).toBe(2);
  });

  it("leaves no crumb on demand where shares add up to all but for rounding", () => {
    // 1 - 0.7 - 0.3 is 5.6e-17 in doubles
    const { onDemand } = fleetPlan(node, { ...flat, reservedFraction: 0.7, spotFraction: 0.3 }).gpuHoursPerMonth;
    expect(onDemand).toBe(0);
  });

  it("gives back what an hour does not need, but not what is reserved", () => {
    const released = fleetPlan(node, office);
    expect(Math.min(...released.hourlyUnits)).toBeLessThan(released.units);
    const reserved = fleetPlan(node, { ...office, reservedFraction: 1 });
    expect(Math.min(...reserved.hourlyUnits)).toBe(reserved.units);
  });

  it("runs reserved units first: a base load under commitment leaves as little idle as it can", () => {
    const demand = { ...office, requestsPerSecond: 200, reservedFraction: 0.3 };
    const released = fleetPlan(node, { ...demand, reservedFraction: 0 });
    const withBase = fleetPlan(node, demand);
    expect(withBase.reservedUnits).toBeLessThan(Math.min(...released.hourlyUnits));
    expect(withBase.unitHoursPerMonth).toBe(released.unitHoursPerMonth);
  });

  it("always sustains the peak with the spare units lost, and never with one fewer", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { units, spareUnits } = fleetPlan(unit, demand);
        const peak = peakRequestsPerSecond(demand);
        expect(Number.isInteger(units)).toBe(true);
        expect((units - spareUnits) * unit.requestsPerSecond).toBeGreaterThanOrEqual(peak * (1 - 1e-8));
        if (units - spareUnits > 1) {
          expect((units - spareUnits - 1) * unit.requestsPerSecond).toBeLessThan(peak);
        }
      }),
    );
  });

  it("needs no fewer hours of any kind for more traffic", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, anyFactor, (unit, demand, factor) => {
        const more = { ...demand, requestsPerSecond: demand.requestsPerSecond * factor };
        expectNoFewer(fleetPlan(unit, more).gpuHoursPerMonth, fleetPlan(unit, demand).gpuHoursPerMonth);
      }),
      { numRuns: 1000 },
    );
  });

  it("needs no fewer hours of any kind on slower units", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, anyFactor, (unit, demand, factor) => {
        const slower = { ...unit, requestsPerSecond: unit.requestsPerSecond / factor };
        expectNoFewer(fleetPlan(slower, demand).gpuHoursPerMonth, fleetPlan(unit, demand).gpuHoursPerMonth);
      }),
      { numRuns: 1000 },
    );
  });

  it("is never a smaller bill for more traffic, at any prices", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, anyFactor, anyOffer, (unit, demand, factor, offer) => {
        const more = { ...demand, requestsPerSecond: demand.requestsPerSecond * factor };
        const [dearer, cheaper] = [more, demand].map((own) => costOf(fleetPlan(unit, own).gpuHoursPerMonth, offer));
        expect(dearer).toBeGreaterThanOrEqual(cheaper!);
      }),
    );
  });

  it("needs no fewer hours in all for one more spare unit", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const more = fleetPlan(unit, { ...demand, spareUnits: demand.spareUnits + 1 });
        expectNoFewer(more.gpuHoursPerMonth, fleetPlan(unit, demand).gpuHoursPerMonth);
      }),
    );
  });

  it("buys just the hours that it pays for, each kind in its share and none negative", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { gpuHoursPerMonth: hours, hourlyUnits, unitHoursPerMonth, reservedUnits } = fleetPlan(unit, demand);
        const paid = unitHoursPerMonth * unit.gpus;
        expect(sumOf(hours) / paid).toBeCloseTo(1, 8);
        for (const kind of KINDS) expect(hours[kind]).toBeGreaterThanOrEqual(0);
        expect((hourlyUnits.reduce((sum, own) => sum + own, 0) * 730) / 24 / unitHoursPerMonth).toBeCloseTo(1, 12);
        // What is reserved is paid for around the clock, and is its share of all hours that are paid for.
        expect(hours.reserved / paid).toBeCloseTo(demand.reservedFraction, 12);
        expect((reservedUnits * 730 * unit.gpus) / paid).toBeCloseTo(demand.reservedFraction, 12);
      }),
    );
  });

  it("runs in every hour what its traffic needs, and never more than at the peak", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { hourlyUnits, hourlyRequestsPerSecond: hourly, units, meanUtilization } = fleetPlan(unit, demand);
        expect(Math.max(...hourlyUnits)).toBeLessThanOrEqual(units);
        hourly.forEach((rate, hour) => {
          expect((hourlyUnits[hour]! - demand.spareUnits) * unit.requestsPerSecond).toBeGreaterThanOrEqual(
            rate * (1 - 1e-8),
          );
        });
        expect(meanUtilization).toBeLessThanOrEqual(1 + 1e-8);
      }),
    );
  });

  it("never takes more hours of any kind to release idle units", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const [kept, released] = [false, true].map((releasesIdleUnits) =>
          fleetPlan(unit, { ...demand, releasesIdleUnits }),
        ) as [FleetPlan, FleetPlan];
        expectNoFewer(kept.gpuHoursPerMonth, released.gpuHoursPerMonth);
      }),
    );
  });

  it("has no plan with units that sustain nothing", () => {
    expect(() => fleetPlan({ ...node, requestsPerSecond: 0 }, flat)).toThrow("sustains no request");
  });
});

describe(billOfFleet, () => {
  it("never lies beside its own estimate or upside down, at any prices", () => {
    const anyReach = fc.double({ min: 1, max: 3, noNaN: true });
    fc.assert(
      fc.property(anyUnit, anyDemand, anyReach, anyReach, anyOffer, (unit, demand, below, above, offer) => {
        const rate = unit.requestsPerSecond;
        const bill = billOfFleet(fleetPlan(unit, demand), demand, [rate / below, rate * above]);
        expectNoFewer(bill.gpuHours, bill.least);
        expectNoFewer(bill.most, bill.gpuHours);
        const quote = quoteOf(bill, offer);
        if (quote.kind !== "priced") throw new Error(quote.kind);
        expect(quote.costBand[0]).toBeLessThanOrEqual(quote.cost);
        expect(quote.costBand[1]).toBeGreaterThanOrEqual(quote.cost);
      }),
      { numRuns: 500 },
    );
  });

  it("is a plan's at each end of the band", () => {
    const demand = { ...office, reservedFraction: 0.6, spotFraction: 0.2 };
    const { least, most } = billOfFleet(fleetPlan(node, demand), demand, [4, 25]);
    expect(least).toEqual(fleetPlan({ ...node, requestsPerSecond: 25 }, demand).gpuHoursPerMonth);
    expect(most).toEqual(fleetPlan({ ...node, requestsPerSecond: 4 }, demand).gpuHoursPerMonth);
  });

  it("turns at the price of equal cost when most hours are reserved or spot", () => {
    // 200 requests/s, one spare, reserved 60 %, spot 20 %; the rates of a node are made up
    const demand = {
      ...DEFAULT_DEMAND,
      requestsPerSecond: 200,
      spareUnits: 1,
      reservedFraction: 0.6,
      spotFraction: 0.2,
    };
    const platforms = [
      { rate: 22, offer: { ...onDemandAt(1.29), reservedPricePerGpuHour: 0.9, spotPricePerGpuHour: 0.6 } },
      { rate: 60, offer: { ...onDemandAt(2.49), reservedPricePerGpuHour: 1.8, spotPricePerGpuHour: 1.2 } },
      { rate: 110, offer: { ...onDemandAt(4.99), reservedPricePerGpuHour: 3.5, spotPricePerGpuHour: 2.5 } },
    ].map(({ rate, offer }) => ({
      offer,
      hours: fleetPlan({ gpus: 8, requestsPerSecond: rate }, demand).gpuHoursPerMonth,
    }));
    const cheapestAt = (pricePerGpuHour: number): number => {
      const costs = platforms.map(({ hours, offer }, i) =>
        costOf(hours, i === 1 ? { ...offer, pricePerGpuHour } : offer),
      ) as number[];
      return costs.indexOf(Math.min(...costs));
    };
    expect(cheapestAt(2.49)).toBe(1);
    const next = Math.min(...[0, 2].map((i) => costOf(platforms[i]!.hours, platforms[i]!.offer)!));
    const turning = equalCostPrice(priceLineOf(platforms[1]!.hours, platforms[1]!.offer), next)!;
    // A fifth of the hours carries the whole difference: the price turns far above the cost's own ratio.
    expect(turning / 2.49).toBeGreaterThan(next / costOf(platforms[1]!.hours, platforms[1]!.offer)!);
    expect(cheapestAt(turning * (1 - 1e-9))).toBe(1);
    expect(cheapestAt(turning * (1 + 1e-9))).not.toBe(1);
  });
});

describe(gpuHoursOfUnit, () => {
  it("is a fleet's that keeps its units, by the unit", () => {
    fc.assert(
      fc.property(anyUnit, anyDemand, (unit, demand) => {
        const { units, gpuHoursPerMonth } = fleetPlan(unit, { ...demand, releasesIdleUnits: false });
        const hours = gpuHoursOfUnit(unit.gpus, demand);
        for (const kind of KINDS) {
          expect(Math.abs(units * hours[kind] - gpuHoursPerMonth[kind])).toBeLessThanOrEqual(
            1e-12 * gpuHoursPerMonth[kind],
          );
        }
      }),
    );
  });
});

describe(millionOutputTokensPerMonth, () => {
  it("counts every second of 730 hours", () => {
    expect(millionOutputTokensPerMonth(flat, 300)).toBeCloseTo((20 * 300 * 730 * 3600) / 1e6, 9);
  });
});
