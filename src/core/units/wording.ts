import { BYTES_PER_GIGABYTE } from "./units.ts";

/**
 * Numbers as they stand in sentences. One place, so that the terminal and the page word them alike; charts and tables
 * format for themselves.
 */
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const threeFigures = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const twoDigits = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const oneDigit = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export function inCount(value: number): string {
  return whole.format(value);
}

/** A share in whole percent; below 1 % it says so rather than 0. */
export function inPercent(fraction: number): string {
  const percent = fraction * 100;
  return percent > 0 && percent < 0.95 ? "under 1 %" : `${whole.format(percent)} %`;
}

/** Per second, to three figures. */
export function inRate(perSecond: number): string {
  return perSecond >= 100 ? whole.format(perSecond) : threeFigures.format(perSecond);
}

export function inRatio(ratio: number): string {
  return `${twoDigits.format(ratio)}x`;
}

export function inGigabytes(bytes: number): string {
  return `${oneDigit.format(bytes / BYTES_PER_GIGABYTE)} GB`;
}

/** Seconds or milliseconds, to three figures at most. */
export function inTime(seconds: number): string {
  if (seconds < 0.0995) return `${oneDigit.format(seconds * 1000)} ms`;
  if (seconds < 0.9995) return `${whole.format(seconds * 1000)} ms`;
  return seconds < 9.95 ? `${twoDigits.format(seconds)} s` : `${oneDigit.format(seconds)} s`;
}

/** A run's duration: seconds, minutes or hours, to three figures at most. */
export function inDuration(seconds: number): string {
  if (seconds < 99.5) return `${whole.format(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 99.5) return `${minutes < 9.95 ? oneDigit.format(minutes) : whole.format(minutes)} min`;
  const hours = minutes / 60;
  return `${hours < 99.5 ? oneDigit.format(hours) : whole.format(hours)} h`;
}

/** "A, B and C" */
export function inList(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
