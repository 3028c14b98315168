import { SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../units/units.ts";

/**
 * Cost of a million output tokens from a platform that is busy all the time.
 *
 * @param pricePerGpuHour In any currency or index; the result is in the same.
 * @param outputTokensPerSecond Of the whole platform of `gpuCount` GPUs.
 */
export function costPerMillionOutputTokens(
  pricePerGpuHour: number,
  gpuCount: number,
  outputTokensPerSecond: number,
): number {
  if (!(pricePerGpuHour > 0)) throw new RangeError(`price per GPU-hour must be above 0: ${pricePerGpuHour}`);
  if (!(outputTokensPerSecond > 0)) throw new RangeError(`throughput must be above 0: ${outputTokensPerSecond}`);
  return (pricePerGpuHour * gpuCount * TOKENS_PER_MILLION) / (SECONDS_PER_HOUR * outputTokensPerSecond);
}

/**
 * Price per GPU-hour at which a platform's tokens cost `targetCost` per million: the inverse of
 * `costPerMillionOutputTokens`. Exact as long as throughput does not depend on price.
 */
export function pricePerGpuHourAtCost(targetCost: number, gpuCount: number, outputTokensPerSecond: number): number {
  return (targetCost * SECONDS_PER_HOUR * outputTokensPerSecond) / (gpuCount * TOKENS_PER_MILLION);
}
