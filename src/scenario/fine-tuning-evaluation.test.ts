import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trainingSwitchPricePerGpuHour } from "../core/fine-tuning/answer/training-switch-price.ts";
import { fineTuningEvaluationOf } from "./fine-tuning-evaluation.ts";
import { anyFineTuningScenario } from "./fine-tuning-fixture.ts";
import { fineTuningResultOf } from "./fine-tuning-result.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "./fine-tuning-scenario.ts";

function withPlatform(gpu: string, changes: object, scenario = defaultFineTuningScenario): FineTuningScenario {
  return {
    ...scenario,
    platforms: scenario.platforms.map((own) => (own.gpu === gpu ? { ...own, ...changes } : own)),
  };
}

describe("the default fine-tuning scenario", () => {
  const { recommendation, sentence, warnings, relativeCost, platforms } =
    fineTuningEvaluationOf(defaultFineTuningScenario);

  it("is the article's run and its table: 1.00, 1.04 and 1.05", () => {
    expect(defaultFineTuningScenario.fineTuning).toMatchObject({ tokens: 7_208_960, sequenceLength: 2048 });
    expect(platforms.map(({ measuredRow }) => measuredRow?.id)).toEqual(["vessl-t-007", "vessl-t-024", "vessl-t-009"]);
    expect([...relativeCost.values()].map((cost) => cost?.toFixed(2))).toEqual(["1.00", "1.04", "1.05"]);
  });

  it("is a tie, decided on time", () => {
    expect(recommendation).toMatchObject({ winner: "b200-sxm", tie: true });
    expect(recommendation.reasons[0]).toMatchObject({ kind: "tie", decidedBy: "time" });
    expect(sentence).toBe(
      "Tie on cost per trained token (A100, H100 and B200 within 5 %), B200 by time; the run takes 8.6 min, on A100 26 min.",
    );
  });

  it("warns of A100's gradients, its uncertain memory, and of 32 sequences a step on H100", () => {
    expect(warnings.map(({ kind, gpu }) => [kind, gpu])).toEqual([
      ["unstable-warm-up", "a100-sxm-80gb"],
      ["memory-uncertain", "a100-sxm-80gb"],
      ["sequences-per-step", "h100-sxm"],
    ]);
  });
});

describe(fineTuningEvaluationOf, () => {
  it("gives A100's DDP run 1.33 of its best", () => {
    const scenario = withPlatform("a100-sxm-80gb", { strategy: "ddp", checkpointing: true });
    const { relativeCost, reference } = fineTuningEvaluationOf(scenario);
    expect(relativeCost.get("a100-sxm-80gb")).toBeCloseTo(1.33, 2);
    expect(reference?.gpu).toBe("a100-sxm-80gb");
  });

  it("is no tie at other prices, and turns at the flip price", () => {
    const dear = fineTuningEvaluationOf(withPlatform("b200-sxm", { pricePerGpuHour: 6 }));
    expect(dear.recommendation).toMatchObject({ winner: "h100-sxm", tie: true });
    const cheap = fineTuningEvaluationOf(withPlatform("b200-sxm", { pricePerGpuHour: 3 }));
    expect(cheap.recommendation).toMatchObject({ winner: "b200-sxm", tie: false });
    const flip = cheap.recommendation.flipPrices[0]!;
    expect([flip.gpu, flip.against]).toEqual(["b200-sxm", "a100-sxm-80gb"]);
    const atFlip = fineTuningEvaluationOf(withPlatform("b200-sxm", { pricePerGpuHour: flip.pricePerGpuHour }));
    const [a100, , b200] = atFlip.platforms;
    expect(b200!.costPerMillionTokens! / a100!.costPerMillionTokens!).toBeCloseTo(1, 9);
  });

  it("says why no platform can train the run", () => {
    const alone = { gpuCount: 1, strategy: "ddp", checkpointing: false, compile: false };
    const scenario = ["a100-sxm-80gb", "h100-sxm", "b200-sxm"].reduce(
      (changed, gpu) => withPlatform(gpu, { ...alone, microBatch: 8 }, changed),
      defaultFineTuningScenario,
    );
    const { recommendation, sentence, relativeCost } = fineTuningEvaluationOf(scenario);
    expect(recommendation.winner).toBeNull();
    expect(sentence).toMatch(
      /^No platform trains 7,208,960 tokens: A100 needs .* GB at the peak of a step, has 85.9 GB/,
    );
    expect([...relativeCost.values()]).toEqual([null, null, null]);
  });

  it("tunes what is not locked", () => {
    const tuned = withPlatform("h100-sxm", { tuned: true, locked: ["gpuCount"], checkpointing: false });
    const h100 = fineTuningEvaluationOf(tuned).platforms[1]!;
    expect(h100.infeasible).toBeNull();
    expect(h100.offer.gpuCount).toBe(8);
    expect(h100.performance?.sequencesPerStep).toBe(16);
  });

  it("computes a scenario once", () => {
    const scenario = { ...defaultFineTuningScenario };
    expect(fineTuningEvaluationOf(scenario)).toBe(fineTuningEvaluationOf(scenario));
  });
});

