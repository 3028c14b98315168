/** Interval that is to hold a measurement with a chance of `BAND_SHARE`. */
export type Band = readonly [low: number, high: number];

export const BAND_SHARE = 0.9;
/** Ends of the band in standard deviations of a normal quantity. */
export const BAND_DEVIATE = 1.645;

/** Band of a positive quantity whose logarithm has this standard deviation. */
export function bandAround(value: number, logDeviation: number): Band {
  const factor = Math.exp(BAND_DEVIATE * logDeviation);
  return [value / factor, value * factor];
}

/** Standard deviation of the logarithm that a band stands for. */
export function logDeviationOf([low, high]: Band): number {
  return Math.log(high / low) / (2 * BAND_DEVIATE);
}
