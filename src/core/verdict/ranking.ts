import type { Contender } from "./contender.ts";
import { cheapestOf, fastestOf, isCloseTo, speedClassOf } from "./standing.ts";

/** Who is taken at one load and why, in the contenders' own numbers. */
export type Ranking =
  | { readonly kind: "none" }
  | { readonly kind: "only-one"; readonly winner: Contender }
  | {
      readonly kind: "wins";
      readonly winner: Contender;
      /** The cheapest of the others. */
      readonly runnerUp: Contender;
      /** 1 - cost / cost of the runner-up. */
      readonly savingFraction: number;
      readonly certain: boolean;
    }
  | {
      readonly kind: "close";
      readonly winner: Contender;
      readonly runnerUp: Contender;
      /** All that cost about the same, the cheapest first. */
      readonly close: readonly Contender[];
      /** 1 - cost of the cheapest / cost of the dearest of the close ones; always below the threshold. */
      readonly spreadFraction: number;
      /** `region`: neither, but it is the one to take over the loads around. */
      readonly decidedBy: "speed" | "cost" | "region";
      readonly certain: boolean;
    }
  | {
      /** The one to take over the loads around, though here another is more than a close call cheaper. */
      readonly kind: "dearer-here";
      readonly winner: Contender;
      readonly cheapest: Contender;
      /** 1 - cost of the cheapest / cost. */
      readonly extraFraction: number;
      readonly certain: boolean;
    };

/**
 * Ranks by cost, as `standingOf` does.
 *
 * @param regionWinner Who is taken over the region that holds the load; left out where each load speaks for itself.
 */
export function rankingOf(
  contenders: readonly Contender[],
  closeThresholdFraction: number,
  regionWinner: string | null = null,
): Ranking {
  const byCost = contenders.toSorted((a, b) => a.cost - b.cost);
  const cheapest = cheapestOf(byCost);
  if (cheapest === null) return { kind: "none" };
  // In the contenders' own order, as for a standing: of equals the first is taken.
  const [first = cheapest, ...others] = contenders.filter((own) => isCloseTo(cheapest, own, closeThresholdFraction));
  const preferred = fastestOf([first, ...others]);
  const winner = contenders.find(({ id }) => id === regionWinner) ?? preferred;
  const runnerUp = byCost.find((own) => own !== winner);
  if (runnerUp === undefined) return { kind: "only-one", winner };
  const certain = areCostsApart(winner, runnerUp);
  const close = byCost.filter((own) => isCloseTo(cheapest, own, closeThresholdFraction));
  if (!close.includes(winner)) {
    return { kind: "dearer-here", winner, cheapest, extraFraction: 1 - cheapest.cost / winner.cost, certain };
  }
  const rivals = close.filter((own) => own !== winner);
  if (rivals.length === 0) {
    return { kind: "wins", winner, runnerUp, savingFraction: 1 - winner.cost / runnerUp.cost, certain };
  }
  const dearest = close.at(-1) ?? winner;
  const isFastest = rivals.every((own) => speedClassOf(winner) < speedClassOf(own));
  return {
    kind: "close",
    winner,
    runnerUp,
    close,
    spreadFraction: 1 - cheapest.cost / dearest.cost,
    // Who is taken though not the cheapest is faster than the cheapest.
    decidedBy: winner !== preferred ? "region" : winner === cheapest && !isFastest ? "cost" : "speed",
    certain,
  };
}

/**
 * Whether the 90 % band of the ratio of two costs leaves out 1. Costs of different work are taken to err independently,
 * which makes the band rather too wide than too narrow.
 */
function areCostsApart(a: Contender, b: Contender): boolean {
  if (a.buys !== undefined && a.buys === b.buys) return a.cost !== b.cost;
  const [below, above] = [logReach(a.cost, a.costBand[0]), logReach(a.costBand[1], a.cost)];
  const [otherBelow, otherAbove] = [logReach(b.cost, b.costBand[0]), logReach(b.costBand[1], b.cost)];
  const logRatio = Math.log(a.cost / b.cost);
  return logRatio - Math.hypot(below, otherAbove) > 0 || logRatio + Math.hypot(above, otherBelow) < 0;
}

function logReach(high: number, low: number): number {
  return Math.log(high / low);
}
