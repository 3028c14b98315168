import { excessOf, type LimitBreach, type Limits, worst } from "../../core/serving/answer/limits.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";

/** The platform that comes nearest to limits that none keeps, and all that would have to give for it to be chosen. */
export interface Closest {
  readonly id: string;
  /** Every limit that it breaks. */
  readonly breaches: readonly LimitBreach[];
  /** What is asked, with each of those limits at the next value up that is written in few digits. */
  readonly limits: Limits;
  /** Requests in flight up to which it keeps the limits as they are; null for a demand. */
  readonly concurrencyWithin: number | null;
}

/**
 * Of platforms that all break a limit, the one whose worst breach is least: no other is chosen under the limits that
 * it needs, but for one that is as close. Null where none with a price serves at all.
 *
 * @param winnerWithin Who is chosen under other limits; null for none.
 */
export function closestOf(
  platforms: readonly ServingPlatformAnswer[],
  limits: Limits,
  winnerWithin: (limits: Limits) => string | null,
): Closest | null {
  const missing = platforms
    .flatMap(({ platform, delivery, highestLoad }) => {
      if (delivery.kind === "cannot") return [];
      const { breaches } = delivery;
      const breach = worst(breaches);
      if (breach === null) return [];
      return [
        { id: platform.id, breaches, excess: excessOf(breach), concurrencyWithin: highestLoad?.concurrency ?? null },
      ];
    })
    .toSorted((a, b) => a.excess - b.excess);
  const named = (own: (typeof missing)[number]): Closest => {
    const { id, breaches, concurrencyWithin } = own;
    return { id, breaches, limits: relaxedTo(limits, breaches), concurrencyWithin };
  };
  const visited = new Set<string>();
  let [nearest] = missing;
  while (nearest !== undefined && !visited.has(nearest.id)) {
    visited.add(nearest.id);
    const closest = named(nearest);
    const winner = winnerWithin(closest.limits);
    if (winner === closest.id) return closest;
    // One as close, or that keeps limits rounded up, is chosen instead; one without a price leaves it to the next.
    nearest = missing.find(({ id }) => (winner === null ? !visited.has(id) : id === winner));
  }
  return nearest === undefined ? null : named(nearest);
}

const LIMIT_OF: Readonly<Record<LimitBreach["kind"], "tpotSeconds" | "ttftSeconds" | "requestSeconds">> = {
  "tpot-per-token": "tpotSeconds",
  "tpot-per-chunk": "tpotSeconds",
  ttft: "ttftSeconds",
  request: "requestSeconds",
};

function relaxedTo(limits: Limits, breaches: readonly LimitBreach[]): Limits {
  const relaxed = breaches.map(({ kind, actualSeconds }) => [LIMIT_OF[kind], roundedUp(actualSeconds)] as const);
  return { ...limits, ...Object.fromEntries(relaxed) };
}

/** The digits that `inTime` writes: from so many seconds on, to so many. */
const WRITTEN_STEPS = [
  { from: 9.95, step: 0.1 },
  { from: 0.9995, step: 0.01 },
  { from: 0.0995, step: 0.001 },
  { from: 0, step: 0.0001 },
] as const;
const DECIMALS = 4;

/** The next value up that `inTime` writes in full: what is read in a sentence and typed into a limit has to be kept. */
export function roundedUp(seconds: number): number {
  const step = WRITTEN_STEPS.find(({ from }) => seconds >= from)?.step ?? seconds;
  const up = Number((Math.ceil(seconds / step) * step).toFixed(DECIMALS));
  // A quotient may come out whole for want of its last digit.
  return up >= seconds ? up : Number((up + step).toFixed(DECIMALS));
}
