import type { Offer } from "../../economics/offer.ts";
import type { Bill, GpuHours } from "../../economics/quote.ts";
import {
  constant,
  derived,
  input,
  named,
  part,
  type Derived,
  type Input,
  type Quantity,
} from "../../explanation/quantity.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../../units/units.ts";
import type { Band } from "../../units/band.ts";
import type { PlatformPerformance } from "../physics/platform-performance.ts";
import { fleetOf, fleetUnits, gpuCount, meanRate } from "./explain-fleet.ts";
import { throughput } from "./explain-platform.ts";
import { chosen, outputTokens, type Subject } from "./explain-subject.ts";

/** A subject that costs something. */
export interface Costing {
  readonly subject: Subject;
  readonly performance: PlatformPerformance;
  readonly bill: Bill;
  readonly offer: Offer;
  /** For a million output tokens, and its 90 % band. */
  readonly cost: number;
  readonly costBand: Band;
}

const KINDS = {
  onDemand: { hours: "GPU-hours on demand", price: "price per GPU-hour", of: "pricePerGpuHour" },
  reserved: { hours: "GPU-hours reserved", price: "reserved price per GPU-hour", of: "reservedPricePerGpuHour" },
  spot: { hours: "spot GPU-hours", price: "spot price per GPU-hour", of: "spotPricePerGpuHour" },
} as const satisfies Readonly<Record<keyof GpuHours, { hours: string; price: string; of: keyof Offer }>>;

const PER_MILLION = "per million output tokens";

/** Of a platform that is busy all the time, or of one that is rented for a demand, idle time paid for. */
export function cost(costing: Costing): Derived {
  const { bill, offer, subject, cost: value } = costing;
  const parts = (Object.keys(KINDS) as (keyof GpuHours)[])
    .filter((kind) => bill.gpuHours[kind] > 0)
    .map((kind) => part("product", [hours(costing, kind), price(subject, offer, kind)], "price"));
  const note = fleetOf(subject) === null ? null : "Of the traffic that is asked for: idle time is paid for.";
  return derived("cost per million output tokens", value, "price", "sum", parts, note);
}

/** What is not offered is bought on demand. */
function price({ deployment }: Subject, offer: Offer, kind: keyof GpuHours): Input {
  const own = offer[KINDS[kind].of];
  const { price: name, of } = own === null ? KINDS.onDemand : KINDS[kind];
  const value = own ?? offer[of];
  if (value === null) throw new RangeError(`a cost of ${deployment.gpu} without a price`);
  return input(name, value, "price", { kind: "price", gpu: deployment.gpu });
}

function hours({ subject, performance, bill }: Costing, kind: keyof GpuHours): Quantity {
  const name = `${KINDS[kind].hours} ${PER_MILLION}`;
  const value = bill.gpuHours[kind];
  const million = constant(TOKENS_PER_MILLION, "tokens in a million");
  const fleet = fleetOf(subject);
  if (fleet === null) {
    return derived(name, value, "count", "quotient", [
      part("product", [gpuCount(subject), million]),
      part("product", [constant(SECONDS_PER_HOUR, "seconds in an hour"), throughput(subject, performance)]),
    ]);
  }
  const { demand, size } = fleet;
  const { reservedFraction, spotFraction, releasesIdleUnits } = demand;
  if (reservedFraction > 0 || spotFraction > 0 || releasesIdleUnits) {
    return input(name, value, "count", {
      kind: "worked-out",
      how: `Hour by hour over the day, of ${size.plan.units} units at the peak: what an hour needs, what is paid for in any case, and what is given back.`,
    });
  }
  return derived(name, value, "count", "quotient", [
    part("product", [fleetUnits(size, demand), chosen("GPUs per unit", size.plan.gpusPerUnit), million]),
    part("product", [meanRate(demand), outputTokens(subject), constant(SECONDS_PER_HOUR, "seconds in an hour")]),
  ]);
}

/** Of a demand's fleet, in a month. */
export function monthlyBill(costing: Costing, costPerMonth: number): Derived | null {
  const fleet = fleetOf(costing.subject);
  if (fleet === null) return null;
  const tokens = part(
    "product",
    [
      meanRate(fleet.demand),
      outputTokens(costing.subject),
      constant(SECONDS_PER_HOUR, "seconds in an hour"),
      constant(HOURS_PER_MONTH, "hours in a month"),
    ],
    "tokens",
  );
  return derived("bill per month", costPerMonth, "price", "quotient", [
    part("product", [cost(costing), { ...tokens, name: "output tokens per month" }]),
    constant(TOKENS_PER_MILLION, "tokens in a million"),
  ]);
}

/** What a platform's cost is measured by, under the name of that platform. */
export interface Reference {
  readonly label: string;
  readonly costing: Costing;
}

export function relativeCost(costing: Costing, reference: Reference): Derived {
  const ratio = part(
    "quotient",
    [cost(costing), named(cost(reference.costing), `${reference.label}: cost per million output tokens`)],
    "ratio",
  );
  return { ...ratio, name: "relative cost" };
}

/** How far a cost's band reaches below it or above it, in logarithms. */
function reach({ cost: value, costBand: [low, high] }: Costing, direction: "below" | "above", whose: string): Input {
  const logarithm = direction === "below" ? Math.log(value / low) : Math.log(high / value);
  return input(`band of ${whose} ${direction} its cost, in logarithms`, logarithm, "ratio", {
    kind: "worked-out",
    how: `From the cost with every step as ${direction === "below" ? "fast" : "slow"} as its 90 % band allows; a demand's goes in whole units.`,
  });
}

/** An end of the band of a relative cost. @param value The end itself. */
export function relativeCostBandEnd(
  costing: Costing,
  reference: Reference,
  end: "low" | "high",
  value: number,
): Derived {
  const ratio = relativeCost(costing, reference);
  if (costing.bill === reference.costing.bill) {
    return derived(
      `relative cost, ${end} end`,
      value,
      "ratio",
      "sum",
      [ratio],
      "Both buy the very same and err alike.",
    );
  }
  const [own, other] = end === "low" ? (["below", "above"] as const) : (["above", "below"] as const);
  const factor = part("power", [
    constant(Math.E, "the base of the logarithm"),
    part("hypot", [reach(costing, own, "the platform"), reach(reference.costing, other, reference.label)]),
  ]);
  return derived(
    `relative cost, ${end} end`,
    value,
    "ratio",
    end === "low" ? "quotient" : "product",
    [ratio, factor],
    "The two err independently, as far as is known.",
  );
}
