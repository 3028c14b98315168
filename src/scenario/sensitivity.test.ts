import { describe, expect, it } from "vitest";
import { inputUncertainty } from "../catalog/assumptions.ts";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import type { InputSensitivity, Sensitivity } from "../core/serving/answer/sensitivity.ts";
import { withPrice } from "./changes.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioSensitivity } from "./sensitivity.ts";

function found(scenario: Scenario): Sensitivity {
  const work = scenarioSensitivity(scenario);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value!;
  }
}

function inputOf({ inputs }: Sensitivity, kind: InputSensitivity["kind"], gpu: string | null = null): InputSensitivity {
  return inputs.find((input) => input.kind === kind && input.gpu === gpu)!;
}

describe(scenarioSensitivity, () => {
  const usual = found(defaultScenario);
  const { winner, runnerUp, costRatio } = usual;

  it("moves the cost ratio by a price in proportion, either way", () => {
    const most = 1 + inputUncertainty.price;
    const own = inputOf(usual, "price", winner);
    expect([own.low.costRatio! / costRatio, own.high.costRatio! / costRatio]).toEqual([
      expect.closeTo(1 / most, 9),
      expect.closeTo(most, 9),
    ]);
    const other = inputOf(usual, "price", runnerUp);
    expect(other.low.costRatio! / costRatio).toBeCloseTo(most, 9);
  });

  it("moves it by a platform's step time as far as the band of its throughput says", () => {
    const { performance } = evaluationOf(defaultScenario).platforms.find(({ gpu }) => gpu.id === winner)!;
    const [least, most] = performance!.outputTokensPerSecondBand;
    const input = inputOf(usual, "step-time", winner);
    expect(input.low.costRatio! / costRatio).toBeCloseTo(performance!.outputTokensPerSecond / most, 2);
    expect(input.high.costRatio! / costRatio).toBeCloseTo(performance!.outputTokensPerSecond / least, 2);
    expect(input.high.costRatio).toBeGreaterThan(costRatio);
  });

  it("ranks by swing, the largest first", () => {
    const swings = usual.inputs.map(({ logSwing }) => logSwing!);
    expect(swings).toEqual(swings.toSorted((a, b) => b - a));
    expect(swings[0]).toBeGreaterThan(0.1);
    expect(swings.at(-1)).toBe(0);
  });

  it("says what evaluating the other value says", () => {
    const close = withPrice(
      winner,
      0.97 * evaluationOf(defaultScenario).recommendation.flipPrices[0]!.pricePerGpuHour,
    )(defaultScenario);
    const { inputs } = found(close);
    const prices = inputs.filter(({ kind }) => kind === "price");
    for (const { gpu, low, high, winnerChanges } of prices) {
      const at = (price: number) => evaluationOf(withPrice(gpu!, price)(close)).recommendation;
      for (const end of [low, high]) {
        expect(end.verdict).toEqual({ winner: at(end.value).winner, tie: at(end.value).tie });
      }
      const present = evaluationOf(close).recommendation.winner;
      expect(winnerChanges).toBe([low, high].some(({ value }) => at(value).winner !== present));
    }
    expect(prices.some(({ winnerChanges }) => winnerChanges)).toBe(true);
    const load = inputs.find(({ kind }) => kind === "load")!;
    for (const end of [load.low, load.high]) {
      const { recommendation } = evaluationOf({
        ...close,
        workload: { ...close.workload, concurrency: Math.round(end.value) },
      });
      expect(end.verdict).toEqual({ winner: recommendation.winner, tie: recommendation.tie });
    }
  });

  it("takes a typed acceptance at its word, and of a demand varies the requests per second", () => {
    const typed = defaultScenario.platforms.map((platform) => ({ ...platform, acceptanceRate: 0.6 }));
    const { inputs } = found({ ...defaultScenario, platforms: typed, demand: DEFAULT_DEMAND });
    expect(inputs.map(({ kind }) => kind)).not.toContain("acceptance");
    const load = inputs.find(({ kind }) => kind === "load")!;
    expect([load.low.value, load.high.value]).toEqual([
      DEFAULT_DEMAND.requestsPerSecond / 2,
      DEFAULT_DEMAND.requestsPerSecond * 2,
    ]);
    expect(inputOf(usual, "acceptance", winner).low.value).toBeLessThan(0.74);
  });

  it("says where a platform no longer serves, and puts that first", () => {
    // A prompt that is a fifth longer does not fit.
    const workload = { ...defaultScenario.workload, inputTokens: 3600 };
    const { inputs } = found({ ...defaultScenario, workload });
    expect(inputs[0]).toMatchObject({ kind: "prompt-length", logSwing: null, winnerChanges: true });
    expect(inputs[0]!.high).toMatchObject({ costRatio: null, verdict: { winner: null, tie: false } });
  });

  it("is nothing where one platform is compared", () => {
    const platforms = defaultScenario.platforms.map((platform, i) => ({ ...platform, compared: i === 0 }));
    expect(scenarioSensitivity({ ...defaultScenario, platforms }).next()).toEqual({ done: true, value: null });
  });
});
