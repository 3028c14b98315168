import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PricedContender } from "./contender.ts";
import { anyContenders, anyThreshold, realAxis, wholeAxis } from "./contender-fixture.ts";
import { regionMap } from "./region-map.ts";
import { regionsOf } from "./regions.ts";
import { standingOf } from "./standing.ts";

/** Costs that fall with load, at first alike and at last by each platform's own power. */
function atLoad(contenders: readonly PricedContender[], load: number): readonly PricedContender[] {
  return contenders.map((contender, i) => {
    const factor = load ** (-1 - i / 50);
    return { ...contender, cost: contender.cost * factor, fixedCost: contender.fixedCost * factor };
  });
}

describe(regionMap, () => {
  it.each([wholeAxis, realAxis])("is the strip at the present price", (axis) => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        const contendersAt = (load: number) => atLoad(contenders, load);
        const strip = regionsOf((load) => standingOf(contendersAt(load), threshold), axis);
        for (const { id, price } of contenders) {
          expect([...regionMap(contendersAt, axis, id, [price], threshold)]).toEqual([strip]);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("asks for the contenders of a load once, whatever the prices", () => {
    const asked: number[] = [];
    const [first] = fc.sample(
      anyContenders.filter(({ length }) => length > 1),
      { numRuns: 1, seed: 1 },
    );
    const contendersAt = (load: number) => {
      asked.push(load);
      return atLoad(first ?? [], load);
    };
    const columns = [...regionMap(contendersAt, wholeAxis, first?.[0]?.id ?? "", [0.1, 1, 2, 5], 0.05)];
    expect(columns).toHaveLength(4);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
