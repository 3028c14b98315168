import type { LoadAxis } from "./load-axis.ts";
import { regionAt } from "./regions.ts";
import { type ContendersAt, onceEach, standingAtPrice } from "./repricing.ts";
import { winnerOf } from "./standing.ts";
import { turningPrice, type TurningPrice } from "./turning-price.ts";

/** Prices within this factor are one price: no quote is finer. */
const SAME_PRICE_FACTOR = 1 + 1e-6;
/** How far from the price at which the load's own standing turns the region's turn is looked for, step by step. */
const SEARCH_FACTORS: readonly number[] = [1.001, 1.01, 1.03, 1.1, 1.3, 2, 10, 1e3, 1e6];

/**
 * At which price of its own a platform ceases to be the one taken at a load, or becomes it, as `regionAt` has it. Nearly
 * always that is where the load's own standing turns; where the loads around decide otherwise, it is searched for from
 * there.
 *
 * @throws RangeError where the platform is not among the contenders of the load.
 */
export function regionTurningPrice(
  contendersAt: ContendersAt,
  axis: LoadAxis,
  load: number,
  id: string,
  closeThresholdFraction: number,
): TurningPrice {
  const knownAt = onceEach(contendersAt);
  const own = knownAt(load).find((contender) => contender.id === id);
  if (own === undefined) throw new RangeError(`not among the contenders: ${id}`);
  const isTaken = (price: number): boolean => {
    const standingAt = standingAtPrice(knownAt, id, price, closeThresholdFraction);
    const region = regionAt(standingAt, axis, load);
    return winnerOf(region.kind === "alternates" ? standingAt(load) : region) === id;
  };
  const isTakenNow = isTaken(own.price);
  const turning = turningPrice(knownAt(load), id, closeThresholdFraction);
  const expected = turning.kind === "at" ? turning.price : own.price;
  // What is taken turns at a higher price, what is not at a lower one.
  const from = isTakenNow ? Math.max(expected, own.price) : Math.min(expected, own.price);
  const priceBeyond = (factor: number): number => (isTakenNow ? from * factor : from / factor);
  const turned = [SAME_PRICE_FACTOR, ...SEARCH_FACTORS].map(priceBeyond).find((price) => isTaken(price) !== isTakenNow);
  if (turned === undefined) return { kind: isTakenNow ? "any-price" : "no-price" };
  const justBefore = priceBeyond(1 / SAME_PRICE_FACTOR);
  const isUnturned = from !== own.price && isTaken(justBefore) === isTakenNow;
  return { kind: "at", price: priceBetween(isUnturned ? justBefore : own.price, turned, isTaken) };
}

/** By bisection between a price at which it is taken and one at which it is not, in any order. */
function priceBetween(price: number, other: number, isTaken: (price: number) => boolean): number {
  let [low, high] = [Math.min(price, other), Math.max(price, other)];
  const isTakenLow = isTaken(low);
  while (high / low > SAME_PRICE_FACTOR ** 2) {
    const middle = Math.sqrt(low * high);
    if (isTaken(middle) === isTakenLow) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}
