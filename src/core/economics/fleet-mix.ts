import { type Demand, peakRequestsPerSecond } from "./demand.ts";
import { unitsFor } from "./fleet.ts";

/** One unit of a platform that is paid for all month. */
export interface PricedUnit {
  readonly requestsPerSecond: number;
  readonly costPerMonth: number;
}

/** Units of two platforms together, all paid for all month. */
export interface FleetMix {
  readonly units: readonly [number, number];
  readonly costPerMonth: number;
}

/** A smaller saving is not worth two kinds of hardware; and it bounds the search. */
export const LEAST_SAVING_FRACTION = 0.001;

/**
 * Cheapest whole numbers of two kinds of unit that serve the peak with any `spareUnits` of them lost.
 *
 * @returns Null where no mix saves `LEAST_SAVING_FRACTION` of what one kind alone costs.
 */
export function cheapestMix(units: readonly [PricedUnit, PricedUnit], demand: Demand): FleetMix | null {
  const alone = Math.min(...units.map((unit) => unitsAlone(unit, demand) * unit.costPerMonth));
  let best: FleetMix | null = null;
  for (const mix of mixesWorthPricing(units, demand)) {
    const costPerMonth = mix[0] * units[0].costPerMonth + mix[1] * units[1].costPerMonth;
    if (best === null || costPerMonth < best.costPerMonth) best = { units: mix, costPerMonth };
  }
  return best !== null && best.costPerMonth <= alone * (1 - LEAST_SAVING_FRACTION) ? best : null;
}

/**
 * Every count of the kind whose requests cost less, each with as many of the other as are then missing.
 *
 * A mix costs no less than its capacity does at the lower price, and that kind alone less than one of its units more. So
 * no mix saves the price of one such unit: of many, too little, and there is nothing to price.
 */
export function* mixesWorthPricing(
  units: readonly [PricedUnit, PricedUnit],
  demand: Demand,
): Generator<readonly [number, number]> {
  const [first, second] = units;
  const isFirstEfficient =
    first.costPerMonth * second.requestsPerSecond <= second.costPerMonth * first.requestsPerSecond;
  const [efficient, other] = isFirstEfficient ? units : [second, first];
  const most = unitsAlone(efficient, demand);
  if (most * LEAST_SAVING_FRACTION > 1) return;
  const larger = Math.max(first.requestsPerSecond, second.requestsPerSecond);
  const needed = peakRequestsPerSecond(demand) + demand.spareUnits * larger;
  for (let count = 1; count < most; count += 1) {
    const missing = unitsFor(needed - count * efficient.requestsPerSecond, other.requestsPerSecond);
    yield isFirstEfficient ? [count, missing] : [missing, count];
  }
}

function unitsAlone({ requestsPerSecond }: PricedUnit, demand: Demand): number {
  return unitsFor(peakRequestsPerSecond(demand), requestsPerSecond) + demand.spareUnits;
}
