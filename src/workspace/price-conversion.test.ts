import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withOffer } from "./changes.ts";
import { defaultWorkspace } from "./default-workspace.ts";
import { canConvert, withConversion, withPricesTimes } from "./price-conversion.ts";

const price = fc.double({ min: 0.01, max: 1000, noNaN: true });
const offer = fc.record({
  pricePerGpuHour: fc.option(price),
  reservedPricePerGpuHour: fc.option(price),
  spotPricePerGpuHour: fc.option(price),
  provider: fc.constant("ours"),
  rentalUnitGpus: fc.constant(8),
});
const rate = fc.double({ min: 0.01, max: 1500, noNaN: true });

describe(withPricesTimes, () => {
  it("converts every price there is, and leaves the unknown ones unknown", () => {
    fc.assert(
      fc.property(offer, rate, (before, factor) => {
        const after = withPricesTimes(before, factor);
        for (const key of ["pricePerGpuHour", "reservedPricePerGpuHour", "spotPricePerGpuHour"] as const) {
          const own = before[key];
          if (own === null) expect(after[key]).toBeNull();
          // Four figures below one, four decimals above: half of the last is 0.05 % at most.
          else expect(Math.abs((after[key] ?? 0) / (own * factor) - 1)).toBeLessThanOrEqual(0.000_5);
        }
        expect(after).toMatchObject({ provider: "ours", rentalUnitGpus: 8 });
      }),
    );
  });
});

const workspace = withOffer("h100-sxm", { pricePerGpuHour: 4, reservedPricePerGpuHour: 2 })(defaultWorkspace);

describe(withConversion, () => {
  it("leaves the price that was typed in the new currency", () => {
    const { platforms } = withConversion(0.5, "b200-sxm")(workspace);
    expect(platforms.map(({ offer: { pricePerGpuHour } }) => pricePerGpuHour)).toEqual([0.5, 2, 3.89]);
    expect(platforms[1]?.offer.reservedPricePerGpuHour).toBe(1);
  });
});

describe(canConvert, () => {
  it("is false where a price would leave what a field takes", () => {
    expect(canConvert(workspace, 2, null)).toBe(true);
    expect(canConvert(workspace, 1e6, null)).toBe(false);
    expect(canConvert(workspace, 1e-5, null)).toBe(false);
    expect(canConvert({ platforms: workspace.platforms.slice(0, 1) }, 1e9, "a100-sxm-80gb")).toBe(true);
  });
});
