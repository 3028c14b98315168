import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atPrice } from "./contender.ts";
import { anyContenders, anyThreshold, contenderOf } from "./contender-fixture.ts";
import { accepts, speedClassOf, standingOf, winnerOf } from "./standing.ts";

const slow = contenderOf({ id: "slow", cost: 1, seconds: 20 });
const fast = contenderOf({ id: "fast", cost: 1.04, seconds: 10 });
const dear = contenderOf({ id: "dear", cost: 1.2, seconds: 1 });

describe(standingOf, () => {
  it("takes the cheapest, and the fastest of those that cost about the same", () => {
    expect(standingOf([slow, fast, dear], 0.05)).toEqual({ kind: "close", winner: "fast", among: ["slow", "fast"] });
    expect(standingOf([slow, fast, dear], 0.03)).toEqual({ kind: "wins", winner: "slow" });
    expect(standingOf([], 0.05)).toEqual({ kind: "none" });
  });

  it("takes the cheaper of two that are equally fast", () => {
    const cheaper = contenderOf({ id: "cheaper", cost: 1.03, seconds: 10 });
    expect(winnerOf(standingOf([slow, fast, cheaper], 0.05))).toBe("cheaper");
  });

  it("is a close call just where another costs less than the threshold more than the cheapest", () => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        const [cheapest, second] = contenders.map(({ cost }) => cost).toSorted((a, b) => a - b);
        const isClose = cheapest !== undefined && second !== undefined && 1 - cheapest / second < threshold;
        expect(standingOf(contenders, threshold).kind === "close").toBe(isClose);
      }),
    );
  });

  it("takes nobody who costs more than a close call allows, nor anybody slower than one who is as close", () => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        const standing = standingOf(contenders, threshold);
        const close = contenders.filter(({ id }) => accepts(standing, id));
        const least = Math.min(...contenders.map(({ cost }) => cost));
        for (const own of close) expect(own.cost === least || 1 - least / own.cost < threshold).toBe(true);
        const winner = close.find(({ id }) => id === winnerOf(standing));
        const classes = close.map(speedClassOf);
        expect(winner === undefined ? null : speedClassOf(winner)).toBe(winner ? Math.min(...classes) : null);
      }),
    );
  });

  it("never takes a platform because its own price rose, with reserved and spot hours too", () => {
    const anyRise = fc.double({ min: 1, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(anyContenders, anyThreshold, anyRise, (contenders, threshold, rise) => {
        const winner = winnerOf(standingOf(contenders, threshold));
        for (const own of contenders.filter(({ id }) => id !== winner)) {
          const raised = contenders.map((other) => (other === own ? atPrice(own, own.price * rise) : other));
          expect(winnerOf(standingOf(raised, threshold))).not.toBe(own.id);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
