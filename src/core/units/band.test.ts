import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandAround, logDeviationOf } from "./band.ts";

describe(bandAround, () => {
  const anyValue = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
  const anyDeviation = fc.double({ min: 0, max: 1, noNaN: true });

  it("holds its value, as many times above the low end as below the high one", () => {
    fc.assert(
      fc.property(anyValue, anyDeviation, (value, deviation) => {
        const [low, high] = bandAround(value, deviation);
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect((low * high) / (value * value)).toBeCloseTo(1, 9);
      }),
    );
  });

  it("is what its deviation is read back from", () => {
    fc.assert(
      fc.property(anyValue, anyDeviation, (value, deviation) => {
        expect(logDeviationOf(bandAround(value, deviation))).toBeCloseTo(deviation, 9);
      }),
    );
  });
});
