import { describe, expect, it } from "vitest";
import { loadFlipClauses, priceFlipClause, type FlipWording } from "./flip-clauses.ts";
import type { Region } from "./regions.ts";

const wording: FlipWording = {
  nameOf: (id) => id.toUpperCase(),
  alternatesWith: "with whole rental units",
  inPrice: (price) => `$${price.toFixed(2)}`,
  inLoad: (load) => load.toLocaleString("en-US"),
  loadUnit: "in flight",
};

describe(priceFlipClause, () => {
  it.each([
    [
      "the winner's price",
      priceFlipClause("b200", true, { kind: "at", price: 4.37 }, 3.89, wording),
      "B200 wins until $4.37 (now $3.89)",
    ],
    [
      "another's",
      priceFlipClause("h100", false, { kind: "at", price: 1.97 }, 2.1, wording),
      "H100 wins below $1.97 (now $2.10)",
    ],
    [
      "no price at all",
      priceFlipClause("h100", false, { kind: "no-price" }, 2.1, wording),
      "H100 wins at no price of its own",
    ],
    [
      "any price",
      priceFlipClause("h100", true, { kind: "any-price" }, 2.1, wording),
      "H100 wins at any price of its own",
    ],
  ])("says %s", (_what, text, expected) => {
    expect(text).toBe(expected);
  });
});

describe(loadFlipClauses, () => {
  const regions: readonly Region[] = [
    { kind: "wins", winner: "h100", from: 1, to: 509 },
    { kind: "close", winner: "b200", from: 510, to: 1811 },
    { kind: "wins", winner: "b200", from: 1812, to: 5000 },
    { kind: "alternates", between: ["b200", "h100"], from: 5001, to: 9000 },
    { kind: "none", from: 9001, to: 16_384 },
  ];

  it("takes close calls and clear wins of one winner together", () => {
    const expected = [
      "below 510 in flight H100",
      "above 5,000 in flight B200 and H100 alternate with whole rental units",
    ];
    expect(loadFlipClauses(regions, 600, wording)).toEqual(expected);
    expect(loadFlipClauses(regions, 2048, wording)).toEqual(expected);
  });

  it("says nothing beyond the ends of the axis", () => {
    expect(loadFlipClauses(regions, 1, wording)).toEqual(["above 509 in flight B200"]);
    expect(loadFlipClauses(regions, 16_384, wording)).toEqual([
      "below 9,001 in flight B200 and H100 alternate with whole rental units",
    ]);
    expect(loadFlipClauses(regions, 6000, wording)).toEqual([
      "below 5,001 in flight B200",
      "above 9,000 in flight none",
    ]);
  });
});
