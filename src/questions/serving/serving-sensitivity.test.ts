import { describe, expect, it } from "vitest";
import { inputUncertainty } from "../../catalog/assumptions.ts";
import { DEFAULT_DEMAND } from "../../core/economics/demand.ts";
import { gemmaServingStudy as study } from "../../study/shipped-studies.ts";
import { allRows, asked, row } from "./asked-fixture.ts";
import { servingAnswerOf } from "./serving-answer.ts";
import type { ServingAsked } from "./serving-platforms.ts";
import { servingQuestion } from "./serving-question.ts";
import { type InputSensitivity, type Sensitivity, servingSensitivity } from "./serving-sensitivity.ts";

const { workload } = servingQuestion.defaultChoice;

function found(question: ServingAsked): Sensitivity {
  const work = servingSensitivity(servingAnswerOf(study, question));
  for (;;) {
    const step = work.next();
    if (!step.done) continue;
    if (step.value === null) throw new Error("no runner-up");
    return step.value;
  }
}

function inputOf({ inputs }: Sensitivity, kind: InputSensitivity["kind"], id: string | null = null): InputSensitivity {
  const own = inputs.find((input) => input.kind === kind && (id === null || input.ids?.includes(id)));
  if (own === undefined) throw new Error(`no ${kind}`);
  return own;
}

function winnerOf(question: ServingAsked): string | null {
  const { ranking } = servingAnswerOf(study, question);
  return ranking.kind === "none" ? null : ranking.winner.id;
}

function priced(question: ServingAsked, id: string, pricePerGpuHour: number): ServingAsked {
  const platforms = question.platforms.map((own) =>
    own.id === id ? { ...own, offer: { ...own.offer, pricePerGpuHour } } : own,
  );
  return { ...question, platforms };
}

describe(servingSensitivity, () => {
  const usual = found(asked());
  const { winner, runnerUp, costRatio } = usual;
  const ratios = ({ low, high }: InputSensitivity) => [
    (low.costRatio ?? 0) / costRatio,
    (high.costRatio ?? 0) / costRatio,
  ];

  it("moves the cost ratio by a price in proportion, either way", () => {
    const most = 1 + inputUncertainty.price;
    expect(ratios(inputOf(usual, "price", winner))).toEqual([expect.closeTo(1 / most, 9), expect.closeTo(most, 9)]);
    expect(ratios(inputOf(usual, "price", runnerUp))[0]).toBeCloseTo(most, 9);
  });

  it("moves it by a platform's step time as far as the band of its throughput says", () => {
    const delivery = servingAnswerOf(study, asked()).platforms.find(({ platform }) => platform.id === winner)?.delivery;
    if (delivery?.kind !== "delivers") throw new Error("the winner does not deliver");
    const { outputTokensPerSecond, outputTokensPerSecondBand } = delivery.performance;
    const [least, most] = outputTokensPerSecondBand;
    const [low = 0, high = 0] = ratios(inputOf(usual, "step-time", winner));
    expect(low).toBeCloseTo(outputTokensPerSecond / most, 2);
    expect(high).toBeCloseTo(outputTokensPerSecond / least, 2);
    expect(high).toBeGreaterThan(1);
  });

  it("ranks by swing, the largest first", () => {
    const swings = usual.inputs.map(({ logSwing }) => logSwing ?? Infinity);
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    expect(swings[0]).toBeGreaterThan(0.1);
    expect(swings.at(-1)).toBeLessThan(1e-9);
  });

  it("says what asking with the other value says", () => {
    const flip = servingAnswerOf(study, asked()).flips[0];
    const close = priced(asked(), winner, 0.97 * (flip?.equalCostPricePerGpuHour ?? 0));
    const { inputs } = found(close);
    const present = winnerOf(close);
    const prices = inputs.filter(({ kind }) => kind === "price");
    for (const { ids, low, high, winnerChanges } of prices) {
      const [id = ""] = ids ?? [];
      for (const end of [low, high]) expect(end.winner).toBe(winnerOf(priced(close, id, end.value)));
      expect(winnerChanges).toBe([low, high].some((end) => end.winner !== present));
    }
    expect(prices.some(({ winnerChanges }) => winnerChanges)).toBe(true);
    const load = inputs.find(({ kind }) => kind === "load");
    for (const end of load ? [load.low, load.high] : []) {
      const concurrency = Math.round(end.value);
      expect(end.winner).toBe(
        winnerOf({ ...close, choice: { ...close.choice, workload: { ...workload, concurrency } } }),
      );
    }
  });

  it("takes a typed acceptance at its word, and of a demand varies the requests per second", () => {
    const typed = allRows.map(({ gpu }) => row(gpu, { settings: { acceptanceRate: 0.6 } }));
    const { inputs } = found(asked(typed, { demand: DEFAULT_DEMAND }));
    expect(inputs.map(({ kind }) => kind)).not.toContain("acceptance");
    const load = inputs.find(({ kind }) => kind === "load");
    expect([load?.low.value, load?.high.value]).toEqual([
      DEFAULT_DEMAND.requestsPerSecond / 2,
      DEFAULT_DEMAND.requestsPerSecond * 2,
    ]);
    expect(inputOf(usual, "acceptance", winner).low.value).toBeLessThan(0.74);
  });

  it("says where a platform no longer serves, and puts that first", () => {
    // A prompt that is a fifth longer does not fit.
    const { inputs } = found(asked(allRows, { workload: { ...workload, inputTokens: 3600 } }));
    expect(inputs[0]).toMatchObject({ kind: "prompt-length", logSwing: null, winnerChanges: true });
    expect(inputs[0]?.high).toMatchObject({ costRatio: null, winner: null });
  });

  it("is nothing where one platform is compared", () => {
    const one = servingAnswerOf(study, asked(allRows.slice(0, 1)));
    expect(servingSensitivity(one).next()).toEqual({ done: true, value: null });
  });
});
