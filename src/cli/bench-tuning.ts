import { servingModel } from "../catalog/serving-model.ts";
import { DEFAULT_DEMAND } from "../core/economics/demand.ts";
import { TUNABLE_SETTINGS, type TunableSetting } from "../core/serving/answer/tuning.ts";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { evaluationOf } from "../scenario/evaluation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { inDuration, secondsPerCall } from "./stopwatch.ts";

/** The default scenario, tuned, on its first so many platforms and with settings kept from the search. */
function tunedScenario(platforms: number, locked: readonly TunableSetting[], demand: Scenario["demand"]): Scenario {
  return {
    ...defaultScenario,
    tuned: true,
    demand,
    platforms: defaultScenario.platforms.map((platform, i) => ({
      ...platform,
      compared: i < platforms,
      lockedSettings: locked,
    })),
  };
}

function candidatesIn(scenario: Scenario): number {
  return evaluationOf(scenario).platforms.reduce((sum, { tuning }) => sum + (tuning?.candidates ?? 0), 0);
}

/** A tuned evaluation, at a load and for a demand, as it grows with platforms and with settings to choose from. */
export function tuningTimes(): readonly (readonly string[])[] {
  const most = servingModel.gpus.size;
  const cases = [
    ...Array.from({ length: most }, (_, i) => ({ platforms: i + 1, locked: [] as readonly TunableSetting[] })),
    // One setting after the other is left to the search.
    ...TUNABLE_SETTINGS.slice(1).map((_, i) => ({ platforms: most, locked: TUNABLE_SETTINGS.slice(i + 1) })),
  ];
  return cases.flatMap(({ platforms, locked }) =>
    [null, DEFAULT_DEMAND].map((demand) => {
      const scenario = tunedScenario(platforms, locked, demand);
      const what = `tuned ${demand === null ? "at a load" : "for a demand"}, ${platforms} platforms, ${candidatesIn(scenario)} candidates`;
      return [what, inDuration(secondsPerCall(() => evaluationOf({ ...scenario })))];
    }),
  );
}

/** The same of lengths that were not seen before, whose step curves have to be worked out first. */
export function tunedAtNewLengths(): readonly (readonly string[])[] {
  let tokens = 300;
  return [null, DEFAULT_DEMAND].map((demand) => {
    const scenario = tunedScenario(servingModel.gpus.size, [], demand);
    const seconds = secondsPerCall(() => {
      tokens += 1;
      return evaluationOf({ ...scenario, workload: { ...scenario.workload, inputTokens: tokens } });
    });
    return [`tuned ${demand === null ? "at a load" : "for a demand"}, at lengths not seen before`, inDuration(seconds)];
  });
}
