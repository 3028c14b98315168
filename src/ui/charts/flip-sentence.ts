import type { LoadSegment } from "../../core/serving/answer/load-flips.ts";
import { inCount, inList } from "../../core/serving/answer/wording.ts";

/** What a sentence about a platform's chances is made from. */
export interface FlipFacts {
  readonly name: string;
  readonly gpu: string;
  readonly winner: string | null;
  readonly segments: readonly LoadSegment[];
  /** As in a price field; null where no price turns the recommendation. */
  readonly turnsAt: string | null;
  readonly currentPrice: string;
  readonly loadRange: { readonly min: number; readonly max: number };
  /** "in flight" or "requests/s". */
  readonly loadUnit: string;
  /** Of a demand: costs go in steps, and a winner may come and go between the loads that were looked at. */
  readonly inWholeUnits: boolean;
}

/** Where whole units make a winner come and go with load, more stretches than these say no more. */
const MOST_STRETCHES = 3;

/** Below which price and at which loads a platform wins, all else as it is. */
export function flipSentence(facts: FlipFacts): string {
  const { name, gpu, winner, segments, turnsAt, currentPrice } = facts;
  const stretches = stretchesOf(segments, gpu).map((stretch) => stretchText(stretch, facts));
  const more = stretches.length - MOST_STRETCHES;
  const atLoads = more > 0 ? [...stretches.slice(0, MOST_STRETCHES), `${more} more stretches of load`] : stretches;
  const toAndFro = facts.inWholeUnits && stretches.length > 1 ? ", and to and fro between, as whole units fill" : "";
  const load = atLoads.length === 0 ? "at no load" : `${inList(atLoads)}${toAndFro}`;
  const wins = gpu === winner;
  const price =
    turnsAt === null
      ? `at ${wins ? "any" : "no"} price`
      : `${wins ? "up to" : "below"} ${turnsAt} per GPU-hour (now ${currentPrice})`;
  return `At this load ${name} wins ${price}; at these prices it wins ${load}.`;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Neighbouring segments of one winner, tied or not, are one stretch. */
function stretchesOf(segments: readonly LoadSegment[], gpu: string): readonly Stretch[] {
  return segments
    .filter(({ winner }) => winner === gpu)
    .reduce<readonly Stretch[]>((known, { fromConcurrency: from, toConcurrency: to }) => {
      const last = known.at(-1);
      return last && last.to + 1 === from ? [...known.slice(0, -1), { from: last.from, to }] : [...known, { from, to }];
    }, []);
}

function stretchText(
  { from, to }: Stretch,
  { loadRange: { min, max }, loadUnit }: Pick<FlipFacts, "loadRange" | "loadUnit">,
): string {
  if (from === min && to === max) return "at every load";
  if (from === min) return `up to ${inCount(to)} ${loadUnit}`;
  if (to === max) return `from ${inCount(from)} ${loadUnit}`;
  return from === to ? `at ${inCount(from)} ${loadUnit}` : `from ${inCount(from)} to ${inCount(to)} ${loadUnit}`;
}
