import type { PricedContender } from "./contender.ts";
import { cheapestOf, isCloseTo, speedClassOf } from "./standing.ts";

/** Up to which price of its own a platform is the one to take, all other prices as they are. */
export type TurningPrice =
  | { readonly kind: "at"; readonly price: number }
  | { readonly kind: "any-price" }
  | { readonly kind: "no-price" };

/**
 * Not the price of equal cost: speed decides a close call. A dearer platform is never taken rather than a cheaper self:
 * raising its own cost drops nobody from the close calls who is faster, so there is one such price, and it has a formula.
 *
 * @param closeThresholdFraction As for `standingOf`.
 * @throws RangeError where the platform is not among the contenders.
 */
export function turningPrice(
  contenders: readonly PricedContender[],
  id: string,
  closeThresholdFraction: number,
): TurningPrice {
  const own = contenders.find((contender) => contender.id === id);
  if (own === undefined) throw new RangeError(`not among the contenders: ${id}`);
  const others = contenders.filter((contender) => contender !== own);
  const cheapest = cheapestOf(others);
  if (cheapest === null) return { kind: "any-price" };
  const rivalCosts = others
    .filter((other) => isCloseTo(cheapest, other, closeThresholdFraction))
    .map((other) => costToBeat(own, other, closeThresholdFraction));
  const turningCost = Math.min(cheapest.cost / (1 - closeThresholdFraction), ...rivalCosts);
  if (turningCost === Infinity) return { kind: "any-price" };
  const price = (own.price * (turningCost - own.fixedCost)) / (own.cost - own.fixedCost);
  return price > 0 ? { kind: "at", price } : { kind: "no-price" };
}

/** A faster rival is beaten by costing less than a close call, an equally fast one by costing less, a slower one by being close. */
function costToBeat(own: PricedContender, rival: PricedContender, closeThresholdFraction: number): number {
  const classes = speedClassOf(own) - speedClassOf(rival);
  if (classes > 0) return rival.cost * (1 - closeThresholdFraction);
  return classes === 0 ? rival.cost : Infinity;
}
