import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyOffer, onDemandAt } from "./price-fixture.ts";
import { billAtFullUse, billPerUnit, costOf, equalCostPrice, type GpuHours, priceLineOf, quoteOf } from "./quote.ts";

const anyHours = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e9, noNaN: true }));
const anyGpuHours: fc.Arbitrary<GpuHours> = fc.record({ onDemand: anyHours, reserved: anyHours, spot: anyHours });
const anyRate = fc.double({ min: 1e-3, max: 1e7, noNaN: true });

const PRECISION = 1e-12;

function exactly(gpuHours: GpuHours) {
  return { gpuHours, least: gpuHours, most: gpuHours };
}

describe(quoteOf, () => {
  const hours: GpuHours = { onDemand: 10, reserved: 100, spot: 1000 };
  const offer = { ...onDemandAt(4), reservedPricePerGpuHour: 2, spotPricePerGpuHour: 1 };

  it("pays for hours of each kind at their price, and on demand for what is not offered", () => {
    expect(quoteOf(exactly(hours), offer)).toEqual({ kind: "priced", cost: 1240, costBand: [1240, 1240] });
    expect(quoteOf(exactly(hours), { ...offer, reservedPricePerGpuHour: null })).toMatchObject({ cost: 1440 });
    expect(quoteOf(exactly(hours), { ...offer, spotPricePerGpuHour: null })).toMatchObject({ cost: 4240 });
    expect(quoteOf(exactly(hours), onDemandAt(4))).toMatchObject({ cost: 4440 });
  });

  it("has no price where an hour that is needed has none, and one where every needed hour has", () => {
    const unknown = { ...offer, pricePerGpuHour: null };
    expect(quoteOf(exactly(hours), unknown)).toEqual({ kind: "unpriced" });
    expect(quoteOf(exactly({ ...hours, onDemand: 0 }), unknown)).toMatchObject({ kind: "priced", cost: 1200 });
    expect(quoteOf(exactly({ ...hours, onDemand: 0 }), { ...unknown, spotPricePerGpuHour: null })).toEqual({
      kind: "unpriced",
    });
    const priceless = { ...unknown, reservedPricePerGpuHour: null, spotPricePerGpuHour: null };
    expect(quoteOf(exactly(hours), priceless)).toEqual({ kind: "unpriced" });
  });

  it("costs as many times more as all its prices", () => {
    fc.assert(
      fc.property(anyGpuHours, anyOffer, (gpuHours, prices) => {
        const times = (price: number | null): number | null => (price === null ? null : 8 * price);
        const dearer = {
          ...prices,
          pricePerGpuHour: 8 * prices.pricePerGpuHour,
          reservedPricePerGpuHour: times(prices.reservedPricePerGpuHour),
          spotPricePerGpuHour: times(prices.spotPricePerGpuHour),
        };
        // Doubles are exact to a power of two.
        expect(costOf(gpuHours, dearer)).toBe(8 * costOf(gpuHours, prices)!);
      }),
    );
  });

  it("is never cheaper when more hours of any kind are bought", () => {
    fc.assert(
      fc.property(anyGpuHours, anyGpuHours, anyOffer, (gpuHours, more, prices) => {
        const larger = {
          onDemand: gpuHours.onDemand + more.onDemand,
          reserved: gpuHours.reserved + more.reserved,
          spot: gpuHours.spot + more.spot,
        };
        const quote = quoteOf({ gpuHours, least: gpuHours, most: larger }, prices);
        if (quote.kind !== "priced") throw new Error(quote.kind);
        expect(quote.costBand[0]).toBe(quote.cost);
        expect(quote.costBand[1]).toBeGreaterThanOrEqual(quote.cost);
      }),
    );
  });
});

