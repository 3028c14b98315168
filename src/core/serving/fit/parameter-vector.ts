import type { EngineAssumptions, StepParameters } from "../physics/parameters.ts";

/** What is believed of one step parameter before any row is seen. */
export interface Prior {
  readonly center: number;
  /** Standard deviation of the logarithm (of the log-odds under a ceiling): 0.7 is about a factor of two. */
  readonly logSpread: number;
}

export type StepPriors = Readonly<Record<keyof StepParameters, Prior>>;

export const STEP_PARAMETERS = [
  "computeEfficiency",
  "kvReadEfficiency",
  "secondsPerSequence",
  "secondsPerStep",
  "fp8KvSecondsPerStep",
  "draftingSecondsPerStep",
  "secondsPerDraftToken",
  "loraSecondsPerStep",
  "loraSecondsPerToken",
  "loraTokenExponent",
  "prefillEfficiency",
  "admissionSeconds",
] as const satisfies readonly (keyof StepParameters)[];

/**
 * Ceiling of a parameter: what bare hardware was measured to reach. Fitting below it is what keeps every prediction
 * above its floor.
 */
function ceilingOf(parameter: keyof StepParameters, engine: EngineAssumptions): number | null {
  switch (parameter) {
    case "computeEfficiency":
    case "prefillEfficiency":
      return engine.computeCeiling;
    case "kvReadEfficiency":
      return engine.bandwidthCeiling;
    default:
      return null;
  }
}

/** A parameter on the unbounded scale that is fitted: its logarithm, or its log-odds under a ceiling. */
export function toFitScale(parameter: keyof StepParameters, value: number, engine: EngineAssumptions): number {
  const ceiling = ceilingOf(parameter, engine);
  return ceiling === null ? Math.log(value) : Math.log(value / (ceiling - value));
}

export function fromFitScale(parameter: keyof StepParameters, x: number, engine: EngineAssumptions): number {
  const ceiling = ceilingOf(parameter, engine);
  return ceiling === null ? Math.exp(x) : ceiling / (1 + Math.exp(-x));
}

/** The step parameters that start at `offset` of a vector on the fit scale. */
export function stepParametersAt(x: readonly number[], offset: number, engine: EngineAssumptions): StepParameters {
  return Object.fromEntries(
    STEP_PARAMETERS.map((parameter, i) => [parameter, fromFitScale(parameter, x[offset + i]!, engine)]),
  ) as unknown as StepParameters;
}
