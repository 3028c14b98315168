import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predictionOf } from "./prediction-fixture.ts";
import { recommend } from "./recommend.ts";
import { switchPricePerGpuHour } from "./switch-price.ts";

const h100 = { gpu: "h100-sxm", pricePerGpuHour: 2.1, outputTokensPerSecond: 25_000, requestSeconds: 12 };
const b200 = { gpu: "b200-sxm", pricePerGpuHour: 3.89, outputTokensPerSecond: 51_500, requestSeconds: 6 };
const THRESHOLD = 0.05;

describe(switchPricePerGpuHour, () => {
  it("is below the price of equal cost for a platform that loses ties, and above it for one that wins them", () => {
    const platforms = [h100, b200].map(predictionOf);
    const equalCost = (3.89 * 25_000) / 51_500;
    expect(switchPricePerGpuHour(platforms, "h100-sxm", THRESHOLD)).toBeCloseTo(equalCost * (1 - THRESHOLD), 6);
    const b200EqualCost = (2.1 * 51_500) / 25_000;
    expect(switchPricePerGpuHour(platforms, "b200-sxm", THRESHOLD)).toBeCloseTo(b200EqualCost / (1 - THRESHOLD), 6);
  });

  it("turns the recommendation just there", () => {
    const anyPrice = fc.double({ min: 0.1, max: 20, noNaN: true });
    fc.assert(
      fc.property(anyPrice, anyPrice, (h100Price, b200Price) => {
        const at = (price: number) =>
          [
            { ...h100, pricePerGpuHour: price },
            { ...b200, pricePerGpuHour: b200Price },
          ].map(predictionOf);
        const turnsAt = switchPricePerGpuHour(at(h100Price), "h100-sxm", THRESHOLD)!;
        expect(recommend(at(turnsAt * 0.999), THRESHOLD).winner).toBe("h100-sxm");
        expect(recommend(at(turnsAt * 1.001), THRESHOLD).winner).toBe("b200-sxm");
      }),
    );
  });

  it("is none where no price decides: alone, unknown, or unable to serve", () => {
    expect(switchPricePerGpuHour([predictionOf(h100)], "h100-sxm", THRESHOLD)).toBeNull();
    expect(switchPricePerGpuHour([predictionOf(h100)], "b200-sxm", THRESHOLD)).toBeNull();
    const late = { kind: "ttft", limitSeconds: 1, actualSeconds: 2 } as const;
    const platforms = [predictionOf(h100), predictionOf({ ...b200, breaches: [late] })];
    expect(switchPricePerGpuHour(platforms, "b200-sxm", THRESHOLD)).toBeNull();
  });
});
