import { describe, expect, it } from "vitest";
import { NO_LIMITS } from "../core/recommendation/limits.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf } from "./evaluation.ts";
import { fineTuningEvaluationOf } from "./fine-tuning-evaluation.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import { billOf } from "./one-bill.ts";

const training = fineTuningEvaluationOf(defaultFineTuningScenario);

describe(billOf, () => {
  it("adds runs and hours of serving, platform by platform", () => {
    const result = billOf(training, 4, evaluationOf(defaultScenario), 8);
    if (result.kind !== "bill") throw new Error(result.kind);
    const { bill } = result;
    expect(bill.platforms.map(({ gpu }) => gpu)).toEqual(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);
    expect(bill.bestFineTuning?.gpu).toBe("a100-sxm-80gb");
    expect(bill.bestFineTuning?.cost).toBe(training.platforms[0]!.cost! * 4);
    expect(bill.extraForOne).toBeGreaterThanOrEqual(0);
  });

  it("leaves out a platform that breaks a limit", () => {
    const limits = { ...NO_LIMITS, ttftSeconds: 0.0001 };
    const result = billOf(training, 1, evaluationOf({ ...defaultScenario, limits }), 8);
    expect(result).toMatchObject({ kind: "bill", bill: { bestServing: null, extraForOne: null } });
  });

  it("does not add an index to a currency", () => {
    const inDollars = evaluationOf({ ...defaultScenario, priceUnit: "USD" });
    expect(billOf(training, 1, inDollars, 8)).toEqual({
      kind: "price-units-differ",
      fineTuning: "index",
      serving: "USD",
    });
  });
});
