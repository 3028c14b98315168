import { HOURS_PER_DAY, HOURS_PER_MONTH } from "../units/units.ts";

/** What a platform costs in a month at each of the two jobs; null where it cannot do one. */
export interface MonthlyCosts {
  readonly gpu: string;
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
  readonly gpu: string;
  readonly cost: number;
}

/** A fine-tuning run on one platform: cost with its start-up, null where it does not fit. */
export interface BilledRun {
  readonly gpu: string;
  readonly cost: number | null;
}

/** A serving platform: what it costs a month, null where it cannot serve. */
export interface BilledServing {
  readonly gpu: string;
  readonly costPerMonth: number | null;
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
 * The monthly bill of fine-tuning now and then and of serving.
 *
 * @throws RangeError for a negative number of runs.
 */
export function oneBill(runs: readonly BilledRun[], runsPerMonth: number, serving: readonly BilledServing[]): OneBill {
  if (!(runsPerMonth >= 0)) throw new RangeError(`runs per month must be 0 or more: ${runsPerMonth}`);
  const gpus = [...new Set([...runs, ...serving].map(({ gpu }) => gpu))];
  const platforms = gpus.map((gpu): MonthlyCosts => {
    const runCost = runs.find((run) => run.gpu === gpu)?.cost ?? null;
    return {
      gpu,
      fineTuning: runCost === null ? null : runCost * runsPerMonth,
      serving: serving.find((own) => own.gpu === gpu)?.costPerMonth ?? null,
    };
  });
  const bestFineTuning = cheapest(platforms, ({ fineTuning }) => fineTuning);
  const bestServing = cheapest(platforms, (own) => own.serving);
  const bestForBoth = cheapest(platforms, (own) =>
    own.fineTuning === null || own.serving === null ? null : own.fineTuning + own.serving,
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

/** The first of equals. */
function cheapest(
  platforms: readonly MonthlyCosts[],
  costOf: (platform: MonthlyCosts) => number | null,
): JobChoice | null {
  return platforms.reduce<JobChoice | null>((best, platform) => {
    const cost = costOf(platform);
    return cost !== null && (best === null || cost < best.cost) ? { gpu: platform.gpu, cost } : best;
  }, null);
}
