import { inputUncertainty } from "../catalog/assumptions.ts";
import { servingModel } from "../catalog/serving-model.ts";
import { type Sensitivity, sensitivityOf } from "../core/serving/answer/sensitivity.ts";
import { TUNABLE_SETTINGS } from "../core/serving/answer/tuning.ts";
import type { Plan } from "../core/serving/answer/uncertain-inputs.ts";
import { comparedIn, sizedOf } from "./evaluation.ts";
import type { Scenario } from "./scenario.ts";

/** What moves a scenario's recommendation, one input at a time; null without a runner-up. */
export function scenarioSensitivity(scenario: Scenario): Generator<null, Sensitivity | null> {
  return sensitivityOf(planOf(scenario), inputUncertainty, scenario.tieThresholdFraction);
}

/** The scenario with its settings as they were tuned, and no more tuning. */
function planOf(scenario: Scenario): Plan {
  const sized = sizedOf(scenario);
  const terms = comparedIn(scenario).map((platform) => {
    const { offer } = sized.get(platform.gpu)!;
    return { ...platform, ...Object.fromEntries(TUNABLE_SETTINGS.map((setting) => [setting, offer[setting]])) };
  });
  return { model: servingModel, request: { ...scenario, tuned: false }, terms };
}
