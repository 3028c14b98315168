import { describe, expect, it } from "vitest";
import { winnerIn } from "../../core/verdict/region-standing.ts";
import type { Region } from "../../core/verdict/regions.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, asked, row } from "./asked-fixture.ts";
import { type ServingAnswer, servingAnswerOf } from "./serving-answer.ts";
import type { ServingSettings } from "./serving-choice.ts";
import { type ServingAsked, servingPlatforms } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";
import { contendersOver, loadRegions } from "./serving-regions.ts";
import { baseServingSettings, bestMeasuredServingSettings } from "./serving-settings.ts";

// What the source's measurements and its article say, at its index prices.

function questionWith(settingsOf: (gpu: string) => Partial<ServingSettings>, concurrency = 2048): ServingAsked {
  const rows = allRows.map(({ gpu }) => row(gpu, { settings: settingsOf(gpu) }));
  return asked(rows, { workload: { ...servingQuestion.defaultChoice.workload, concurrency } });
}

const atLoad = (concurrency: number): ServingAnswer =>
  servingAnswerOf(
    study,
    questionWith(() => ({}), concurrency),
  );

function regionsIn(question: ServingAsked): readonly Region[] {
  return loadRegions(contendersOver(servingPlatforms(study, question)), question);
}

function performanceIn({ platforms }: ServingAnswer, id: string) {
  const delivery = platforms.find(({ platform }) => platform.id === id)?.delivery;
  if (delivery?.kind !== "delivers") throw new Error(`${id} does not deliver`);
  return delivery.performance;
}

describe("what the measured data says, at index prices and best measured settings", () => {
  it.each([8, 128])("takes H100 at %i requests in flight", (concurrency) => {
    expect(atLoad(concurrency).ranking).toMatchObject({ kind: "wins", winner: { id: "h100-sxm" } });
  });

  it("takes B200 at 4,096, by no more than was measured", () => {
    const { ranking } = atLoad(4096);
    expect(ranking).toMatchObject({ kind: "wins", winner: { id: "b200-sxm" }, runnerUp: { id: "h100-sxm" } });
    // Tokens/s per unit of index price in the rows at that load: 9,929 on H100 (a single wave), 12,957 on B200
    expect(ranking.kind === "wins" ? ranking.savingFraction : 1).toBeLessThan(1 - 9929 / 12_957);
  });

  it("never takes A100, at any load", () => {
    const winners = regionsIn(asked()).map(winnerIn);
    expect(winners).not.toContain("a100-sxm-80gb");
    expect(winners).not.toContain(null);
  });

  it("passes from H100 over a close call to B200 as load grows, once, in no more than five regions", () => {
    const regions = regionsIn(asked());
    expect(regions.length).toBeLessThanOrEqual(5);
    const winners = regions.map(winnerIn).filter((winner, i, all) => winner !== all[i - 1]);
    expect(winners).toEqual(["h100-sxm", "b200-sxm"]);
    // Measured: H100 ahead at 128, near a tie at 512, B200 ahead from 2,048 on
    const regionAt = (load: number) => regions.find(({ to }) => to >= load);
    expect([128, 2048, 4096].map((load) => regionAt(load)?.kind)).toEqual(["wins", "wins", "wins"]);
    const turn = regions.find((region) => winnerIn(region) === "b200-sxm");
    expect(turn?.from).toBeGreaterThan(256);
    expect(turn?.from).toBeLessThan(1024);
    expect(regions.at(-1)?.from).toBeLessThanOrEqual(2048);
  });

  it("takes H100 at every load with the base settings: 64 sequences, no drafts", () => {
    const regions = regionsIn(questionWith((gpu) => baseServingSettings(study, gpu, false)));
    expect(new Set(regions.map(winnerIn))).toEqual(new Set(["h100-sxm"]));
    expect(regions.at(-1)).toMatchObject({ kind: "wins", to: 16_384 });
  });

  it("takes H100 at 512 with a LoRA adapter", () => {
    const adapted = questionWith((gpu) => bestMeasuredServingSettings(study, gpu, true) ?? {}, 512);
    expect(servingAnswerOf(study, adapted).ranking).toMatchObject({ kind: "wins", winner: { id: "h100-sxm" } });
  });

  it("calls no platform extrapolated at a load that a row of its settings ran, with an adapter either", () => {
    for (const lora of [false, true]) {
      const adapted = questionWith((gpu) => bestMeasuredServingSettings(study, gpu, lora) ?? {});
      for (const { delivery } of servingAnswerOf(study, adapted).platforms) {
        if (delivery.kind === "cannot" || delivery.measuredRow === null) continue;
        expect(["measured", "interpolated"]).toContain(delivery.evidence);
      }
    }
  });

  it.each(["bf16", "fp8"] as const)(
    "gains from each draft on B200 at 64 a GPU, less each time (%s KV cache)",
    (kvCache) => {
      const throughputs = [0, 1, 2, 3].map((draftLength) => {
        const drafting = questionWith(() => ({ kvCache, draftLength, maxNumSeqs: 64 }), 512);
        return performanceIn(servingAnswerOf(study, drafting), "b200-sxm").outputTokensPerSecond;
      });
      const [none = 0, one = 0, two = 0, three = 0] = throughputs;
      expect(one).toBeGreaterThan(none);
      expect(two).toBeGreaterThan(one);
      expect(three).toBeGreaterThan(two);
      expect(two - one).toBeLessThan(one - none);
      expect(three - two).toBeLessThan(two - one);
    },
  );

  it.each([
    ["a100-sxm-80gb", 9, 12],
    ["h100-sxm", 35, 40],
    ["b200-sxm", 130, 140],
  ] as const)("leaves %s between %i and %i GB of KV cache", (gpu, least, most) => {
    const gigabytes = performanceIn(atLoad(2048), gpu).budget.kvCacheBytes / 1e9;
    expect(gigabytes).toBeGreaterThan(least);
    expect(gigabytes).toBeLessThan(most);
  });

  it("puts platforms at equal cost where one is priced at its price of equal cost", () => {
    const [, flip] = atLoad(4096).flips;
    expect(flip).toMatchObject({ id: "h100-sxm", against: "b200-sxm" });
    const h100At = (pricePerGpuHour: number) => {
      const rows = allRows.map((own) => (own.id === "h100-sxm" ? row(own.gpu, { offer: { pricePerGpuHour } }) : own));
      return servingAnswerOf(
        study,
        asked(rows, { workload: { ...servingQuestion.defaultChoice.workload, concurrency: 4096 } }),
      );
    };
    const price = flip?.equalCostPricePerGpuHour ?? Number.NaN;
    const costs = h100At(price)
      .platforms.slice(1)
      .map(({ relativeCost }) => relativeCost);
    expect(costs).toEqual([expect.closeTo(1, 12), expect.closeTo(1, 12)]);
    expect(h100At(price).ranking.kind).toBe("close");
    expect(h100At(0.9 * price).ranking).toMatchObject({ kind: "wins", winner: { id: "h100-sxm" } });
  });
});
