import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { servingModel } from "../catalog/serving-model.ts";
import { impossibleNumbersIn } from "../core/serving/physics/platform-fixture.ts";
import { defaultScenario } from "./default-scenario.ts";
import { type Evaluation, evaluationOf, headlineOf, loadSegmentsOf, predictionsAt } from "./evaluation.ts";
import { anyScenario } from "./permalink-fixture.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";
import { baseSettings, bestMeasuredSettings } from "./settings.ts";

/** The default scenario with other settings of each platform, at another load. */
function scenarioWith(settingsOf: (gpu: string) => Partial<PlatformChoice>, concurrency = 2048): Scenario {
  return {
    ...defaultScenario,
    workload: { ...defaultScenario.workload, concurrency },
    platforms: defaultScenario.platforms.map((platform) => ({ ...platform, ...settingsOf(platform.gpu) })),
  };
}

function atLoad(concurrency: number): Evaluation {
  return evaluationOf(scenarioWith(() => ({}), concurrency));
}

function platformIn({ platforms }: Evaluation, gpu: string) {
  return platforms.find((platform) => platform.gpu.id === gpu)!;
}

/** Everything that is predicted, without what it costs. */
function performancesIn({ platforms }: Evaluation) {
  return platforms.map(({ gpu, performance, infeasible, breaches }) => ({
    gpu: gpu.id,
    performance,
    infeasible,
    breaches,
  }));
}

describe("what the measured data says, at index prices and best measured settings", () => {
  it.each([8, 128])("takes H100 at %i requests in flight", (concurrency) => {
    expect(atLoad(concurrency).recommendation).toMatchObject({ winner: "h100-sxm", tie: false });
  });

  it("takes B200 at 4,096, by no more than was measured", () => {
    const { recommendation, relativeCost } = atLoad(4096);
    expect(recommendation).toMatchObject({ winner: "b200-sxm", runnerUp: "h100-sxm", tie: false });
    // Tokens/s per unit of index price in the rows at that load: 9,929 on H100 (a single wave), 12,957 on B200
    expect(1 - 1 / relativeCost.get("h100-sxm")!).toBeLessThan(1 - 9929 / 12_957);
  });

  it("never takes A100, at any load", () => {
    const winners = loadSegmentsOf(defaultScenario).map(({ winner }) => winner);
    expect(winners).not.toContain("a100-sxm-80gb");
    expect(winners).not.toContain(null);
  });

  it("passes from H100 over a tie to B200 as load grows, once", () => {
    const segments = loadSegmentsOf(defaultScenario);
    const winners = segments.map(({ winner }) => winner).filter((winner, i, all) => winner !== all[i - 1]);
    expect(winners).toEqual(["h100-sxm", "b200-sxm"]);
    const turn = segments.find(({ winner }) => winner === "b200-sxm")!;
    expect(turn.tie).toBe(true);
    // Measured: H100 ahead at 128, near a tie at 512, B200 ahead from 2,048 on
    const tieAt = (load: number) => segments.find(({ toConcurrency }) => toConcurrency >= load)!.tie;
    expect([128, 2048, 4096].map(tieAt)).toEqual([false, false, false]);
    expect(turn.fromConcurrency).toBeGreaterThan(256);
    expect(turn.fromConcurrency).toBeLessThan(1024);
    expect(segments.at(-1)!.fromConcurrency).toBeLessThanOrEqual(2048);
  });

  it("takes H100 at every load with the base settings: 64 sequences, no drafts", () => {
    const segments = loadSegmentsOf(scenarioWith(() => baseSettings(false)));
    expect(new Set(segments.map(({ winner }) => winner))).toEqual(new Set(["h100-sxm"]));
    // Between measured loads the 90 % band may leave either cheaper
    expect(segments.at(-1)).toMatchObject({ tie: false, toConcurrency: 16_384 });
  });

  it("takes H100 at 512 with a LoRA adapter", () => {
    const adapted = scenarioWith((gpu) => bestMeasuredSettings(gpu, true), 512);
    expect(evaluationOf(adapted).recommendation).toMatchObject({ winner: "h100-sxm", tie: false });
  });

  it.each(["bf16", "fp8"] as const)(
    "gains from each draft on B200 at 64 a GPU, less each time (%s KV cache)",
    (kvCache) => {
      const throughputs = [0, 1, 2, 3].map((draftLength) => {
        const drafting = scenarioWith(() => ({ kvCache, draftLength, maxNumSeqs: 64 }), 512);
        return platformIn(evaluationOf(drafting), "b200-sxm").performance!.outputTokensPerSecond;
      });
      const [none, one, two, three] = throughputs as [number, number, number, number];
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
    const gigabytes = platformIn(atLoad(2048), gpu).budget!.kvCacheBytes / 1e9;
    expect(gigabytes).toBeGreaterThan(least);
    expect(gigabytes).toBeLessThan(most);
  });
});

