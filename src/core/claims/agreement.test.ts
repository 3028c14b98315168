import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreementOf, differenceFraction, inPublishedUnit } from "./agreement.ts";

const value = { kind: "value", measure: "outputTokensPerSecond", rows: ["a"] } as const;

describe(agreementOf, () => {
  it.each([
    ["equals", 53, 1, [53.3], "agrees"],
    ["equals", 53, 1, [53.5], "agrees"],
    ["equals", 53, 1, [53.6], "cut"],
    ["equals", 53, 1, [52.4], "differs"],
    ["equals", 53, 1, [54.1], "differs"],
    ["equals", [44, 57], 1, [57.2, 44.3], "agrees"],
    ["equals", [44, 57], 1, [44.3, 55], "differs"],
    ["inside", [3, 5], 1, [3.1, 4], "agrees"],
    ["inside", [3, 5], 1, [2.4, 4], "differs"],
    ["at-least", 10, 1, [9.9], "differs"],
    ["at-most", 5, 1, [5.4], "agrees"],
    ["at-most", 5, 1, [5.6], "differs"],
    ["above", 1, 1, [1], "differs"],
    ["below", 1, 1, [0.99], "agrees"],
  ] as const)("%s %o to %d: %o %s", (relation, published, rounding, figures, expected) => {
    expect(agreementOf({ relation, published, rounding }, figures)).toBe(expected);
  });

  it("agrees with whatever rounds to the printed figure", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e5, noNaN: true }),
        fc.constantFrom(0.01, 0.1, 1, 10),
        (figure, rounding) => {
          const published = Math.round(figure / rounding) * rounding;
          expect(agreementOf({ relation: "equals", published, rounding }, [figure])).toBe("agrees");
        },
      ),
    );
  });
});

describe(differenceFraction, () => {
  const statement = { published: 50, relation: "equals", rule: value } as const;

  it("is that of the end that is further off", () => {
    expect(differenceFraction(statement, [55])).toBeCloseTo(0.1, 12);
    expect(differenceFraction({ ...statement, published: [40, 50] }, [44, 51])).toBeCloseTo(0.1, 12);
  });

  it("is none against 0 or for a comparison", () => {
    expect(differenceFraction({ ...statement, published: 0 }, [1])).toBeNull();
    expect(differenceFraction({ ...statement, relation: "above" }, [80])).toBeNull();
  });
});

describe(inPublishedUnit, () => {
  it("prints fractions as percent and seconds as milliseconds", () => {
    expect(inPublishedUnit([0.5], "percent")).toEqual([50]);
    expect(inPublishedUnit([0.192], "milliseconds")).toEqual([192]);
    expect(inPublishedUnit([4746], "tokensPerSecond")).toEqual([4746]);
  });
});
