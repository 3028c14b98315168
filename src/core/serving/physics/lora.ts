import type { StepParameters } from "./parameters.ts";

/** Time that the adapter's extra matrix products add to a step of `tokens` tokens. */
export function loraSeconds(tokens: number, parameters: StepParameters): number {
  return parameters.loraSecondsPerStep + parameters.loraSecondsPerToken * tokens ** parameters.loraTokenExponent;
}
