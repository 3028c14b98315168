/** Ranges that the controls, files and links all accept, of what no single question owns. */
export const WORKSPACE_RANGES = {
  gpuCount: { min: 1, max: 64 },
  rentalUnitGpus: { min: 1, max: 64 },
  pricePerGpuHour: { min: 0.0001, max: 1_000_000 },
  tieThresholdFraction: { min: 0, max: 1 },
  runsPerMonth: { min: 0, max: 10_000 },
  servingHoursPerDay: { min: 0, max: 24 },
} as const;