describe(evaluationOf, () => {
  const anyValid = anyScenario.map((scenario) => ({ ...scenario, llm: servingModel.llm.id }));

  it("answers any scenario a person could set up, with no impossible number", () => {
    fc.assert(
      fc.property(anyValid, (scenario) => {
        const { platforms, recommendation, relativeCost, sentence } = evaluationOf(scenario);
        expect(platforms.map(({ gpu }) => gpu.id)).toEqual(
          scenario.platforms.filter(({ compared }) => compared).map(({ gpu }) => gpu),
        );
        const costs = platforms.map(({ costPerMillionOutputTokens }) => costPerMillionOutputTokens);
        expect(
          impossibleNumbersIn({ ...recommendation, costs, performances: platforms.map((p) => p.performance) }),
        ).toEqual([]);
        expect(impossibleNumbersIn(Object.fromEntries(relativeCost))).toEqual([]);
        expect(sentence).toMatch(/^[A-Z].*\.$/);
        expect(sentence).not.toMatch(/NaN|Infinity|undefined|null/);
      }),
      { numRuns: 300 },
    );
  });

  it("changes no throughput or latency with any price", () => {
    fc.assert(
      fc.property(anyValid, fc.double({ min: 1e-4, max: 1e6, noNaN: true }), fc.nat(2), (scenario, price, which) => {
        const platforms = scenario.platforms.map((platform, i) =>
          i === which ? { ...platform, pricePerGpuHour: price } : platform,
        );
        expect(performancesIn(evaluationOf({ ...scenario, platforms }))).toEqual(
          performancesIn(evaluationOf(scenario)),
        );
      }),
    );
  });

  it("takes no notice of platforms that are not compared", () => {
    fc.assert(
      fc.property(anyValid, anyValid, (scenario, other) => {
        const platforms = scenario.platforms.map((platform) =>
          platform.compared
            ? platform
            : { ...other.platforms.find(({ gpu }) => gpu === platform.gpu)!, compared: false },
        );
        const { recommendation, sentence } = evaluationOf({ ...scenario, platforms });
        expect({ recommendation, sentence }).toEqual({
          recommendation: evaluationOf(scenario).recommendation,
          sentence: evaluationOf(scenario).sentence,
        });
      }),
    );
  });

  it("costs 1 at the cheapest platform within the limits, and nothing made up where none serves", () => {
    fc.assert(
      fc.property(anyValid, (scenario) => {
        const { platforms, relativeCost, recommendation } = evaluationOf(scenario);
        const unserved = platforms.filter(({ performance }) => performance === null);
        for (const { gpu } of unserved) expect(relativeCost.get(gpu.id)).toBeNull();
        const contenders = platforms.filter(
          ({ performance, breaches }) => performance !== null && breaches.length === 0,
        );
        const costs = contenders.map(({ gpu }) => relativeCost.get(gpu.id)!);
        const { winner, tie } = recommendation;
        expect(contenders.length === 0 ? null : Math.min(...costs)).toBe(winner === null ? null : 1);
        if (winner !== null && !tie) expect(relativeCost.get(winner)).toBe(1);
      }),
    );
  });

  it("puts platforms at equal cost where one is priced at its flip price", () => {
    const { recommendation } = atLoad(4096);
    const { gpu, against, pricePerGpuHour } = recommendation.flipPrices[1]!;
    expect([gpu, against]).toEqual(["h100-sxm", "b200-sxm"]);
    const flipped = evaluationOf(scenarioWith((id) => (id === gpu ? { pricePerGpuHour } : {}), 4096));
    expect(flipped.recommendation.tie).toBe(true);
    expect(flipped.relativeCost.get("h100-sxm")! / flipped.relativeCost.get("b200-sxm")!).toBeCloseTo(1, 12);
    const cheaper = scenarioWith((id) => (id === gpu ? { pricePerGpuHour: 0.9 * pricePerGpuHour } : {}), 4096);
    expect(evaluationOf(cheaper).recommendation).toMatchObject({ winner: "h100-sxm", tie: false });
  });

  it("is computed once for a scenario object", () => {
    expect(evaluationOf(defaultScenario)).toBe(evaluationOf(defaultScenario));
    expect(loadSegmentsOf(defaultScenario)).toBe(loadSegmentsOf(defaultScenario));
    expect(evaluationOf({ ...defaultScenario })).not.toBe(evaluationOf(defaultScenario));
    expect(evaluationOf({ ...defaultScenario })).toEqual(evaluationOf(defaultScenario));
  });

  it("predicts at another load what a scenario of that load shows", () => {
    const elsewhere = predictionsAt(defaultScenario, 512).map(({ performance }) => performance);
    expect(elsewhere).toEqual(atLoad(512).platforms.map(({ performance }) => performance));
  });

  it("finds the published rows of the measured settings and loads, and no others", () => {
    const rows = (concurrency: number) =>
      atLoad(concurrency).platforms.map(({ measuredRow }) => measuredRow?.id ?? null);
    expect(rows(2048)).toEqual([null, "vessl-i-168", "vessl-i-087"]);
    expect(rows(2000)).toEqual([null, null, null]);
  });

  it("throws on a GPU that the catalogue does not have", () => {
    expect(() => evaluationOf(scenarioWith(() => ({ gpu: "h1000" })))).toThrow("unknown GPU: h1000");
  });

  it("throws on an LLM that the catalogue does not have", () => {
    expect(() => evaluationOf({ ...defaultScenario, llm: "qwen3-8b" })).toThrow("unknown LLM: qwen3-8b");
  });
});

describe(headlineOf, () => {
  it("is what a link says it showed", () => {
    const headline = headlineOf(evaluationOf(defaultScenario));
    expect(headline).toMatchObject({ winner: "b200-sxm", tie: false, relativeCost: { "b200-sxm": 1 } });
    expect(headline.relativeCost["a100-sxm-80gb"]).toBeGreaterThan(2);
    expect(headline.modelVersion).toMatch(/^\d+\.\d+$/);
  });
});
