import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyContenders, contenderOf } from "./contender-fixture.ts";
import { rankingOf } from "./ranking.ts";
import type { RegionStanding } from "./region-standing.ts";
import { verdictSentences, type VerdictWording } from "./verdict-sentence.ts";

const wording: VerdictWording = {
  nameOf: (id) => id.toUpperCase(),
  costPer: "per output token",
  atLoad: "at 2,048 requests in flight",
  alternatesWith: "with whole rental units",
};
const h100 = contenderOf({ id: "h100", cost: 1, seconds: 22 });
const wins: RegionStanding = { kind: "wins", winner: "b200" };
const alternates: RegionStanding = { kind: "alternates", between: ["h100", "b200"] };

function said(b200Cost: number, region: RegionStanding = wins, band = 1): string {
  const costBand = [b200Cost / band, b200Cost * band] as const;
  const contenders = [h100, contenderOf({ id: "b200", cost: b200Cost, costBand, seconds: 11 })];
  const regionWinner = region.kind === "wins" ? region.winner : null;
  return verdictSentences(rankingOf(contenders, 0.05, regionWinner), region, wording).join(" ");
}

describe(verdictSentences, () => {
  it.each([
    ["a clear win", said(0.88), "B200: 12 % cheaper per output token than H100 at 2,048 requests in flight."],
    [
      "a clear win within the band",
      said(0.88, wins, 1.2),
      "B200: 12 % cheaper per output token than H100 at 2,048 requests in flight. It could be either: the band is wider than the difference.",
    ],
    [
      "a close call",
      said(1.035),
      "Close call: H100 and B200 within 4 % per output token at 2,048 requests in flight. B200 is faster.",
    ],
    [
      "a load unlike those around",
      said(1.25),
      "B200 at the loads around; just at 2,048 requests in flight H100 is 20 % cheaper per output token.",
    ],
    [
      "an alternation",
      said(0.88, alternates),
      "B200: 12 % cheaper per output token than H100 at 2,048 requests in flight. H100 and B200 alternate with whole rental units.",
    ],
  ])("says %s", (_what, text, expected) => {
    expect(text).toBe(expected);
  });

  it("says it where one or none is left", () => {
    expect(verdictSentences(rankingOf([h100], 0.05), { kind: "wins", winner: "h100" }, wording)).toEqual([
      "H100: the only one compared that can do it at 2,048 requests in flight.",
    ]);
    expect(verdictSentences(rankingOf([], 0.05), { kind: "none" }, wording)).toEqual([
      "Nothing compared can do it at 2,048 requests in flight.",
    ]);
  });

  it("counts the names of a long list", () => {
    const many = ["a", "b", "c", "d", "e"].map((id) => contenderOf({ id, cost: 1 }));
    expect(verdictSentences(rankingOf(many, 0.05), wins, wording)[0]).toMatch(
      /^Close call: A, B and 3 others within 1 %/,
    );
  });

  it("needs no more than 25 words for a sentence", () => {
    const anyRegionWinner = fc.constantFrom(null, "h100", "b200", "a100", "h200");
    fc.assert(
      fc.property(anyContenders, anyRegionWinner, (contenders, regionWinner) => {
        for (const sentence of verdictSentences(rankingOf(contenders, 0.05, regionWinner), alternates, wording)) {
          expect(sentence.split(" ").length).toBeLessThanOrEqual(25);
        }
      }),
    );
  });
});
