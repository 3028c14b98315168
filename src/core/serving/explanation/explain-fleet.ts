import { constant, derived, input, part, type Derived, type Input } from "../../explanation/quantity.ts";
import type { Demand } from "../../economics/demand.ts";
import type { ServingSize } from "../answer/served-load.ts";
import { chosen, type Subject } from "./explain-subject.ts";

type FleetSize = Extract<ServingSize, { readonly kind: "fleet" }>;

/** The fleet that a delivery is of, with the demand it serves; null where it is of GPUs as set. */
export function fleetOf({ delivery, demand }: Subject): { readonly size: FleetSize; readonly demand: Demand } | null {
  if (demand === null || delivery.kind === "cannot" || delivery.size.kind !== "fleet") return null;
  return { size: delivery.size, demand };
}

export function meanRate({ requestsPerSecond }: Demand): Input {
  return chosen("requests per second asked", requestsPerSecond, "requestsPerSecond");
}

/** Requests per second at the demand's busiest moment. */
export function peakRate(demand: Demand): Derived {
  const product = part("product", [meanRate(demand), chosen("peak over mean", demand.peakOverMean, "ratio")]);
  return { ...product, name: "requests per second at the peak", unit: "requestsPerSecond" };
}

/** Whole units for the busiest moment, and the spare ones. */
export function fleetUnits({ plan, sustained }: FleetSize, demand: Demand): Derived {
  const perReplica = input(
    "requests per second that a replica sustains",
    sustained.requestsPerSecond,
    "requestsPerSecond",
    {
      kind: "worked-out",
      how:
        sustained.limitedBy === null
          ? "As far as its highest rate can be relied on, with nobody waiting."
          : "The highest at which every limit is kept, with nobody waiting.",
    },
  );
  const replicas = chosen("replicas of a unit", plan.requestsPerSecondPerUnit / sustained.requestsPerSecond);
  const perUnit = derived(
    "requests per second of a unit",
    plan.requestsPerSecondPerUnit,
    "requestsPerSecond",
    "product",
    [perReplica, replicas],
  );
  const needed = part("maximum", [
    constant(1, "any traffic takes one"),
    part("ceiling", [part("quotient", [peakRate(demand), perUnit])]),
  ]);
  return derived("units", plan.units, "count", "sum", [needed, chosen("spare units", plan.spareUnits)]);
}

/** GPUs of the platform: as set, or of the units that a demand needs. */
export function gpuCount(subject: Subject): Input | Derived {
  const { deployment } = subject;
  const fleet = fleetOf(subject);
  if (fleet === null) return chosen("GPUs", deployment.gpuCount);
  return derived("GPUs", deployment.gpuCount, "count", "product", [
    fleetUnits(fleet.size, fleet.demand),
    chosen("GPUs per unit", fleet.size.plan.gpusPerUnit),
  ]);
}
