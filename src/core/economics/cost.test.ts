import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costPerMillionOutputTokens, pricePerGpuHourAtCost } from "./cost.ts";

const anyPrice = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
const anyThroughput = fc.double({ min: 1e-3, max: 1e7, noNaN: true });
const anyGpuCount = fc.integer({ min: 1, max: 64 });

const PRECISION = 1e-12;

function relativeDifference(a: number, b: number): number {
  return Math.abs(a / b - 1);
}

describe(costPerMillionOutputTokens, () => {
  it("is the published cost: 8 GPUs at an index of 389, 17,634 tokens/s", () => {
    // vessl-cloud-cookbook, cost_summary.csv: B200, bf16 and torch.compile, trained tokens
    expect(costPerMillionOutputTokens(389, 8, 17_634)).toBeCloseTo(49.02, 2);
  });

  it.each([
    // The article's relative costs: best A100 run 1.00, H100 1.04, B200 1.05, the first A100 run 1.33
    [100, 4746, 1],
    [210, 9559, 1.04],
    [389, 17_634, 1.05],
    [100, 3565, 1.33],
  ])("at an index of %i and %i tokens/s is %f of the best A100 run's", (index, tokensPerSecond, relativeCost) => {
    const best = costPerMillionOutputTokens(100, 8, 4746);
    expect(costPerMillionOutputTokens(index, 8, tokensPerSecond) / best).toBeCloseTo(relativeCost, 2);
  });

  it("is linear in price and in GPUs, and falls as throughput grows", () => {
    const anyFactor = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(anyPrice, anyGpuCount, anyThroughput, anyFactor, (price, gpus, throughput, factor) => {
        const cost = costPerMillionOutputTokens(price, gpus, throughput);
        expect(
          relativeDifference(costPerMillionOutputTokens(factor * price, gpus, throughput), factor * cost),
        ).toBeLessThan(PRECISION);
        expect(relativeDifference(costPerMillionOutputTokens(price, 2 * gpus, throughput), 2 * cost)).toBeLessThan(
          PRECISION,
        );
        expect(
          relativeDifference(costPerMillionOutputTokens(price, gpus, factor * throughput), cost / factor),
        ).toBeLessThan(PRECISION);
      }),
    );
  });

  it("is what an hour costs over what an hour delivers", () => {
    fc.assert(
      fc.property(anyPrice, anyGpuCount, anyThroughput, (price, gpus, throughput) => {
        const millionsPerHour = (throughput * 3600) / 1e6;
        expect(
          relativeDifference(costPerMillionOutputTokens(price, gpus, throughput) * millionsPerHour, price * gpus),
        ).toBeLessThan(PRECISION);
      }),
    );
  });

  it.each([0, -1, Number.NaN])("refuses %f as a price and as a throughput", (value) => {
    expect(() => costPerMillionOutputTokens(value, 8, 100)).toThrow(`price per GPU-hour must be above 0: ${value}`);
    expect(() => costPerMillionOutputTokens(1, 8, value)).toThrow(`throughput must be above 0: ${value}`);
  });
});

describe(pricePerGpuHourAtCost, () => {
  it("is the price that makes the cost", () => {
    fc.assert(
      fc.property(anyPrice, anyGpuCount, anyThroughput, (price, gpus, throughput) => {
        const cost = costPerMillionOutputTokens(price, gpus, throughput);
        expect(relativeDifference(pricePerGpuHourAtCost(cost, gpus, throughput), price)).toBeLessThan(PRECISION);
      }),
    );
  });
});
