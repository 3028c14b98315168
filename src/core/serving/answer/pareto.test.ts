import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paretoSet } from "./pareto.ts";

type Point = readonly [number, number];
const itself = (point: Point): Point => point;
// Few values, so that equal ones are common.
const anyPoints = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })));
const isAtLeastAsGood = (a: Point, b: Point): boolean => a[0] >= b[0] && a[1] >= b[1];
const isSame = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1];

describe(paretoSet, () => {
  it("keeps nothing that another point is as good as", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        for (const kept of paretoSet(points, itself)) {
          expect(points.filter((other) => isAtLeastAsGood(other, kept) && !isSame(other, kept))).toEqual([]);
        }
      }),
    );
  });

  it("drops nothing that no kept point is as good as", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const set = paretoSet(points, itself);
        for (const point of points) expect(set.some((kept) => isAtLeastAsGood(kept, point))).toBe(true);
      }),
    );
  });

  it("does not depend on the order, rises in the first quality and falls in the second", () => {
    fc.assert(
      fc.property(
        anyPoints.chain((points) =>
          fc.tuple(fc.constant(points), fc.shuffledSubarray(points, { minLength: points.length })),
        ),
        ([points, shuffled]) => {
          const set = paretoSet(points, itself);
          expect(paretoSet(shuffled, itself)).toEqual(set);
          set.slice(1).forEach((point, i) => {
            expect(point[0]).toBeGreaterThan(set[i]![0]);
            expect(point[1]).toBeLessThan(set[i]![1]);
          });
        },
      ),
    );
  });

  it("keeps the first of those that are alike", () => {
    const items = [
      { name: "first", at: [1, 1] },
      { name: "second", at: [1, 1] },
    ] as const;
    expect(paretoSet(items, ({ at }) => at).map(({ name }) => name)).toEqual(["first"]);
  });
});
