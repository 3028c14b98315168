import { describe, expect, it } from "vitest";
import {
  trainingPolicyOf,
  withBestMeasuredTraining,
  withTrainingCompared,
  withTrainingLock,
  withTrainingSettings,
  withTrainingTuned,
} from "./fine-tuning-changes.ts";
import { fineTuningEvaluationOf } from "./fine-tuning-evaluation.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "./fine-tuning-scenario.ts";

const B200 = "b200-sxm";
const b200In = ({ platforms }: FineTuningScenario) => platforms.find(({ gpu }) => gpu === B200)!;

describe(withTrainingSettings, () => {
  it("sets what is chosen by hand, on one platform", () => {
    const changed = withTrainingSettings(B200, { strategy: "fsdp" })(defaultFineTuningScenario);
    expect(b200In(changed)).toMatchObject({ strategy: "fsdp", locked: [] });
    expect(trainingPolicyOf(changed)).toBe("custom");
    expect(trainingPolicyOf(withBestMeasuredTraining()(changed))).toBe("best-measured");
  });

  it("keeps it where the others are tuned", () => {
    const tuned = withTrainingTuned("fastest")(defaultFineTuningScenario);
    const changed = withTrainingSettings(B200, { strategy: "fsdp" })(tuned);
    expect(b200In(changed).locked).toEqual(["strategy"]);
    expect(trainingPolicyOf(changed)).toBe("tuned-fastest");
    const evaluated = fineTuningEvaluationOf(changed).platforms.find(({ gpu }) => gpu.id === B200)!;
    expect(evaluated.offer.strategy).toBe("fsdp");
    // Another objective searches anew, but for what is kept.
    expect(b200In(withTrainingTuned("cheapest")(changed)).locked).toEqual(["strategy"]);
    expect(b200In(withTrainingLock(B200, "strategy", "fsdp", false)(changed)).locked).toEqual([]);
  });
});

describe(withTrainingCompared, () => {
  it("leaves the last platform in", () => {
    const none = defaultFineTuningScenario.platforms.reduce(
      (scenario, { gpu }) => withTrainingCompared(gpu, false)(scenario),
      defaultFineTuningScenario,
    );
    expect(none.platforms.filter(({ compared }) => compared)).toHaveLength(1);
  });
});
