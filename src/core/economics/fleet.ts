import type { Band } from "../units/band.ts";
import { HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../units/units.ts";
import { type Demand, hourlyRequestsPerSecond, peakRequestsPerSecond } from "./demand.ts";
import type { Bill, GpuHours } from "./quote.ts";

/** The smallest piece of a platform that can be rented, and what it sustains within the limits. */
export interface RentalUnit {
  readonly gpus: number;
  readonly requestsPerSecond: number;
}

/** Units of one platform for a day's traffic, whatever they cost. */
export interface FleetPlan {
  /** At the peak, spare ones included. */
  readonly units: number;
  readonly spareUnits: number;
  readonly gpusPerUnit: number;
  readonly requestsPerSecondPerUnit: number;
  /** Traffic over what the units sustain: at the peak of all, and over the day of those that are paid for. */
  readonly peakUtilization: number;
  readonly meanUtilization: number;
  /** Traffic in each hour of the day. */
  readonly hourlyRequestsPerSecond: readonly number[];
  /** Units paid for in each hour of the day; whole ones, but where no more run than are reserved. */
  readonly hourlyUnits: readonly number[];
  /** Under commitment around the clock; not whole, since shares are of hours. */
  readonly reservedUnits: number;
  readonly unitHoursPerMonth: number;
  readonly gpuHoursPerMonth: GpuHours;
}

/** Relative; guards a ceiling against the last digits of a division that comes out whole, and a sum of shares likewise. */
const ROUNDING = 1e-9;

/** Whole units that sustain so many requests per second, at least one. */
export function unitsFor(requestsPerSecond: number, perUnit: number): number {
  return Math.max(1, Math.ceil((requestsPerSecond / perUnit) * (1 - ROUNDING)));
}

/**
 * Units that a platform needs for a demand: whole units for the busiest moment with the spare ones lost.
 *
 * Shares of reserved and spot capacity are shares of the hours paid for, not of whole units: a share rounded to units
 * makes a bill fall where one more unit lets a cheaper kind round up. So hours of every kind grow with the traffic and
 * with a slower unit, and the bill with them, at any prices.
 *
 * @throws RangeError when the unit sustains nothing.
 */
export function fleetPlan({ gpus, requestsPerSecond: perUnit }: RentalUnit, demand: Demand): FleetPlan {
  if (!(perUnit > 0)) throw new RangeError("a unit that sustains no request serves no demand");
  const peak = peakRequestsPerSecond(demand);
  const hourly = hourlyRequestsPerSecond(demand);
  const { units, hourlyUnits, reservedUnits, unitHoursPerDay } = paidUnits(hourly, perUnit, demand);
  return {
    units,
    spareUnits: demand.spareUnits,
    gpusPerUnit: gpus,
    requestsPerSecondPerUnit: perUnit,
    peakUtilization: peak / (units * perUnit),
    meanUtilization: (demand.requestsPerSecond * HOURS_PER_DAY) / (unitHoursPerDay * perUnit),
    hourlyRequestsPerSecond: hourly,
    hourlyUnits,
    reservedUnits,
    unitHoursPerMonth: perMonth(unitHoursPerDay),
    gpuHoursPerMonth: inShares(gpus * perMonth(unitHoursPerDay), demand),
  };
}

/**
 * GPU-hours of a month of a fleet.
 *
 * @param requestsPerSecondPerUnitBand 90 % band of what a unit sustains: at its low end more units are needed.
 */
export function billOfFleet(plan: FleetPlan, demand: Demand, [slowest, fastest]: Band): Bill {
  const hoursAt = (perUnit: number): GpuHours => {
    const { unitHoursPerDay } = paidUnits(plan.hourlyRequestsPerSecond, perUnit, demand);
    return inShares(plan.gpusPerUnit * perMonth(unitHoursPerDay), demand);
  };
  return { gpuHours: plan.gpuHoursPerMonth, least: hoursAt(fastest), most: hoursAt(slowest) };
}

/** Millions of output tokens that a demand's traffic asks for in a month. */
export function millionOutputTokensPerMonth({ requestsPerSecond }: Demand, outputTokens: number): number {
  return (requestsPerSecond * outputTokens * SECONDS_PER_HOUR * HOURS_PER_MONTH) / TOKENS_PER_MILLION;
}

/** GPU-hours of one unit that is paid for all month, bought in the demand's shares. */
export function gpuHoursOfUnit(gpus: number, demand: Demand): GpuHours {
  return inShares(gpus * HOURS_PER_MONTH, demand);
}

interface PaidUnits {
  readonly units: number;
  readonly hourlyUnits: readonly number[];
  readonly reservedUnits: number;
  readonly unitHoursPerDay: number;
}

function paidUnits(hourly: readonly number[], perUnit: number, demand: Demand): PaidUnits {
  const { spareUnits, releasesIdleUnits, reservedFraction } = demand;
  const units = unitsFor(peakRequestsPerSecond(demand), perUnit) + spareUnits;
  const running = hourly.map((rate) =>
    releasesIdleUnits ? Math.min(units, unitsFor(rate, perUnit) + spareUnits) : units,
  );
  const reservedUnits = unitsUnderCommitment(running, reservedFraction);
  const hourlyUnits = running.map((own) => Math.max(own, reservedUnits));
  return { units, hourlyUnits, reservedUnits, unitHoursPerDay: hourlyUnits.reduce((sum, own) => sum + own, 0) };
}

/**
 * Units under commitment, which run first in every hour and are paid for in all: so many that their hours are the wanted
 * fraction of all that are paid for. If the k busiest hours run more than that, the fraction says
 * 24 x reserved = fraction x (running in those + (24 - k) x reserved); of all k the largest is right.
 */
function unitsUnderCommitment(hourlyUnits: readonly number[], fraction: number): number {
  let running = 0;
  const levels = hourlyUnits
    .toSorted((a, b) => b - a)
    .map((units, i) => {
      running += units;
      return (fraction * running) / (HOURS_PER_DAY - fraction * (HOURS_PER_DAY - (i + 1)));
    });
  return Math.min(Math.max(...levels), Math.max(...hourlyUnits));
}

function perMonth(hoursPerDay: number): number {
  return (hoursPerDay / HOURS_PER_DAY) * HOURS_PER_MONTH;
}

function inShares(gpuHours: number, { reservedFraction, spotFraction }: Demand): GpuHours {
  const rest = 1 - reservedFraction - spotFraction;
  return {
    onDemand: rest < ROUNDING ? 0 : gpuHours * rest,
    reserved: gpuHours * reservedFraction,
    spot: gpuHours * spotFraction,
  };
}
