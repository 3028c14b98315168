import { describe, expect, it } from "vitest";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import { switchPricePerGpuHour } from "../core/serving/answer/switch-price.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf, loadRangeOf, loadSegmentsOf } from "./evaluation.ts";
import { defaultRepriced, drawnGrid, type PriceLoad, priceLoadOf, repriceable } from "./price-load.ts";
import type { Scenario } from "./scenario.ts";

function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

const mapOf = (scenario: Scenario, gpu: string): PriceLoad => finished(priceLoadOf(scenario, gpu, drawnGrid(scenario)));

/** The scenario with H100 at another price. */
function withH100At(pricePerGpuHour: number, scenario = defaultScenario): Scenario {
  const platforms = scenario.platforms.map((platform) =>
    platform.gpu === "h100-sxm" ? { ...platform, pricePerGpuHour } : platform,
  );
  return { ...scenario, platforms };
}

describe(priceLoadOf, () => {
  const h100 = defaultScenario.platforms.find(({ gpu }) => gpu === "h100-sxm")!.pricePerGpuHour;

  it("agrees with the segments over load at every price on its grid", () => {
    const map = mapOf(defaultScenario, "h100-sxm");
    for (const row of [8, 32, 50]) {
      const segments = loadSegmentsOf(withH100At(map.priceRatios[row]! * map.againstPricePerGpuHour));
      const fromSegments = map.loads.map((load) => {
        const { winner, tie } = segments.find(({ toConcurrency }) => toConcurrency >= load)!;
        return { winner, tie };
      });
      expect(map.verdicts.map((column) => column[row])).toEqual(fromSegments);
    }
  });

  it("agrees with what is recommended for a demand: whole units make it change to and fro with load", () => {
    const demanding = { ...defaultScenario, demand: DEFAULT_DEMAND };
    const map = mapOf(demanding, "h100-sxm");
    // Not at half the other's price, row 32: twice the units then cost just the same, and the last digit decides.
    for (const row of [8, 33, 50]) {
      const repriced = withH100At(map.priceRatios[row]! * map.againstPricePerGpuHour, demanding);
      const recommended = map.loads.map((requestsPerSecond) => {
        const { winner, tie } = evaluationOf({
          ...repriced,
          demand: { ...DEFAULT_DEMAND, requestsPerSecond },
        }).recommendation;
        return { winner, tie };
      });
      expect(map.verdicts.map((column) => column[row])).toEqual(recommended);
    }
  });

  it("turns at the load shown where the switch price says, to a step of its grid", () => {
    const map = mapOf(defaultScenario, "h100-sxm");
    const column = map.loads.indexOf(map.loads.find((load) => load >= 2048)!);
    const { platforms } = evaluationOf({
      ...defaultScenario,
      workload: { ...defaultScenario.workload, concurrency: map.loads[column]! },
    });
    const turnsAt = switchPricePerGpuHour(platforms, "h100-sxm", defaultScenario.tieThresholdFraction)!;
    const ratio = turnsAt / map.againstPricePerGpuHour;
    map.priceRatios.forEach((other, i) => {
      expect(map.verdicts[column]![i]!.winner === "h100-sxm").toBe(other <= ratio);
    });
  });

  it("reaches to a quarter and to four times the present ratio, to half an octave, and covers every load", () => {
    for (const factor of [0.2, 0.9, 1, 1.4, 7]) {
      const scenario = withH100At(h100 * factor);
      const { priceRatio, priceRatios, loads } = mapOf(scenario, "h100-sxm");
      expect(priceRatios[0]!).toBeLessThanOrEqual(priceRatio / 2 ** 1.5);
      expect(priceRatios.at(-1)!).toBeGreaterThanOrEqual(priceRatio * 2 ** 1.5);
      expect([loads[0], loads.at(-1)]).toEqual([loadRangeOf(scenario).min, loadRangeOf(scenario).max]);
    }
  });

  it("holds a platform against the winner, and the winner against the next", () => {
    const { winner, runnerUp } = evaluationOf(defaultScenario).recommendation;
    expect(mapOf(defaultScenario, runnerUp!).against).toBe(winner);
    expect(mapOf(defaultScenario, "a100-sxm-80gb").against).toBe(winner);
    expect(mapOf(defaultScenario, winner!).against).toBe(runnerUp);
    expect(defaultRepriced(defaultScenario)).toBe(runnerUp);
  });

  it("has nothing to map where one platform is compared", () => {
    const platforms = defaultScenario.platforms.map((platform, i) => ({ ...platform, compared: i === 0 }));
    expect(repriceable({ ...defaultScenario, platforms })).toEqual([]);
  });
});
