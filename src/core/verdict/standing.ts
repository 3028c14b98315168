import type { Contender } from "./contender.ts";

/** Who is to be taken at one load. */
export type Standing =
  | { readonly kind: "none" }
  | { readonly kind: "wins"; readonly winner: string }
  | {
      /** Others cost about the same: the fastest is to be taken. */
      readonly kind: "close";
      readonly winner: string;
      /** All that cost about the same, the winner too, in the order of the contenders. */
      readonly among: readonly string[];
    };

/** Times in one class of this width (1 %) count as equal. Classes are fixed, so that speed alone orders platforms. */
const LOG_SPEED_CLASS = Math.log(1.01);

export function speedClassOf({ seconds }: Contender): number {
  return Math.round(Math.log(seconds) / LOG_SPEED_CLASS);
}

/** The first of the cheapest; null of none. */
export function cheapestOf<T extends Contender>(contenders: readonly T[]): T | null {
  return contenders.reduce<T | null>((best, own) => (best === null || own.cost < best.cost ? own : best), null);
}

/** Whether a contender costs so little more than the cheapest that speed decides. */
export function isCloseTo(cheapest: Contender, own: Contender, closeThresholdFraction: number): boolean {
  return own === cheapest || 1 - cheapest.cost / own.cost < closeThresholdFraction;
}

/** Of contenders that cost about the same the fastest, of equally fast ones the cheapest, else the first. */
export function fastestOf(close: readonly [Contender, ...Contender[]]): Contender {
  const [first, ...others] = close;
  let [best, bestClass] = [first, speedClassOf(first)];
  for (const own of others) {
    const ownClass = speedClassOf(own);
    if (ownClass < bestClass || (ownClass === bestClass && own.cost < best.cost)) [best, bestClass] = [own, ownClass];
  }
  return best;
}

/**
 * The cheapest wins; where others cost less than `closeThresholdFraction` more, it is a close call and the fastest of
 * them is to be taken. Nothing else makes a close call, so none is ever wider than a clear win. How sure the costs are
 * is said beside the verdict and does not change it.
 */
export function standingOf(contenders: readonly Contender[], closeThresholdFraction: number): Standing {
  const cheapest = cheapestOf(contenders);
  if (cheapest === null) return { kind: "none" };
  const close = contenders.filter((own) => isCloseTo(cheapest, own, closeThresholdFraction));
  const [first, second, ...others] = close;
  if (first === undefined || second === undefined) return { kind: "wins", winner: cheapest.id };
  return { kind: "close", winner: fastestOf([first, second, ...others]).id, among: close.map(({ id }) => id) };
}

export function winnerOf(
  standing: { readonly kind: "none" } | { readonly kind: "wins" | "close"; readonly winner: string },
): string | null {
  return standing.kind === "none" ? null : standing.winner;
}

/** Whether taking this one, or none for null, costs no more than a close call allows. */
export function accepts(standing: Standing, id: string | null): boolean {
  return standing.kind === "close" ? id !== null && standing.among.includes(id) : winnerOf(standing) === id;
}
