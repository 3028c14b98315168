import { requestsThatFit, kvCachePerGpu } from "./explain-memory.ts";
import { runningRequests, waitingRequests } from "./explain-operating-point.ts";
import { cost, latency, throughput } from "./explain-platform.ts";
import { derived, named, part, type Derived, type Input } from "../../explanation/quantity.ts";
import { headroom } from "./explain-step.ts";
import type { Subject } from "./explain-subject.ts";

/** Every number of a platform that opens to its formula. */
export const EXPLAINED = [
  "relativeCost",
  "cost",
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
] as const;
export type Explained = (typeof EXPLAINED)[number];

/** The formula of a number with this scenario's values; null where the platform has no such number. */
export function explanationOf(which: Exclude<Explained, "relativeCost">, subject: Subject): Derived | Input | null {
  const { budget, performance } = subject.prediction;
  if (which === "kv") return budget && kvCachePerGpu(subject, budget);
  if (performance === null) return null;
  switch (which) {
    case "cost":
      return cost(subject, performance);
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
    default:
      return latency(subject, performance, which);
  }
}

/**
 * The formula of a cost relative to the cheapest.
 *
 * @param reference Platforms of which the cheapest is the measure.
 */
export function relativeCostExplanation(
  relativeCost: number,
  subject: Subject,
  reference: readonly Subject[],
): Derived | null {
  const costOf = (some: Subject): Derived | null => {
    const { performance, gpu } = some.prediction;
    return performance && named(cost(some, performance), `${gpu.shortName}: cost per million output tokens`);
  };
  const own = costOf(subject);
  if (own === null) return null;
  const costs = reference.map(costOf).filter((quantity) => quantity !== null);
  const cheapest = { ...part("minimum", costs, "price"), name: "cheapest" };
  return derived("relative cost", relativeCost, "ratio", "quotient", [own, cheapest]);
}