describe(fineTuningResultOf, () => {
  it("has every field of the contract, finite where feasible and null where not, as JSON", () => {
    fc.assert(
      fc.property(anyFineTuningScenario, (scenario) => {
        const result = fineTuningResultOf(fineTuningEvaluationOf(scenario));
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        for (const platform of result.platforms) {
          const { stepSeconds, tokensPerSecond, gpuHours, wallSeconds, cost, costPerMillionTokens, relativeCost } =
            platform;
          const values = [
            stepSeconds,
            tokensPerSecond,
            gpuHours,
            wallSeconds,
            cost,
            costPerMillionTokens,
            relativeCost,
          ];
          if (platform.feasible) {
            for (const value of values) expect(value).toBeGreaterThan(0);
            expect(values.every((value) => Number.isFinite(value))).toBe(true);
            expect(platform.reason).toBeNull();
          } else {
            expect(values.every((value) => value === null)).toBe(true);
            expect(platform.reason).not.toBeNull();
          }
          const { memory } = platform;
          if (memory === null) continue;
          const { deviceBytes, peakBytes, headroomBytes, ...parts } = memory;
          const sum = Object.values(parts).reduce((total, part) => total + part, 0);
          expect(sum / peakBytes).toBeCloseTo(1, 9);
          expect(headroomBytes).toBe(deviceBytes - peakBytes);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("puts the measured run beside the prediction", () => {
    const { platforms } = fineTuningResultOf(fineTuningEvaluationOf(defaultFineTuningScenario));
    expect(platforms[2]!.evidence).toBe("measured");
    expect(platforms[2]!.measured).toMatchObject({ row: "vessl-t-009", peakBytes: null });
    expect(platforms[2]!.measured?.tokensPerSecond).toBeCloseTo(17_634, 0);
  });
});

describe(trainingSwitchPricePerGpuHour, () => {
  it("is where the recommendation turns, which in a tie is not the price of equal cost", () => {
    const { platforms, recommendation } = fineTuningEvaluationOf(defaultFineTuningScenario);
    for (const { gpu } of platforms) {
      const price = trainingSwitchPricePerGpuHour(platforms, gpu.id, defaultFineTuningScenario.tieThresholdFraction)!;
      const winnerAt = (pricePerGpuHour: number) =>
        fineTuningEvaluationOf(withPlatform(gpu.id, { pricePerGpuHour })).recommendation.winner;
      expect(winnerAt(price * 0.999)).toBe(gpu.id);
      expect(winnerAt(price * 1.001)).not.toBe(gpu.id);
    }
    const equal = recommendation.flipPrices.find(({ gpu }) => gpu === "b200-sxm")!.pricePerGpuHour;
    expect(trainingSwitchPricePerGpuHour(platforms, "b200-sxm", 0.05)).toBeGreaterThan(equal);
  });

  it("is none where a platform is recommended at any price, or cannot train", () => {
    const alone = fineTuningEvaluationOf({
      ...defaultFineTuningScenario,
      platforms: defaultFineTuningScenario.platforms.map((own) => ({ ...own, compared: own.gpu === "b200-sxm" })),
    });
    expect(trainingSwitchPricePerGpuHour(alone.platforms, "b200-sxm", 0.05)).toBeNull();
    const { platforms } = fineTuningEvaluationOf(withPlatform("h100-sxm", { strategy: "ddp", checkpointing: false }));
    expect(trainingSwitchPricePerGpuHour(platforms, "h100-sxm", 0.05)).toBeNull();
  });
});
