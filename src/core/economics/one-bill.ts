import { HOURS_PER_DAY, HOURS_PER_MONTH } from "../units/units.ts";

/** What a platform costs in a month at each of the two jobs; null where it cannot do one, or at no known price. */
export interface MonthlyCosts {
  readonly id: string;
  readonly fineTuning: number | null;
  readonly serving: number | null;
}

/** A platform for each job, and one for both. Costs are per month, in the unit of the prices. */
export interface OneBill {
  readonly platforms: readonly MonthlyCosts[];
  readonly bestFineTuning: JobChoice | null;
  readonly bestServing: JobChoice | null;
  /** Cheapest platform that does both; null where none does. */
  readonly bestForBoth: JobChoice | null;
  /** The two best together; null where a job has no platform. */
  readonly separateCost: number | null;
  /** What one platform for both costs more; null where either is unknown. */
  readonly extraForOne: number | null;
}

export interface JobChoice {
  readonly id: string;
  readonly cost: number;
}

/**
 * A month of a platform that is paid for by the hour, so many hours a day.
 *
 * @returns Cost in the unit of the hour's.
 * @throws RangeError for more hours than a day has.
 */
export function costOfServedHours(costPerHour: number, hoursPerDay: number): number {
  if (!(hoursPerDay >= 0 && hoursPerDay <= HOURS_PER_DAY)) {
    throw new RangeError(`a day has no ${hoursPerDay} hours of serving`);
  }
  return costPerHour * HOURS_PER_MONTH * (hoursPerDay / HOURS_PER_DAY);
}

/**
 * A month of fine-tuning now and then.
 *
 * @throws RangeError for a negative number of runs.
 */
export function costOfRuns(costPerRun: number, runsPerMonth: number): number {
  if (!(runsPerMonth >= 0)) throw new RangeError(`runs per month must be 0 or more: ${runsPerMonth}`);
  return costPerRun * runsPerMonth;
}

/** The monthly bill of both jobs: the cheapest platform of each, and of both; of equals the first. */
export function oneBill(platforms: readonly MonthlyCosts[]): OneBill {
  const bestFineTuning = cheapest(platforms, ({ fineTuning }) => fineTuning);
  const bestServing = cheapest(platforms, ({ serving }) => serving);
  const bestForBoth = cheapest(platforms, ({ fineTuning, serving }) =>
    fineTuning === null || serving === null ? null : fineTuning + serving,
  );
  const separateCost = bestFineTuning && bestServing ? bestFineTuning.cost + bestServing.cost : null;
  return {
    platforms,
    bestFineTuning,
    bestServing,
    bestForBoth,
    separateCost,
    extraForOne: bestForBoth && separateCost !== null ? bestForBoth.cost - separateCost : null,
  };
}

function cheapest(
  platforms: readonly MonthlyCosts[],
  costOf: (platform: MonthlyCosts) => number | null,
): JobChoice | null {
  return platforms.reduce<JobChoice | null>((best, platform) => {
    const cost = costOf(platform);
    return cost !== null && (best === null || cost < best.cost) ? { id: platform.id, cost } : best;
  }, null);
}
