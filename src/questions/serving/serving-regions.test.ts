import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Region } from "../../core/verdict/regions.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { anyAsked, asked } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import { type ServingAsked, servingPlatforms } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";
import {
  contendersOver,
  loadAxisOf,
  loadRegions,
  mapPrices,
  type PriceLoadMap,
  priceLoadMap,
  repriceable,
} from "./serving-regions.ts";

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function regionsOf(question: ServingAsked): readonly Region[] {
  return loadRegions(contendersOver(servingPlatforms(study, question)), question);
}

function mapOf(question: ServingAsked, id: string, steps = 8): PriceLoadMap {
  return finished(priceLoadMap(servingPlatforms(study, question), question, id, steps));
}

function atLoad(question: ServingAsked, load: number): ServingAsked {
  const { demand, workload } = question.choice;
  const choice =
    demand === null
      ? { ...question.choice, workload: { ...workload, concurrency: load } }
      : { ...question.choice, demand: { ...demand, requestsPerSecond: load } };
  return { ...question, choice };
}

/** As the strip and the headline say it. */
function kindAndWinner(standing: Region | ReturnType<typeof servingAnswerOf>["region"]) {
  return standing.kind === "wins" || standing.kind === "close" ? [standing.kind, standing.winner] : [standing.kind];
}

/** Tuned settings are those of the load asked about, so that at another load another question stands. */
const untuned = anyAsked.map((question) => ({ ...question, choice: { ...question.choice, tuned: false } }));

describe(loadRegions, () => {
  it("covers the axis without gaps, in regions of which neighbours differ", () => {
    fc.assert(
      fc.property(untuned, (question) => {
        const { least, most, whole } = loadAxisOf(question);
        const regions = regionsOf(question);
        expect([regions[0]?.from, regions.at(-1)?.to]).toEqual([least, most]);
        regions.slice(1).forEach((region, i) => {
          expect(region.from).toBe((regions[i]?.to ?? 0) + (whole ? 1 : 0));
        });
      }),
      { numRuns: 25 },
    );
  });

  it("says of any load what the headline says there", () => {
    fc.assert(
      fc.property(
        untuned,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (question, shares) => {
          const { least, most, whole } = loadAxisOf(question);
          const regions = regionsOf(question);
          for (const share of shares) {
            const exact = least * (most / least) ** share;
            const load = Math.min(most, whole ? Math.round(exact) : exact);
            const region = regions.findLast(({ from }) => from <= load);
            if (region === undefined) throw new Error(`no region holds ${load}`);
            const { region: own, ranking } = servingAnswerOf(study, atLoad(question, load));
            expect(kindAndWinner(own)).toEqual(kindAndWinner(region));
            if (own.kind !== "alternates")
              expect(ranking.kind === "none" ? undefined : ranking.winner.id).toBe(
                "winner" in own ? own.winner : undefined,
              );
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe(priceLoadMap, () => {
  it("is the strip itself at the present price, and at each price what the strip would be", () => {
    const question = asked();
    const map = mapOf(question, "h100-sxm");
    for (const [i, price] of map.pricesPerGpuHour.entries()) {
      const platforms = question.platforms.map((own) =>
        own.id === "h100-sxm" ? { ...own, offer: { ...own.offer, pricePerGpuHour: price } } : own,
      );
      expect(map.regions[i]).toEqual(regionsOf({ ...question, platforms }));
    }
    expect(map.pricesPerGpuHour).toContain(map.currentPricePerGpuHour);
  });

  it("is the strip itself for any question", () => {
    fc.assert(
      fc.property(untuned, (question) => {
        const [id] = repriceable(servingPlatforms(study, question));
        if (id === undefined) return;
        const map = mapOf(question, id, 2);
        const present = map.pricesPerGpuHour.indexOf(map.currentPricePerGpuHour);
        expect(map.regions[present]).toEqual(regionsOf(question));
      }),
      { numRuns: 15 },
    );
  });

  it("serves a demand's map too, of its mean requests per second", () => {
    const demand = { ...servingQuestion.parts["demand"], requestsPerSecond: 20 };
    const map = mapOf(asked(undefined, { demand: demand as ServingAsked["choice"]["demand"] }), "h100-sxm", 2);
    expect(map.axis).toMatchObject({ least: 0.1, most: 10_000 });
  });
});

describe(mapPrices, () => {
  it("reaches to a quarter and to four times the present price, which is among them", () => {
    const prices = mapPrices(2.1, 8);
    expect(prices[0]).toBeCloseTo(0.525, 12);
    expect(prices.at(-1)).toBeCloseTo(8.4, 12);
    expect(prices[4]).toBe(2.1);
  });
});

describe(repriceable, () => {
  it("has nothing to move where fewer than two have a price", () => {
    expect(repriceable(servingPlatforms(study, asked(asked().platforms.slice(0, 1))))).toEqual([]);
  });
});
