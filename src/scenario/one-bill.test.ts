import { describe, expect, it } from "vitest";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import { NO_LIMITS } from "../core/serving/answer/limits.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { fineTuningEvaluationOf } from "./fine-tuning-evaluation.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import { billOf } from "./one-bill.ts";

const bill = { runsPerMonth: 1, servingHoursPerDay: 8 };
const training = fineTuningEvaluationOf(defaultFineTuningScenario);

describe(billOf, () => {
  it("adds runs and hours of serving, platform by platform", () => {
    const result = billOf(training, evaluationOf(defaultScenario), { runsPerMonth: 4, servingHoursPerDay: 8 });
    if (result.kind !== "bill") throw new Error(result.kind);
    expect(result.bill.platforms.map(({ gpu }) => gpu)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
    expect(result.bill.bestFineTuning?.gpu).toBe("a100-sxm-80gb");
    expect(result.bill.bestFineTuning?.cost).toBe(training.platforms[0]!.cost! * 4);
    expect(result.bill.extraForOne).toBeGreaterThanOrEqual(0);
  });

  it("lets every platform serve what the recommended one does in its hours", () => {
    const serving = evaluationOf(defaultScenario);
    const result = billOf(training, serving, { runsPerMonth: 1, servingHoursPerDay: 12 });
    if (result.kind !== "bill") throw new Error(result.kind);
    const costOf = (gpu: string): number => result.bill.platforms.find((own) => own.gpu === gpu)!.serving!;
    const { winner } = serving.recommendation;
    const { offer } = serving.platforms.find(({ gpu }) => gpu.id === winner)!;
    expect(costOf(winner!)).toBeCloseTo(offer.pricePerGpuHour * offer.gpuCount * 365, 6);
    for (const [gpu, relative] of serving.relativeCost) {
      expect(costOf(gpu) / costOf(winner!)).toBeCloseTo(relative! / serving.relativeCost.get(winner!)!, 9);
    }
  });

  it("takes what a demand costs to rent, whatever the hours", () => {
    const serving = evaluationOf({ ...defaultScenario, demand: DEFAULT_DEMAND });
    const result = billOf(training, serving, bill);
    if (result.kind !== "bill") throw new Error(result.kind);
    const rents = serving.platforms.map(({ gpu, fleet }) => [gpu.id, fleet!.costPerMonth]);
    expect(result.bill.platforms.map(({ gpu, serving: cost }) => [gpu, cost])).toEqual(rents);
    expect(billOf(training, serving, { ...bill, servingHoursPerDay: 1 })).toEqual(result);
  });

  it("leaves out a platform that breaks a limit", () => {
    const limits = { ...NO_LIMITS, ttftSeconds: 0.0001 };
    const result = billOf(training, evaluationOf({ ...defaultScenario, limits }), bill);
    expect(result).toMatchObject({ kind: "bill", bill: { bestServing: null, extraForOne: null } });
  });

  it("does not add an index to a currency", () => {
    const inDollars = evaluationOf({ ...defaultScenario, priceUnit: "USD" });
    expect(billOf(training, inDollars, bill)).toEqual({
      kind: "price-units-differ",
      fineTuning: "index",
      serving: "USD",
    });
  });
});
