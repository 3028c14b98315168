import type { LoadAxis } from "./load-axis.ts";
import { type Region, regionsOf } from "./regions.ts";
import { type ContendersAt, onceEach, standingAtPrice } from "./repricing.ts";

/**
 * Regions over load for each price of one platform, all other prices as they are, one price at a time. The column of its
 * present price is the strip itself on the same axis.
 */
export function* regionMap(
  contendersAt: ContendersAt,
  axis: LoadAxis,
  id: string,
  prices: readonly number[],
  closeThresholdFraction: number,
): Generator<readonly Region[]> {
  const knownAt = onceEach(contendersAt);
  for (const price of prices) {
    yield regionsOf(standingAtPrice(knownAt, id, price, closeThresholdFraction), axis);
  }
}
