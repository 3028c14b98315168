import { inList } from "../core/units/wording.ts";
import { isExtrapolated, type Evidence } from "../core/serving/fit/evidence.ts";
import type { Band } from "../core/units/band.ts";
import type { Ranking } from "../core/verdict/ranking.ts";
import { priceFlipClause, type FlipWording } from "../core/verdict/flip-clauses.ts";
import type { PriceFlip } from "./comparison.ts";

/** An answer in a reader's words, in the order in which it is read, whatever the question. */
export interface AnswerText {
  /** Who, by how much, and why; sentences. */
  readonly verdict: readonly string[];
  /** What would change it; null where nothing that can be moved would. */
  readonly changes: string | null;
  readonly certainty: Certainty | null;
  /** Why it may be another, and what is missing; sentences. */
  readonly doubts: readonly string[];
  /** What is passed on to others. */
  readonly figures: readonly AnswerFigure[];
  /** All else that bears on it; clauses. */
  readonly beside: readonly string[];
  /** What to know before doing it; sentences. */
  readonly warnings: readonly string[];
}

/** What kind of numbers decide. */
interface Certainty {
  readonly kind: "measured" | "modelled" | "extrapolated";
  readonly text: string;
}

export interface AnswerFigure {
  readonly value: string;
  /** "a month" */
  readonly unit: string;
}

/** A platform whose numbers decide. */
interface Deciding {
  readonly label: string;
  readonly evidence: Evidence;
  readonly relativeCost: number | null;
  readonly relativeCostBand: Band | null;
}

/** The winner and the one that it is held against. */
export function decidingIds(ranking: Ranking): readonly string[] {
  switch (ranking.kind) {
    case "none":
      return [];
    case "only-one":
      return [ranking.winner.id];
    case "wins":
    case "close":
      return [ranking.winner.id, ranking.runnerUp.id];
    case "dearer-here":
      return [ranking.winner.id, ranking.cheapest.id];
  }
}

/**
 * How far the deciding numbers are from measurements, the farthest first.
 *
 * @param ran What a row that is "measured" ran: "this load".
 */
export function certaintyOf(deciding: readonly Deciding[], ran: string, source: string): Certainty | null {
  if (deciding.length === 0) return null;
  const named = (some: readonly Deciding[]): string => inList(some.map(({ label }) => label));
  const beyond = deciding.filter(({ evidence }) => isExtrapolated(evidence));
  const measured = deciding.filter(({ evidence }) => evidence === "measured");
  const band = bandText(deciding);
  if (beyond.length > 0) {
    return {
      kind: "extrapolated",
      text: `Extrapolated beyond what was measured on ${named(beyond)}${band} (${source})`,
    };
  }
  if (measured.length === deciding.length) {
    return { kind: "measured", text: `Measured at ${ran} on ${named(measured)}${band} (${source})` };
  }
  const some = measured.length === 0 ? "" : `; ${ran} was measured on ${named(measured)}`;
  return { kind: "modelled", text: `Modelled between measurements${band}${some} (${source})` };
}

/** How uncertain the costs are beside one another: the widest band, as a share either way. */
function bandText(deciding: readonly Deciding[]): string {
  const reaches = deciding.flatMap(({ relativeCost, relativeCostBand }) =>
    relativeCost === null || relativeCostBand === null
      ? []
      : relativeCostBand.map((end) => Math.max(end / relativeCost, relativeCost / end) - 1),
  );
  const most = Math.max(0, ...reaches);
  return most < LEAST_SAID ? "" : `, costs beside one another ±${Math.ceil(most * 100)} %`;
}

/** A smaller band is none to a reader. */
const LEAST_SAID = 0.005;

/** Up to which price of its own the winner stays, and below which each other one would win; the winner first. */
export function flipClauses(
  flips: readonly PriceFlip[],
  winner: string | null,
  wording: FlipWording,
): readonly string[] {
  return flips.map(({ id, turning, currentPricePerGpuHour }) =>
    priceFlipClause(id, id === winner, turning, currentPricePerGpuHour, wording),
  );
}
