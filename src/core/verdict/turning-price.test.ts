import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atPrice, type PricedContender } from "./contender.ts";
import { anyContenders, anyThreshold, contenderOf } from "./contender-fixture.ts";
import { standingOf, winnerOf } from "./standing.ts";
import { turningPrice } from "./turning-price.ts";

function winsAt(contenders: readonly PricedContender[], own: PricedContender, price: number, threshold: number) {
  const repriced = contenders.map((other) => (other === own ? atPrice(own, price) : other));
  return winnerOf(standingOf(repriced, threshold)) === own.id;
}

describe(turningPrice, () => {
  it("turns the winner when the price moves just across it, with reserved and spot hours too", () => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        for (const own of contenders) {
          const turning = turningPrice(contenders, own.id, threshold);
          if (turning.kind !== "at") continue;
          // Far enough across to move the cost by more than its last digits where nearly all of it is fixed.
          const margin = 1e-9 * Math.max(1, own.price / turning.price);
          expect(winsAt(contenders, own, turning.price * (1 - margin), threshold)).toBe(true);
          expect(winsAt(contenders, own, turning.price * (1 + margin), threshold)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is any price or none just where no price turns the winner", () => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        for (const own of contenders) {
          const { kind } = turningPrice(contenders, own.id, threshold);
          expect(winsAt(contenders, own, own.price * 1e-9, threshold)).toBe(kind !== "no-price");
          expect(winsAt(contenders, own, own.price * 1e9, threshold)).toBe(kind === "any-price");
        }
      }),
    );
  });

  it("is the price of equal cost less or plus the threshold, as speed decides", () => {
    const slow = contenderOf({ id: "slow", cost: 1, price: 2, seconds: 20 });
    const fast = contenderOf({ id: "fast", cost: 1.5, price: 4, seconds: 10 });
    expect(turningPrice([slow, fast], "slow", 0.05)).toEqual({ kind: "at", price: 2 * 1.5 * 0.95 });
    expect(turningPrice([slow, fast], "fast", 0.05)).toEqual({ kind: "at", price: (4 * (1 / 0.95)) / 1.5 });
  });

  it("moves by the on-demand part alone", () => {
    const own = contenderOf({ id: "own", cost: 1, price: 2, fixedCost: 0.5 });
    const other = contenderOf({ id: "other", cost: 2 });
    // At 6 the part on demand is 1.5 and the whole 2.
    expect(turningPrice([own, other], "own", 0)).toEqual({ kind: "at", price: 6 });
    expect(turningPrice([own, contenderOf({ id: "other", cost: 0.4 })], "own", 0)).toEqual({ kind: "no-price" });
    expect(turningPrice([own], "own", 0)).toEqual({ kind: "any-price" });
  });
});