describe(priceLineOf, () => {
  it("is the cost at every on-demand price", () => {
    fc.assert(
      fc.property(anyGpuHours, anyOffer, fc.double({ min: 1e-4, max: 1e6, noNaN: true }), (gpuHours, offer, price) => {
        const { fixed, perPrice } = priceLineOf(gpuHours, offer);
        expect(fixed).toBeGreaterThanOrEqual(0);
        expect(perPrice).toBeGreaterThanOrEqual(0);
        const { onDemand, reserved, spot } = gpuHours;
        const paid =
          onDemand * price +
          reserved * (offer.reservedPricePerGpuHour ?? price) +
          spot * (offer.spotPricePerGpuHour ?? price);
        expect(Math.abs(fixed + perPrice * price - paid)).toBeLessThanOrEqual(PRECISION * paid);
      }),
    );
  });
});

describe(equalCostPrice, () => {
  it("is the price of equal cost, and on either side of it the order turns", () => {
    fc.assert(
      fc.property(anyGpuHours, anyOffer, anyGpuHours, anyOffer, (own, offer, others, otherOffer) => {
        const target = costOf(others, otherOffer)!;
        const price = equalCostPrice(priceLineOf(own, offer), target);
        if (price === null) return;
        const costAt = (pricePerGpuHour: number): number => costOf(own, { ...offer, pricePerGpuHour })!;
        expect(Math.abs(costAt(price) - target)).toBeLessThanOrEqual(PRECISION * target);
        const step = Math.max(price, (target * PRECISION) / priceLineOf(own, offer).perPrice) * 0.01;
        const isSeen = step * priceLineOf(own, offer).perPrice > PRECISION * target;
        fc.pre(isSeen);
        expect(costAt(price + step)).toBeGreaterThan(target);
        expect(costAt(price - step)).toBeLessThan(target);
      }),
    );
  });

  it("is none where every price leaves the order as it is", () => {
    fc.assert(
      fc.property(anyGpuHours, anyOffer, fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (own, offer, target) => {
        if (equalCostPrice(priceLineOf(own, offer), target) !== null) return;
        const orders = [0, 1, 1e12].map((pricePerGpuHour) => costOf(own, { ...offer, pricePerGpuHour })! > target);
        expect(new Set(orders).size).toBe(1);
      }),
    );
  });
});

describe(billAtFullUse, () => {
  it("is what an hour takes over what an hour delivers, and cheaper the faster", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.tuple(anyRate, anyRate, anyRate), (gpus, rates) => {
        const [low, rate, high] = rates.toSorted((a, b) => a - b) as [number, number, number];
        const { gpuHours, least, most } = billAtFullUse(gpus, rate, [low, high]);
        expect((gpuHours.onDemand * rate * 3600) / 1e6 / gpus).toBeCloseTo(1, 12);
        expect(least.onDemand).toBeLessThanOrEqual(gpuHours.onDemand);
        expect(most.onDemand).toBeGreaterThanOrEqual(gpuHours.onDemand);
        expect([gpuHours.reserved, gpuHours.spot]).toEqual([0, 0]);
      }),
    );
  });

  it("is the published cost: 8 GPUs at an index of 389, 17,634 tokens/s", () => {
    // vessl-cloud-cookbook, cost_summary.csv: B200, bf16 and torch.compile, trained tokens
    expect(costOf(billAtFullUse(8, 17_634, [17_634, 17_634]).gpuHours, onDemandAt(389))).toBeCloseTo(49.02, 2);
  });

  it.each([0, -1, Number.NaN])("refuses a throughput of %f", (rate) => {
    expect(() => billAtFullUse(8, rate, [1, 1])).toThrow(`${rate}`);
    expect(() => billAtFullUse(8, 1, [rate, 1])).toThrow(`${rate}`);
  });
});

describe(billPerUnit, () => {
  it("divides hours of every kind", () => {
    const hours = { onDemand: 8, reserved: 4, spot: 2 };
    const { gpuHours, least, most } = billPerUnit({ ...exactly(hours), most: { ...hours, spot: 6 } }, 2);
    expect(gpuHours).toEqual({ onDemand: 4, reserved: 2, spot: 1 });
    expect([least, most]).toEqual([gpuHours, { ...gpuHours, spot: 3 }]);
  });
});
