import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standingOf, winnerOf } from "../core/verdict/standing.ts";
import { anyCandidates, candidate } from "./candidate-fixture.ts";
import { type Candidate, comparisonOf, contendersIn } from "./comparison.ts";

const TIE = 0.05;

function winnerAmong(candidates: readonly Candidate[]): string | null {
  return winnerOf(standingOf(contendersIn(candidates), TIE));
}

function atPrice(own: Candidate, pricePerGpuHour: number | null): Candidate {
  return { ...own, platform: { ...own.platform, offer: { ...own.platform.offer, pricePerGpuHour } } };
}

describe(comparisonOf, () => {
  it("keeps the list as it is, and costs what is bought at its price", () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { platforms } = comparisonOf(candidates, TIE);
        expect(platforms.map(({ platform }) => platform.id)).toEqual(candidates.map(({ platform }) => platform.id));
        for (const { bill, platform, quote } of platforms) {
          if (bill === null) expect(quote).toBeNull();
          else if (platform.offer.pricePerGpuHour === null) expect(quote).toEqual({ kind: "unpriced" });
          else expect(quote).toMatchObject({ cost: bill.gpuHours.onDemand * platform.offer.pricePerGpuHour });
        }
      }),
    );
  });

  it("measures cost by the cheapest within the limits, inside a band that holds it", () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { platforms, reference, ranking } = comparisonOf(candidates, TIE);
        const costs = platforms.filter(({ relativeCost }) => relativeCost !== null);
        expect(costs.length > 0).toBe(reference !== null);
        for (const { platform, relativeCost, relativeCostBand, withinLimits } of costs) {
          if (relativeCost === null || relativeCostBand === null) throw new Error("a cost without its band");
          if (platform.id === reference) expect(relativeCost).toBe(1);
          if (withinLimits && ranking.kind !== "none") expect(relativeCost).toBeGreaterThanOrEqual(1);
          expect(relativeCostBand[0]).toBeLessThanOrEqual(relativeCost);
          expect(relativeCostBand[1]).toBeGreaterThanOrEqual(relativeCost);
        }
      }),
    );
  });

  it("measures against the platform that is given", () => {
    const [a, b] = [candidate("a", 1, 1), candidate("b", 2, 1)];
    const costsBeside = (reference: Candidate) =>
      comparisonOf([a, b], TIE, reference).platforms.map(({ relativeCost }) => relativeCost);
    expect(costsBeside(b)).toEqual([0.5, 1]);
    expect(costsBeside(candidate("b", 2, 2))).toEqual([0.25, 0.5]);
    expect(costsBeside(candidate("b", null, 2))).toEqual([1, 2]);
  });

  it("chooses only what delivers, keeps the limits and has a price", () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { ranking } = comparisonOf(candidates, TIE);
        const eligible = candidates.filter(
          ({ bill, platform, withinLimits }) =>
            bill !== null && platform.offer.pricePerGpuHour !== null && withinLimits,
        );
        expect(ranking.kind === "none").toBe(eligible.length === 0);
        if (ranking.kind === "none") return;
        expect(eligible.map(({ platform }) => platform.id)).toContain(ranking.winner.id);
      }),
    );
  });

  it("keeps a platform of unknown price in the list, with what it delivers", () => {
    const { platforms, ranking } = comparisonOf([candidate("a", null, 1), candidate("b", 5, 1)], TIE);
    expect(platforms[0]).toMatchObject({ quote: { kind: "unpriced" }, relativeCost: null, relativeCostBand: null });
    expect(platforms[0]?.bill).not.toBeNull();
    expect(ranking).toMatchObject({ kind: "only-one", winner: { id: "b" } });
  });

  it("turns the answer at the turning price, and costs the same at the price of equal cost", () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const { flips } = comparisonOf(candidates, TIE);
        for (const { id, against, turning, equalCostPricePerGpuHour: equal } of flips) {
          const moved = (price: number): readonly Candidate[] =>
            candidates.map((own) => (own.platform.id === id ? atPrice(own, price) : own));
          if (turning.kind === "at") {
            expect(winnerAmong(moved(turning.price * (1 - 1e-9)))).toBe(id);
            expect(winnerAmong(moved(turning.price * (1 + 1e-9)))).not.toBe(id);
          }
          if (equal !== null) {
            const repriced = moved(equal);
            const measure = repriced.find(({ platform }) => platform.id === against) ?? null;
            const { platforms } = comparisonOf(repriced, TIE, measure);
            expect(platforms.find(({ platform }) => platform.id === id)?.relativeCost).toBeCloseTo(1, 9);
          }
        }
      }),
    );
  });
});
