import { defaultScenario } from "./default-scenario.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "./fine-tuning-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { withPricesOf } from "./shared-prices.ts";
import type { Workspace } from "./workspace.ts";

const untouched = new WeakMap<Scenario, FineTuningScenario>();

/** The fine-tuning scenario of a workspace: what was chosen, or the default at serving's prices. */
export function fineTuningIn({ fineTuning, serving }: Pick<Workspace, "fineTuning" | "serving">): FineTuningScenario {
  if (fineTuning !== null) return fineTuning;
  let scenario = untouched.get(serving);
  if (scenario === undefined) {
    untouched.set(serving, (scenario = withPricesOf(defaultFineTuningScenario, serving, defaultScenario)));
  }
  return scenario;
}
