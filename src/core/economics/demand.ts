import { HOURS_PER_DAY } from "../units/units.ts";

/** How traffic moves over a day: not at all, with office hours, or with the hours people are awake. */
export const DAY_CURVES = ["flat", "office-hours", "waking-hours"] as const;
export type DayCurve = (typeof DAY_CURVES)[number];

/** Traffic to rent for, and how it is rented. */
export interface Demand {
  /** Mean over the day. */
  readonly requestsPerSecond: number;
  /** Busiest moment over the mean; on a flat day short bursts that must still be served. */
  readonly peakOverMean: number;
  readonly dayCurve: DayCurve;
  /** Units that may be lost at the peak without breaking a limit. */
  readonly spareUnits: number;
  /** Whether units that an hour does not need are given back, or paid for all day. */
  readonly releasesIdleUnits: boolean;
  /** Shares of the units under a commitment and from spot capacity; the rest is on demand. */
  readonly reservedFraction: number;
  readonly spotFraction: number;
}

export const DEFAULT_DEMAND: Demand = {
  requestsPerSecond: 20,
  peakOverMean: 2,
  dayCurve: "office-hours",
  spareUnits: 0,
  releasesIdleUnits: false,
  reservedFraction: 0,
  spotFraction: 0,
};

/** First and last hour with more than the night's traffic; in between half a sine: assumed shapes. */
const BUSY_HOURS: Readonly<Record<Exclude<DayCurve, "flat">, readonly [number, number]>> = {
  "office-hours": [7, 19],
  "waking-hours": [6, 24],
};
/** Power of a half sine beyond which all but its two highest hours are below a hundred-thousandth. */
const SHARPEST = 400;
/** Newton's steps from 1 to any power up to `SHARPEST`, to the last digits. */
const MOST_STEPS = 20;

export function peakRequestsPerSecond({ requestsPerSecond, peakOverMean }: Demand): number {
  return requestsPerSecond * peakOverMean;
}

/**
 * Requests per second in each hour of the day. Its mean is the demand's and, but on a flat day, its largest the peak:
 * the curve stands on as much night traffic as that takes, or is sharpened where none would be too much already. A peak
 * so high that the two busiest hours cannot be as busy is shorter than an hour.
 */
export function hourlyRequestsPerSecond(demand: Demand): readonly number[] {
  const { requestsPerSecond, peakOverMean, dayCurve } = demand;
  if (dayCurve === "flat") return Array.from({ length: HOURS_PER_DAY }, () => requestsPerSecond);
  const [from, to] = BUSY_HOURS[dayCurve];
  const sine = Array.from({ length: HOURS_PER_DAY }, (_, hour) =>
    Math.max(0, Math.sin((Math.PI * (hour + 0.5 - from)) / (to - from))),
  );
  const { base, shape } = withMean(sine, 1 / peakOverMean);
  return shape.map((share) => requestsPerSecond * peakOverMean * (base + (1 - base) * share));
}

function withMean(
  sine: readonly number[],
  wanted: number,
): { readonly base: number; readonly shape: readonly number[] } {
  const highest = Math.max(...sine);
  const plain = sine.map((value) => value / highest);
  const plainMean = meanOf(plain);
  if (plainMean <= wanted) return { base: (wanted - plainMean) / (1 - plainMean), shape: plain };
  // The logarithm of the mean falls ever slower with the power, so that Newton's steps from below never overshoot.
  let power = 1;
  for (let i = 0; i < MOST_STEPS && power < SHARPEST; i += 1) {
    const shape = plain.map((value) => value ** power);
    const slope = meanOf(shape.map((share, hour) => share * Math.log(plain[hour] || 1))) / meanOf(shape);
    power += Math.log(wanted / meanOf(shape)) / slope;
  }
  const sharp = plain.map((value) => value ** Math.min(power, SHARPEST));
  const height = Math.min(1, wanted / meanOf(sharp));
  return { base: 0, shape: sharp.map((share) => share * height) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
