import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyContenders, anyThreshold, contenderOf } from "./contender-fixture.ts";
import { type Ranking, rankingOf } from "./ranking.ts";
import { standingOf, winnerOf } from "./standing.ts";

function differenceIn(ranking: Exclude<Ranking, { kind: "none" | "only-one" }>): number {
  switch (ranking.kind) {
    case "wins":
      return ranking.savingFraction;
    case "close":
      return ranking.spreadFraction;
    case "dearer-here":
      return ranking.extraFraction;
  }
}

describe(rankingOf, () => {
  it("names the winner of the standing and the same kind", () => {
    fc.assert(
      fc.property(anyContenders, anyThreshold, (contenders, threshold) => {
        const [standing, ranking] = [standingOf(contenders, threshold), rankingOf(contenders, threshold)];
        expect(ranking.kind === "none" ? null : ranking.winner.id).toBe(winnerOf(standing));
        expect(ranking.kind === "only-one" ? "wins" : ranking.kind).toBe(standing.kind);
      }),
    );
  });

  it("claims a close call below the threshold only and a clear win at or above it only, whoever the region's winner", () => {
    const anyRegionWinner = fc.constantFrom(null, "h100", "b200", "a100", "h200");
    fc.assert(
      fc.property(anyContenders, anyThreshold, anyRegionWinner, (contenders, threshold, regionWinner) => {
        const ranking = rankingOf(contenders, threshold, regionWinner);
        if (ranking.kind === "none" || ranking.kind === "only-one") return;
        expect(differenceIn(ranking) < threshold).toBe(ranking.kind === "close");
      }),
    );
  });

  it("is certain just where the band of the cost ratio leaves out 1", () => {
    const against = (cost: number, band: number, regionWinner: string | null = null) =>
      rankingOf(
        [
          contenderOf({ id: "a", cost: 1, costBand: [1 / band, band] }),
          contenderOf({ id: "b", cost, costBand: [cost / band, cost * band] }),
        ],
        0.05,
        regionWinner,
      );
    // Two bands of a factor of 1.1 make one of 1.1 ** sqrt(2), 1.144.
    expect(against(1.14, 1.1)).toMatchObject({ kind: "wins", certain: false });
    expect(against(1.15, 1.1)).toMatchObject({ kind: "wins", certain: true });
    expect(against(1.14, 1.1, "b")).toMatchObject({ kind: "dearer-here", certain: false });
    expect(against(1.15, 1.1, "b")).toMatchObject({ kind: "dearer-here", certain: true });
    expect(against(1.02, 1.001)).toMatchObject({ kind: "close", certain: true });
  });

  it("says what decides a close call", () => {
    const cheap = contenderOf({ id: "cheap", cost: 1, seconds: 20 });
    const fast = contenderOf({ id: "fast", cost: 1.02, seconds: 10 });
    const like = contenderOf({ id: "like", cost: 1.03, seconds: 20 });
    expect(rankingOf([cheap, fast], 0.05)).toMatchObject({ winner: fast, decidedBy: "speed", runnerUp: cheap });
    expect(rankingOf([cheap, like], 0.05)).toMatchObject({ winner: cheap, decidedBy: "cost" });
    expect(rankingOf([cheap, fast], 0.05, "cheap")).toMatchObject({ winner: cheap, decidedBy: "region" });
  });

  it("says it where the region's winner is dearer at this load", () => {
    const ranking = rankingOf([contenderOf({ id: "a", cost: 1 }), contenderOf({ id: "b", cost: 1.25 })], 0.05, "b");
    expect(ranking).toMatchObject({ kind: "dearer-here", winner: { id: "b" }, cheapest: { id: "a" } });
    expect(ranking).toHaveProperty("extraFraction", expect.closeTo(0.2, 12));
  });
});
