import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Demand } from "../../core/economics/demand.ts";
import { deliveriesMade } from "../../core/serving/answer/serving-delivery.ts";
import { impossibleNumbersIn } from "../../core/serving/physics/platform-fixture.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, anyAsked, asked, row } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import type { ServingAsked, ServingPlatformAnswer, ServingRow } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";

const { defaultChoice } = servingQuestion;

function costOf({ quote }: ServingPlatformAnswer): number | null {
  return quote?.kind === "priced" ? quote.cost : null;
}

function withRows(question: ServingAsked, change: (own: ServingRow, i: number) => ServingRow): ServingAsked {
  return { ...question, platforms: question.platforms.map(change) };
}

function timesPrices(own: ServingRow, factor: number): ServingRow {
  const times = (price: number | null): number | null => (price === null ? null : price * factor);
  const { pricePerGpuHour, reservedPricePerGpuHour, spotPricePerGpuHour } = own.offer;
  return {
    ...own,
    offer: {
      ...own.offer,
      pricePerGpuHour: times(pricePerGpuHour),
      reservedPricePerGpuHour: times(reservedPricePerGpuHour),
      spotPricePerGpuHour: times(spotPricePerGpuHour),
    },
  };
}

/** Who is taken; null for none. */
function winnerOf(question: ServingAsked): string | null {
  const { ranking } = servingAnswerOf(study, question);
  return ranking.kind === "none" ? null : ranking.winner.id;
}

