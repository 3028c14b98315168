/** Settings that tuning may change. */
export const TUNABLE_SETTINGS = [
  "gpuCount",
  "strategy",
  "checkpointing",
  "precision",
  "compile",
  "microBatch",
] as const;
export type TunableSetting = (typeof TUNABLE_SETTINGS)[number];

export const TUNING_OBJECTIVES = ["cheapest", "fastest"] as const;
export type TuningObjective = (typeof TUNING_OBJECTIVES)[number];
