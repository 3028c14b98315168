import type { Scenario } from "./scenario.ts";

/**
 * The scenario with every platform's `max_model_len` raised, where prompt and output would not fit, to the next power of
 * two: the limit costs nothing in this model, and a refusal helps nobody who did not set it.
 */
export function withContextThatFits(scenario: Scenario): Scenario {
  const { inputTokens, outputTokens } = scenario.workload;
  const needed = 2 ** Math.ceil(Math.log2(inputTokens + outputTokens));
  if (scenario.platforms.every(({ maxModelLen }) => maxModelLen >= inputTokens + outputTokens)) return scenario;
  return {
    ...scenario,
    platforms: scenario.platforms.map((platform) => ({
      ...platform,
      maxModelLen: Math.max(platform.maxModelLen, needed),
    })),
  };
}