describe(servingAnswerOf, () => {
  it("answers any question with every platform in its place and no impossible number", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const { platforms, ranking, flips, mix, reference } = servingAnswerOf(study, question);
        expect(platforms.map(({ platform }) => platform)).toEqual(question.platforms);
        const labels = platforms.map(({ label }) => label);
        expect(new Set(labels).size).toBe(labels.length);
        const numbers = platforms.map(({ quote, relativeCost, relativeCostBand, delivery }) => ({
          quote,
          relativeCost,
          relativeCostBand,
          performance: delivery.kind === "delivers" ? delivery.performance : null,
        }));
        expect(impossibleNumbersIn({ numbers, ranking, flips, mix })).toEqual([]);
        const priced = platforms.filter((platform) => costOf(platform) !== null);
        expect(reference === null).toBe(priced.length === 0);
      }),
      { numRuns: 150 },
    );
  });

  it("holds relative costs inside their bands, and of the cheapest within the limits at 1", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const { platforms, ranking } = servingAnswerOf(study, question);
        const contending = platforms.flatMap((own) =>
          own.withinLimits && own.relativeCost !== null ? [own.relativeCost] : [],
        );
        expect(ranking.kind === "none").toBe(contending.length === 0);
        if (contending.length > 0) expect(Math.min(...contending)).toBe(1);
        for (const { relativeCost, relativeCostBand } of platforms) {
          expect(relativeCost === null).toBe(relativeCostBand === null);
          if (relativeCost === null || relativeCostBand === null) continue;
          expect(relativeCostBand[0]).toBeLessThanOrEqual(relativeCost);
          expect(relativeCostBand[1]).toBeGreaterThanOrEqual(relativeCost);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("costs in proportion to all prices, and takes the same platform", () => {
    fc.assert(
      fc.property(anyAsked, fc.constantFrom(0.25, 2, 1024), (question, factor) => {
        const plain = servingAnswerOf(study, question);
        const dearer = servingAnswerOf(
          study,
          withRows(question, (own) => timesPrices(own, factor)),
        );
        // Powers of two, so that no digit is lost.
        expect(dearer.platforms.map(costOf)).toEqual(
          plain.platforms.map((platform) => {
            const cost = costOf(platform);
            return cost === null ? null : cost * factor;
          }),
        );
        expect(winnerOf(withRows(question, (own) => timesPrices(own, factor)))).toBe(winnerOf(question));
      }),
      { numRuns: 60 },
    );
  });

  it("makes no delivery for a new price", () => {
    fc.assert(
      fc.property(anyAsked, fc.double({ min: 0.01, max: 1000, noNaN: true }), (question, price) => {
        const before = servingAnswerOf(study, question);
        const made = deliveriesMade(study.model);
        const repriced = withRows(question, (own) => ({ ...own, offer: { ...own.offer, pricePerGpuHour: price } }));
        const after = servingAnswerOf(study, repriced);
        expect(deliveriesMade(study.model)).toBe(made);
        after.platforms.forEach(({ delivery }, i) => expect(delivery).toBe(before.platforms[i]?.delivery));
      }),
      { numRuns: 60 },
    );
  });

  it("delivers what a platform delivers by itself", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        for (const [i, { delivery }] of servingAnswerOf(study, question).platforms.entries()) {
          const alone = { ...question, platforms: question.platforms.slice(i, i + 1) };
          expect(servingAnswerOf(study, alone).platforms[0]?.delivery).toBe(delivery);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("ties two rows alike exactly", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const [first] = question.platforms;
        if (first === undefined) return;
        const twice = { ...question, platforms: [...question.platforms, { ...first, id: "again" }] };
        const { platforms } = servingAnswerOf(study, twice);
        const [own, again] = [platforms[0], platforms.at(-1)];
        expect(again?.delivery).toBe(own?.delivery);
        expect(again).toMatchObject({ relativeCost: own?.relativeCost, relativeCostBand: own?.relativeCostBand });
        expect(again?.label).not.toBe(own?.label);
      }),
      { numRuns: 60 },
    );
  });

  it("changes nothing but the order with the order of the list", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const plain = servingAnswerOf(study, question);
        const turned = servingAnswerOf(study, { ...question, platforms: question.platforms.toReversed() });
        const factsOf = ({ platform, delivery, quote, relativeCost, relativeCostBand }: ServingPlatformAnswer) => ({
          id: platform.id,
          delivery,
          quote,
          relativeCost,
          // Of two that are cheapest alike, the first is the measure.
          ...(relativeCost === 1 ? {} : { relativeCostBand }),
        });
        expect(turned.platforms.toReversed().map(factsOf)).toEqual(plain.platforms.map(factsOf));
        const costOfWinner = ({ ranking }: typeof plain) =>
          ranking.kind === "none" ? null : [ranking.kind, ranking.winner.cost, ranking.winner.seconds];
        // Of two alike in cost and speed the first is taken.
        expect(costOfWinner(turned)).toEqual(costOfWinner(plain));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a platform of unknown price in the list, with its delivery", () => {
    const rows = [...allRows, row("b200-sxm", { id: "unknown", offer: { pricePerGpuHour: null } })];
    const { platforms, ranking } = servingAnswerOf(study, asked(rows));
    expect(platforms.at(-1)).toMatchObject({
      delivery: { kind: "delivers" },
      quote: { kind: "unpriced" },
      relativeCost: null,
    });
    expect(ranking).toMatchObject({ kind: "wins", winner: { id: "b200-sxm" } });
  });

  it("says of a GPU without rows that nothing was measured", () => {
    const { platforms } = servingAnswerOf(study, asked([row("h200-sxm"), row("b200-sxm")]));
    expect(platforms[0]).toMatchObject({
      quote: null,
      delivery: { kind: "cannot", why: { kind: "gpu-not-measured" } },
    });
  });

  it("turns its winner where a platform's price moves across the turning price", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        for (const { id, turning } of servingAnswerOf(study, question).flips) {
          if (turning.kind !== "at") continue;
          const at = (pricePerGpuHour: number) =>
            winnerOf(
              withRows(question, (own) => (own.id === id ? { ...own, offer: { ...own.offer, pricePerGpuHour } } : own)),
            );
          expect(at(turning.price * (1 - 1e-5))).toBe(id);
          expect(at(turning.price * (1 + 1e-5))).not.toBe(id);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is right where shares are reserved and on spot: what it names turns the answer, at what no longer does it stays", () => {
    // 200 requests/s, one spare, on demand 1.29 / 2.49 / 4.99, reserved 60 % and spot 20 %
    const offers = {
      "a100-sxm-80gb": { pricePerGpuHour: 1.29, reservedPricePerGpuHour: 0.9, spotPricePerGpuHour: 0.6 },
      "h100-sxm": { pricePerGpuHour: 2.49, reservedPricePerGpuHour: 1.8, spotPricePerGpuHour: 1.2 },
      "b200-sxm": { pricePerGpuHour: 4.99, reservedPricePerGpuHour: 3.5, spotPricePerGpuHour: 2.5 },
    } as const;
    const demand: Demand = {
      requestsPerSecond: 200,
      peakOverMean: 2,
      dayCurve: "office-hours",
      spareUnits: 1,
      releasesIdleUnits: false,
      reservedFraction: 0.6,
      spotFraction: 0.2,
    };
    const at = (pricePerGpuHour: number) =>
      asked(
        Object.entries(offers).map(([gpu, offer]) =>
          row(gpu, { offer: gpu === "h100-sxm" ? { ...offer, pricePerGpuHour } : offer }),
        ),
        { demand },
      );
    const { flips, ranking } = servingAnswerOf(study, at(2.49));
    expect(ranking).toMatchObject({ winner: { id: "h100-sxm" } });
    const own = flips.find(({ id }) => id === "h100-sxm");
    if (own?.turning.kind !== "at") throw new Error("no turning price");
    for (const price of [3.15, 3.3, 4]) expect(winnerOf(at(price)) === "h100-sxm").toBe(price < own.turning.price);
    expect(winnerOf(at(own.turning.price * 0.999))).toBe("h100-sxm");
    expect(winnerOf(at(own.turning.price * 1.001))).not.toBe("h100-sxm");
  });

  it("is worked out once for what is asked", () => {
    const question = asked();
    expect(servingAnswerOf(study, question)).toBe(servingAnswerOf(study, question));
    expect(servingAnswerOf(study, { ...question })).toEqual(servingAnswerOf(study, question));
  });

  it("refuses another LLM than the study's, and a GPU that nobody knows", () => {
    expect(() => servingAnswerOf(study, { ...asked(), llm: "qwen3-8b" })).toThrow("knows nothing of qwen3-8b");
    expect(() => servingAnswerOf(study, asked([{ ...row("h100-sxm"), gpu: "h1000" }]))).toThrow("unknown GPU: h1000");
  });

  it("finds the published rows of the measured settings and loads, and no others", () => {
    const rowsAt = (concurrency: number) =>
      servingAnswerOf(study, asked(allRows, { workload: { ...defaultChoice.workload, concurrency } })).platforms.map(
        ({ delivery }) => (delivery.kind === "delivers" ? (delivery.measuredRow?.id ?? null) : null),
      );
    expect(rowsAt(2048)).toEqual([null, "vessl-i-168", "vessl-i-087"]);
    expect(rowsAt(2000)).toEqual([null, null, null]);
  });

  it("finds a pair of platforms only where it costs less than any alone", () => {
    fc.assert(
      fc.property(anyAsked, (question) => {
        const { mix, platforms } = servingAnswerOf(study, question);
        if (mix === null) return;
        expect(question.choice.demand).not.toBeNull();
        expect(mix.ids.every((id) => platforms.some(({ platform }) => platform.id === id))).toBe(true);
        expect(Math.min(...mix.units)).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});
