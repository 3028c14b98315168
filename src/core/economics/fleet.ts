import { HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../units/units.ts";
import { type Demand, hourlyRequestsPerSecond, peakRequestsPerSecond } from "./demand.ts";

/** What a GPU-hour of one platform costs, by how it is bought; null where there is no such offer. */
export interface GpuHourPrices {
  readonly onDemand: number;
  readonly reserved: number | null;
  readonly spot: number | null;
}

/** The smallest piece of a platform that can be rented, and what it sustains within the limits. */
export interface RentalUnit {
  readonly gpus: number;
  readonly requestsPerSecond: number;
  readonly prices: GpuHourPrices;
}

/** Units of one platform for a day's traffic. Cost is in the unit of the prices. */
export interface FleetPlan {
  /** At the peak, spare ones included. */
  readonly units: number;
  readonly spareUnits: number;
  readonly gpusPerUnit: number;
  readonly reservedUnits: number;
  readonly spotUnits: number;
  readonly requestsPerSecondPerUnit: number;
  /** Traffic over what the units sustain: at the peak of all, and over the day of those that are paid for. */
  readonly peakUtilization: number;
  readonly meanUtilization: number;
  /** Units paid for in each hour of the day. */
  readonly hourlyUnits: readonly number[];
  readonly unitHoursPerMonth: number;
  readonly costPerMonth: number;
  /** Idle time is paid for: the bill over the tokens that were served. */
  readonly costPerMillionOutputTokens: number;
  /** Kinds of offer that were asked for and do not exist; their units are on demand. */
  readonly missingOffers: readonly ("reserved" | "spot")[];
}

/** Guards a ceiling against the last digit of a division that comes out whole. */
const ROUNDING = 1e-9;

function unitsFor(requestsPerSecond: number, perUnit: number): number {
  return Math.ceil(requestsPerSecond / perUnit - ROUNDING);
}

/**
 * Units that a platform needs for a demand: whole units for the busiest moment with the spare ones lost, at least one.
 *
 * @throws RangeError when the unit sustains nothing.
 */
export function fleetPlan(unit: RentalUnit, demand: Demand, outputTokens: number): FleetPlan {
  if (!(unit.requestsPerSecond > 0)) throw new RangeError("a unit that sustains no request serves no demand");
  const { spareUnits } = demand;
  const needed = Math.max(1, unitsFor(peakRequestsPerSecond(demand), unit.requestsPerSecond));
  const units = needed + spareUnits;
  const hourlyUnits = hourlyRequestsPerSecond(demand).map((rate) =>
    demand.releasesIdleUnits
      ? Math.min(units, Math.max(1, unitsFor(rate, unit.requestsPerSecond)) + spareUnits)
      : units,
  );
  const bought = boughtUnits(units, demand, unit.prices);
  const pricePerDay = hourlyUnits.reduce((sum, running) => sum + hourPrice(running, bought, unit), 0);
  const costPerMonth = (pricePerDay / HOURS_PER_DAY) * HOURS_PER_MONTH;
  const paidUnits = hourlyUnits.map((running) => Math.max(running, bought.reservedUnits));
  const paidUnitHoursPerDay = paidUnits.reduce((sum, running) => sum + running, 0);
  const tokensPerMonth = demand.requestsPerSecond * outputTokens * SECONDS_PER_HOUR * HOURS_PER_MONTH;
  return {
    units,
    spareUnits,
    gpusPerUnit: unit.gpus,
    ...bought,
    requestsPerSecondPerUnit: unit.requestsPerSecond,
    peakUtilization: peakRequestsPerSecond(demand) / (units * unit.requestsPerSecond),
    meanUtilization: (demand.requestsPerSecond * HOURS_PER_DAY) / (paidUnitHoursPerDay * unit.requestsPerSecond),
    hourlyUnits: paidUnits,
    unitHoursPerMonth: (paidUnitHoursPerDay / HOURS_PER_DAY) * HOURS_PER_MONTH,
    costPerMonth,
    costPerMillionOutputTokens: (costPerMonth * TOKENS_PER_MILLION) / tokensPerMonth,
  };
}

type Bought = Pick<FleetPlan, "reservedUnits" | "spotUnits" | "missingOffers">;

/** Whole units of each kind, to the nearest; kinds without an offer fall to on-demand. */
function boughtUnits(units: number, demand: Demand, prices: GpuHourPrices): Bought {
  const reservedUnits = prices.reserved === null ? 0 : Math.round(units * demand.reservedFraction);
  const spotUnits = prices.spot === null ? 0 : Math.min(units - reservedUnits, Math.round(units * demand.spotFraction));
  const missingOffers = [
    ...(demand.reservedFraction > 0 && prices.reserved === null ? (["reserved"] as const) : []),
    ...(demand.spotFraction > 0 && prices.spot === null ? (["spot"] as const) : []),
  ];
  return { reservedUnits, spotUnits, missingOffers };
}

/** Reserved units are paid for whether they run or not; of the others spot ones run first. */
function hourPrice(running: number, { reservedUnits, spotUnits }: Bought, { gpus, prices }: RentalUnit): number {
  const others = Math.max(0, running - reservedUnits);
  const onSpot = Math.min(spotUnits, others);
  return (
    gpus * (reservedUnits * (prices.reserved ?? 0) + onSpot * (prices.spot ?? 0) + (others - onSpot) * prices.onDemand)
  );
}

/** Units of two platforms together; all are paid for all day, on demand. */
export interface FleetMix {
  readonly units: readonly [number, number];
  readonly costPerMonth: number;
}

/**
 * Cheapest whole numbers of two kinds of unit that serve the peak with any `spareUnits` of them lost. Null where one
 * kind alone is as cheap.
 */
export function cheapestMix(units: readonly [RentalUnit, RentalUnit], demand: Demand): FleetMix | null {
  const peak = peakRequestsPerSecond(demand);
  const [first, second] = units;
  const larger = Math.max(first.requestsPerSecond, second.requestsPerSecond);
  const hourly = ({ gpus, prices }: RentalUnit): number => gpus * prices.onDemand;
  const needed = peak + demand.spareUnits * larger;
  const alone = units.map((unit) => {
    const own = Math.max(1, unitsFor(peak, unit.requestsPerSecond)) + demand.spareUnits;
    return own * hourly(unit);
  });
  let best: { units: readonly [number, number]; price: number } | null = null;
  const mostOfFirst = unitsFor(needed, first.requestsPerSecond);
  for (let count = 1; count < mostOfFirst; count += 1) {
    const left = Math.max(0, needed - count * first.requestsPerSecond);
    const others = Math.max(1, unitsFor(left, second.requestsPerSecond));
    const price = count * hourly(first) + others * hourly(second);
    if (best === null || price < best.price) best = { units: [count, others], price };
  }
  if (best === null || best.price >= Math.min(...alone) * (1 - ROUNDING)) return null;
  return { units: best.units, costPerMonth: best.price * HOURS_PER_MONTH };
}
