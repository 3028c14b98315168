import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PricedContender } from "./contender.ts";
import { anyContenders, contenderOf, realAxis, wholeAxis } from "./contender-fixture.ts";
import { regionAt } from "./regions.ts";
import { regionTurningPrice } from "./region-turning-price.ts";
import { standingAtPrice } from "./repricing.ts";
import { winnerOf } from "./standing.ts";
import { turningPrice } from "./turning-price.ts";

const THRESHOLD = 0.05;

/** Costs that part and meet again with load, as where the measured throughput is not smooth. */
function wavyAt(contenders: readonly PricedContender[], height: number): (load: number) => readonly PricedContender[] {
  return (load) =>
    contenders.map((own, i) => {
      const factor = 1 + height * Math.sin(Math.log(load) * 3 * (i + 1));
      return { ...own, cost: own.cost * factor, fixedCost: own.fixedCost * factor };
    });
}

describe(regionTurningPrice, () => {
  it.each([wholeAxis, realAxis])("turns who is taken at a load when the price moves just across it", (axis) => {
    const anyLoad = fc.integer({ min: 1, max: 10_000 });
    const anyHeight = fc.double({ min: 0, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(anyContenders, anyLoad, anyHeight, (contenders, load, height) => {
        const contendersAt = wavyAt(contenders, height);
        for (const { id, price } of contenders) {
          const turning = regionTurningPrice(contendersAt, axis, load, id, THRESHOLD);
          const takenAt = (other: number) => {
            const standingAt = standingAtPrice(contendersAt, id, other, THRESHOLD);
            const region = regionAt(standingAt, axis, load);
            return winnerOf(region.kind === "alternates" ? standingAt(load) : region);
          };
          const [below, above] =
            turning.kind === "at"
              ? [turning.price * (1 - 2e-6), turning.price * (1 + 2e-6)]
              : [price * 1e-6, price * 1e6];
          expect(takenAt(below) === id).toBe(turning.kind !== "no-price");
          expect(takenAt(above) === id).toBe(turning.kind === "any-price");
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is where the load's own standing turns, as long as the loads around are like it", () => {
    const contenders = [
      contenderOf({ id: "slow", cost: 1, price: 2, seconds: 20 }),
      contenderOf({ id: "fast", cost: 1.5, price: 4 }),
    ];
    for (const id of ["slow", "fast"]) {
      const own = turningPrice(contenders, id, THRESHOLD);
      const turning = regionTurningPrice(() => contenders, wholeAxis, 2048, id, THRESHOLD);
      expect(own.kind === "at" && turning.kind === "at" ? turning.price / own.price : null).toBeCloseTo(1, 5);
    }
  });
});
