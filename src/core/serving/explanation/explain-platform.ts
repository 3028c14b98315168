import type { PlatformPerformance } from "../physics/platform-performance.ts";
import { GAMMA_MEDIAN_OFFSET, type OperatingPoint } from "../physics/operating-point.ts";
import { HOURS_PER_MONTH, SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../../units/units.ts";
import type { Demand } from "../../economics/demand.ts";
import type { FleetPlan } from "../../economics/fleet.ts";
import {
  decodeSteps,
  firstChunkSteps,
  furtherTokens,
  handling,
  replicas,
  runningRequests,
  waitingRequests,
} from "./explain-operating-point.ts";
import { prefill } from "./explain-prefill.ts";
import { constant, derived, input, named, part, type Derived, type Input } from "../../explanation/quantity.ts";
import { stepTime } from "./explain-step.ts";
import { chosen, gpuCount, oncePerPoint, outputTokens, type Subject } from "./explain-subject.ts";

function firstChunk(subject: Subject, point: OperatingPoint): Derived {
  return derived("time to the first chunk", point.firstChunkSeconds, "seconds", "sum", [
    handling(subject),
    prefill(subject, point.prefill),
    part("product", [firstChunkSteps(subject, point), stepTime(subject, point)], "seconds"),
  ]);
}

function service(subject: Subject, point: OperatingPoint): Derived {
  return derived("time in the batch", point.serviceSeconds, "seconds", "sum", [
    firstChunk(subject, point),
    part("product", [decodeSteps(subject, point), stepTime(subject, point)], "seconds"),
  ]);
}

const requestRate = oncePerPoint((subject, point) =>
  derived("requests per second of a replica", point.requestsPerSecond, "requestsPerSecond", "quotient", [
    runningRequests(subject, point),
    service(subject, point),
  ]),
);

function wait(subject: Subject, point: OperatingPoint): Derived {
  return derived(
    "mean wait",
    point.waitSeconds,
    "seconds",
    "quotient",
    [waitingRequests(subject, point), requestRate(subject, point)],
    "Little's law: requests that wait, over requests that leave in a second.",
  );
}

function medianWait(subject: Subject, point: OperatingPoint): Derived {
  const behind = part("maximum", [
    constant(0, "nobody waits"),
    part("difference", [
      waitingRequests(subject, point),
      constant(GAMMA_MEDIAN_OFFSET, "the median of a sum of n gaps lies near n - 1/3 of them"),
    ]),
  ]);
  return derived("median wait", point.waitMedianSeconds, "seconds", "quotient", [behind, requestRate(subject, point)]);
}

/** A latency of one replica, by name. */
const LATENCIES = {
  step: (subject, point) => stepTime(subject, point),
  tpot: (subject, point) =>
    derived("TPOT", point.tpotSeconds, "seconds", "quotient", [
      part("product", [decodeSteps(subject, point), stepTime(subject, point)], "seconds"),
      furtherTokens(subject),
    ]),
  ttft: (subject, point) =>
    derived("mean TTFT", point.ttftSeconds, "seconds", "sum", [wait(subject, point), firstChunk(subject, point)]),
  ttftMedian: (subject, point) =>
    derived("median TTFT", point.ttftMedianSeconds, "seconds", "sum", [
      medianWait(subject, point),
      firstChunk(subject, point),
    ]),
  request: (subject, point) =>
    derived("request time", point.requestSeconds, "seconds", "sum", [wait(subject, point), service(subject, point)]),
} satisfies Readonly<Record<string, (subject: Subject, point: OperatingPoint) => Derived>>;

export type Latency = keyof typeof LATENCIES;

/** What a latency of the platform is called, where its replicas differ by a request. */
const OVER_REPLICAS: Readonly<Record<Latency, { readonly name: string; readonly of: keyof PlatformPerformance }>> = {
  step: { name: "mean step time", of: "stepSeconds" },
  tpot: { name: "mean TPOT", of: "tpotSeconds" },
  ttft: { name: "mean TTFT of the platform", of: "ttftSeconds" },
  ttftMedian: { name: "median TTFT of the platform", of: "ttftMedianSeconds" },
  request: { name: "mean request time", of: "requestSeconds" },
};

type Group = PlatformPerformance["groups"][number];

function groupName({ replicas: count, point }: Group): string {
  return `${count} with ${point.inFlightRequests} in flight`;
}

function groupRate(subject: Subject, group: Group): Derived {
  const count = input(`replicas, ${groupName(group)}`, group.replicas, "count", { kind: "chosen" });
  const product = part("product", [count, requestRate(subject, group.point)], "requestsPerSecond");
  return { ...product, name: `requests per second, ${groupName(group)}` };
}

/** A latency over all requests: that of a replica, where all are alike, else weighted by the requests each serves. */
export function latency(subject: Subject, performance: PlatformPerformance, which: Latency): Derived {
  const { groups, busiest } = performance;
  if (groups.length === 1) return LATENCIES[which](subject, busiest);
  const { name, of } = OVER_REPLICAS[which];
  const weighted = groups.map((group) => {
    const own = LATENCIES[which](subject, group.point);
    return part("product", [groupRate(subject, group), named(own, `${own.name}, ${groupName(group)}`)]);
  });
  const rates = part(
    "sum",
    groups.map((group) => groupRate(subject, group)),
    "requestsPerSecond",
  );
  return derived(
    name,
    performance[of] as number,
    "seconds",
    "quotient",
    [part("sum", weighted), rates],
    "Requests do not divide evenly over the replicas: each kind counts by the requests it serves.",
  );
}

export function throughput(subject: Subject, performance: PlatformPerformance): Derived {
  const { groups, busiest, requestsPerSecond } = performance;
  const alike = busiest.inFlightRequests * performance.replicas === subject.workload.concurrency;
  const rate = alike
    ? derived("requests per second", requestsPerSecond, "requestsPerSecond", "product", [
        replicas(subject),
        requestRate(subject, busiest),
      ])
    : derived(
        "requests per second",
        requestsPerSecond,
        "requestsPerSecond",
        "sum",
        groups.map((group) => groupRate(subject, group)),
      );
  return derived("output tokens per second", performance.outputTokensPerSecond, "tokensPerSecond", "product", [
    rate,
    outputTokens(subject),
  ]);
}

function pricePerGpuHour({ prediction: { offer } }: Subject): Input {
  return input("price per GPU-hour", offer.pricePerGpuHour, "price", { kind: "price", gpu: offer.gpu });
}

/** Of a platform that is busy all the time, or of one that is rented for a demand, idle time paid for. */
export function cost(subject: Subject, performance: PlatformPerformance): Derived {
  const { costPerMillionOutputTokens, fleet } = subject.prediction;
  const name = "cost per million output tokens";
  const million = constant(TOKENS_PER_MILLION, "tokens in a million");
  const perHour = constant(SECONDS_PER_HOUR, "seconds in an hour");
  if (fleet === null || subject.demand === null) {
    return derived(name, costPerMillionOutputTokens!, "price", "quotient", [
      part("product", [pricePerGpuHour(subject), gpuCount(subject), million]),
      part("product", [perHour, throughput(subject, performance)]),
    ]);
  }
  return derived(
    name,
    costPerMillionOutputTokens!,
    "price",
    "quotient",
    [
      part("product", [bill(subject, fleet, subject.demand), million]),
      part("product", [
        chosen("requests per second asked", subject.demand.requestsPerSecond, "requestsPerSecond"),
        outputTokens(subject),
        perHour,
        constant(HOURS_PER_MONTH, "hours in a month"),
      ]),
    ],
    "Of the traffic that is asked for: idle time is paid for.",
  );
}

function bill(subject: Subject, fleet: FleetPlan, demand: Demand): Derived | Input {
  const { costPerMonth, unitHoursPerMonth, units, gpusPerUnit, reservedUnits, spotUnits } = fleet;
  if (reservedUnits > 0 || spotUnits > 0) {
    return input("bill per month", costPerMonth, "price", {
      kind: "worked-out",
      how: `Hour by hour over the day, ${reservedUnits} of ${units} units reserved and ${spotUnits} from spot capacity.`,
    });
  }
  const hours = demand.releasesIdleUnits
    ? input("unit-hours per month", unitHoursPerMonth, "count", {
        kind: "worked-out",
        how: `Hour by hour over the day: units that an hour does not need are given back, of ${units} at the peak.`,
      })
    : derived("unit-hours per month", unitHoursPerMonth, "count", "product", [
        input("units", units, "count", {
          kind: "worked-out",
          how: "Whole units that serve the busiest moment within the limits, spare ones included.",
        }),
        constant(HOURS_PER_MONTH, "hours in a month"),
      ]);
  return derived("bill per month", costPerMonth, "price", "product", [
    hours,
    chosen("GPUs per unit", gpusPerUnit),
    pricePerGpuHour(subject),
  ]);
}
