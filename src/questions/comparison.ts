import { type Bill, priceLineOf, type Quote, quoteOf } from "../core/economics/quote.ts";
import type { Gpu } from "../core/facts/gpu.ts";
import type { Band } from "../core/units/band.ts";
import type { PlatformRow } from "./question.ts";
import type { PricedContender } from "../core/verdict/contender.ts";
import { type Ranking, rankingOf } from "../core/verdict/ranking.ts";
import { type TurningPrice, turningPrice } from "../core/verdict/turning-price.ts";

/** A platform as far as money and ranking need to know it, whatever the question. */
export interface Candidate {
  readonly platform: PlatformRow;
  readonly gpu: Gpu;
  /** Of `platformLabels`. */
  readonly label: string;
  /** For one unit of what platforms are compared by; null where the platform does not deliver. */
  readonly bill: Bill | null;
  /** How long what is asked takes, which decides a close call; null where the platform does not deliver. */
  readonly seconds: number | null;
  /** Whether what it delivers keeps the limits: what does not may be shown with its cost, and is not chosen. */
  readonly withinLimits: boolean;
}

/** What a candidate costs, by itself and beside the others. */
interface Costed {
  readonly quote: Quote | null;
  /** Cost over the reference's, and its 90 % band; null without a cost. */
  readonly relativeCost: number | null;
  readonly relativeCostBand: Band | null;
}

/** Candidates with their costs, and who of them is to be taken. */
interface Comparison<Own extends Candidate> {
  /** In the order of the candidates. */
  readonly platforms: readonly (Own & Costed)[];
  /** The platform whose cost is 1; null where nothing has a cost. */
  readonly reference: string | null;
  readonly ranking: Ranking;
  /** Of the winner first, then of every other contender by cost. */
  readonly flips: readonly PriceFlip[];
}

/** Which price of one platform turns the answer, all other prices as they are: its on-demand price alone moves. */
export interface PriceFlip {
  readonly id: string;
  /** The winner or, for the winner itself, the runner-up. */
  readonly against: string;
  readonly currentPricePerGpuHour: number;
  /** At which it costs as much as the one it is held against; null where no price does. */
  readonly equalCostPricePerGpuHour: number | null;
  readonly turning: TurningPrice;
}

/**
 * Candidates side by side at their offers' prices.
 *
 * @param reference Whose cost is 1: one of the candidates, or one of them under other settings. Null, and one without a
 *   price, takes the cheapest within the limits, or of all where none keeps them.
 * @param regionWinner Who is taken over the loads around, which holds at this one too.
 */
export function comparisonOf<Own extends Candidate>(
  candidates: readonly Own[],
  tieThresholdFraction: number,
  reference: Candidate | null = null,
  regionWinner: string | null = null,
): Comparison<Own> {
  const quoted = candidates.map((own) => ({ own, quote: quoteIn(own) }));
  const measure = referenceIn(quoted, reference);
  const contenders = contendersIn(candidates);
  const ranking = rankingOf(contenders, tieThresholdFraction, regionWinner);
  return {
    platforms: quoted.map(({ own, quote }) => ({ ...own, quote, ...relativeTo(measure, own, quote) })),
    reference: measure?.own.platform.id ?? null,
    ranking,
    flips: flipsOf(contenders, ranking, tieThresholdFraction),
  };
}

/** Who may be chosen: those that deliver within the limits and have a price. */
export function contendersIn(candidates: readonly Candidate[]): readonly PricedContender[] {
  return candidates.flatMap(contenderOf);
}

/** A cost without an on-demand price is one of which nothing is bought at that price, so that any would do. */
const PRICE_OF_NOTHING = 1;

function contenderOf(candidate: Candidate): readonly PricedContender[] {
  const { platform, bill, seconds, withinLimits } = candidate;
  const { id, offer } = platform;
  const quote = quoteIn(candidate);
  if (!withinLimits || bill === null || seconds === null || quote?.kind !== "priced") return [];
  const { cost, costBand } = quote;
  const { fixed } = priceLineOf(bill.gpuHours, offer);
  const price = offer.pricePerGpuHour ?? PRICE_OF_NOTHING;
  return [{ id, cost, costBand, seconds, price, fixedCost: fixed, buys: bill }];
}

function quoteIn({ bill, platform }: Candidate): Quote | null {
  return bill === null ? null : quoteOf(bill, platform.offer);
}

interface Quoted<Own> {
  readonly own: Own;
  readonly quote: Quote | null;
}

interface Measure {
  readonly own: Candidate;
  readonly quote: Priced;
}

type Priced = Extract<Quote, { kind: "priced" }>;

function referenceIn(quoted: readonly Quoted<Candidate>[], reference: Candidate | null): Measure | null {
  const given = reference && quoteIn(reference);
  if (reference !== null && given?.kind === "priced") return { own: reference, quote: given };
  const priced = quoted.flatMap(({ own, quote }) => (quote?.kind === "priced" ? [{ own, quote }] : []));
  const withinLimits = priced.filter(({ own }) => own.withinLimits);
  const eligible = withinLimits.length > 0 ? withinLimits : priced;
  return eligible.reduce<Measure | null>(
    (least, own) => (least === null || own.quote.cost < least.quote.cost ? own : least),
    null,
  );
}

/**
 * Errors of different work are taken as independent, which makes the band rather too wide than too narrow; platforms that
 * buy the very same err alike, so that nothing of their ratio is open.
 */
function relativeTo(measure: Measure | null, own: Candidate, quote: Quote | null): Omit<Costed, "quote"> {
  if (measure === null || quote?.kind !== "priced") return { relativeCost: null, relativeCostBand: null };
  const relativeCost = quote.cost / measure.quote.cost;
  if (own.bill === measure.own.bill) return { relativeCost, relativeCostBand: [relativeCost, relativeCost] };
  const [below, above] = logReaches(quote);
  const [measureBelow, measureAbove] = logReaches(measure.quote);
  return {
    relativeCost,
    relativeCostBand: [
      relativeCost / Math.exp(Math.hypot(below, measureAbove)),
      relativeCost * Math.exp(Math.hypot(above, measureBelow)),
    ],
  };
}

/** How far a cost's band reaches under and over it, in logarithms. */
function logReaches({ cost, costBand: [low, high] }: Priced): readonly [below: number, above: number] {
  return [Math.log(cost / low), Math.log(high / cost)];
}

function flipsOf(
  contenders: readonly PricedContender[],
  ranking: Ranking,
  tieThresholdFraction: number,
): readonly PriceFlip[] {
  if (ranking.kind === "none" || ranking.kind === "only-one") return [];
  const { winner } = ranking;
  const runnerUp = ranking.kind === "dearer-here" ? ranking.cheapest : ranking.runnerUp;
  const rankOf = ({ id, cost }: PricedContender): number => (id === winner.id ? Number.NEGATIVE_INFINITY : cost);
  return contenders
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((own): readonly PriceFlip[] => {
      const { id, price, cost, fixedCost } = own;
      const moved = cost - fixedCost;
      // Of a platform that buys nothing on demand that price turns nothing.
      if (!(moved > 0)) return [];
      const against = id === winner.id ? runnerUp : winner;
      const equal = (price * (against.cost - fixedCost)) / moved;
      return [
        {
          id,
          against: against.id,
          currentPricePerGpuHour: price,
          equalCostPricePerGpuHour: equal > 0 ? equal : null,
          turning: turningPrice(contenders, id, tieThresholdFraction),
        },
      ];
    });
}
