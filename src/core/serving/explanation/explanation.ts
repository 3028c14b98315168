import type { MemoryBudget } from "../physics/memory-budget.ts";
import type { Band } from "../../units/band.ts";
import { stepBandEnd, throughputBandEnd } from "./explain-band.ts";
import { type Costing, cost, monthlyBill, type Reference, relativeCost, relativeCostBandEnd } from "./explain-cost.ts";
import { fleetOf, fleetUnits } from "./explain-fleet.ts";
import { requestsThatFit, kvCachePerGpu } from "./explain-memory.ts";
import { runningRequests, waitingRequests } from "./explain-operating-point.ts";
import { latency, throughput } from "./explain-platform.ts";
import type { Derived, Input } from "../../explanation/quantity.ts";
import { headroom } from "./explain-step.ts";
import type { Subject } from "./explain-subject.ts";

/** Every number of a platform's delivery that opens to its formula. */
export const EXPLAINED_DELIVERY = [
  "throughput",
  "tpot",
  "step",
  "ttft",
  "ttftMedian",
  "request",
  "running",
  "waiting",
  "kv",
  "fit",
  "headroom",
  "units",
  "stepFast",
  "stepSlow",
  "throughputFast",
  "throughputSlow",
] as const;
export type ExplainedDelivery = (typeof EXPLAINED_DELIVERY)[number];

/** Every number of what a platform costs. */
export const EXPLAINED_COST = ["relativeCost", "relativeCostLow", "relativeCostHigh", "cost", "bill"] as const;
export type ExplainedCost = (typeof EXPLAINED_COST)[number];

/** The formula of a number with these values; null where the platform has no such number. */
export function deliveryExplanation(which: ExplainedDelivery, subject: Subject): Derived | Input | null {
  const { delivery } = subject;
  if (which === "kv") {
    const budget: MemoryBudget | null = delivery.kind === "cannot" ? delivery.budget : delivery.performance.budget;
    return budget && kvCachePerGpu(subject, budget);
  }
  if (delivery.kind === "cannot") return null;
  const { performance } = delivery;
  switch (which) {
    case "throughput":
      return throughput(subject, performance);
    case "running":
      return runningRequests(subject, performance.busiest);
    case "waiting":
      return waitingRequests(subject, performance.busiest);
    case "fit":
      return requestsThatFit(subject, performance.budget);
    case "headroom":
      return headroom(subject, performance.busiest);
    case "units": {
      const fleet = fleetOf(subject);
      return fleet && fleetUnits(fleet.size, fleet.demand);
    }
    case "stepFast":
      return stepBandEnd(subject, performance, "fast");
    case "stepSlow":
      return stepBandEnd(subject, performance, "slow");
    case "throughputFast":
      return throughputBandEnd(subject, performance, "fast");
    case "throughputSlow":
      return throughputBandEnd(subject, performance, "slow");
    default:
      return latency(subject, performance, which);
  }
}

/** Of a platform's cost, what its formulas come to. */
interface CostValues {
  readonly relativeCostBand: Band;
  /** Null where no demand is asked about. */
  readonly costPerMonth: number | null;
}

/** The formula of a cost; null where there is no such number. */
export function costExplanation(
  which: ExplainedCost,
  costing: Costing,
  reference: Reference,
  { relativeCostBand: [low, high], costPerMonth }: CostValues,
): Derived | null {
  switch (which) {
    case "cost":
      return cost(costing);
    case "bill":
      return costPerMonth === null ? null : monthlyBill(costing, costPerMonth);
    case "relativeCost":
      return relativeCost(costing, reference);
    case "relativeCostLow":
      return relativeCostBandEnd(costing, reference, "low", low);
    case "relativeCostHigh":
      return relativeCostBandEnd(costing, reference, "high", high);
  }
}
