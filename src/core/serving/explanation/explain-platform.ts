import type { PlatformPerformance } from "../physics/platform-performance.ts";
import { GAMMA_MEDIAN_OFFSET, type OperatingPoint } from "../physics/operating-point.ts";
import {
  batchRequests,
  decodeSteps,
  furtherTokens,
  handling,
  queuedRequests,
  replicas,
  stepsOfARequest,
  stepsWaited,
} from "./explain-operating-point.ts";
import { prefill } from "./explain-prefill.ts";
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
import { stepTime } from "./explain-step.ts";
import { peakRate } from "./explain-fleet.ts";
import { oncePerPoint, outputTokens, type Subject } from "./explain-subject.ts";

function arrival(subject: Subject, point: OperatingPoint): Derived {
  return derived("time until the batch takes it in", point.arrivalSeconds, "seconds", "sum", [
    handling(subject),
    part("product", [stepsWaited(subject, point), stepTime(subject, point)], "seconds"),
  ]);
}

function firstChunk(subject: Subject, point: OperatingPoint): Derived {
  return derived("time to the first chunk", point.firstChunkSeconds, "seconds", "sum", [
    arrival(subject, point),
    prefill(subject, point.prefill),
    stepTime(subject, point),
  ]);
}

/** From the step that computes a request's prompt to the one of its last token. */
export function inBatch(subject: Subject, point: OperatingPoint): Derived {
  return derived("time in the batch", point.inBatchSeconds, "seconds", "sum", [
    prefill(subject, point.prefill),
    part("product", [stepsOfARequest(subject, point), stepTime(subject, point)], "seconds"),
  ]);
}

const requestRate = oncePerPoint((subject, point) =>
  derived("requests per second of a replica", point.requestsPerSecond, "requestsPerSecond", "quotient", [
    batchRequests(subject, point),
    inBatch(subject, point),
  ]),
);

function queued(subject: Subject, point: OperatingPoint): Quantity {
  return queuedRequests(subject, point, requestRate(subject, point), arrival(subject, point));
}

function wait(subject: Subject, point: OperatingPoint): Derived {
  return derived(
    "mean wait",
    point.waitSeconds,
    "seconds",
    "quotient",
    [queued(subject, point), requestRate(subject, point)],
    "Little's law: requests that queue, over requests that leave in a second.",
  );
}

function medianWait(subject: Subject, point: OperatingPoint): Derived {
  const behind = part("maximum", [
    constant(0, "nobody waits"),
    part("difference", [
      queued(subject, point),
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
    derived("request time", point.requestSeconds, "seconds", "sum", [
      wait(subject, point),
      arrival(subject, point),
      inBatch(subject, point),
    ]),
} satisfies Readonly<Record<string, (subject: Subject, point: OperatingPoint) => Derived>>;

type Latency = keyof typeof LATENCIES;

type LatencyField = "stepSeconds" | "tpotSeconds" | "ttftSeconds" | "ttftMedianSeconds" | "requestSeconds";

/** What a latency of the platform is called, where its replicas differ by a request. */
const OVER_REPLICAS: Readonly<Record<Latency, { readonly name: string; readonly of: LatencyField }>> = {
  step: { name: "mean step time", of: "stepSeconds" },
  tpot: { name: "mean TPOT", of: "tpotSeconds" },
  ttft: { name: "mean TTFT of the platform", of: "ttftSeconds" },
  ttftMedian: { name: "median TTFT of the platform", of: "ttftMedianSeconds" },
  request: { name: "mean request time", of: "requestSeconds" },
};

export type Group = PlatformPerformance["groups"][number];

export function groupName({ replicas: count, point }: Group): string {
  return `${count} with ${point.inFlightRequests} in flight`;
}

export function groupCount(group: Group): Input {
  return input(`replicas, ${groupName(group)}`, group.replicas, "count", { kind: "chosen" });
}

function groupRate(subject: Subject, group: Group): Derived {
  const product = part("product", [groupCount(group), requestRate(subject, group.point)], "requestsPerSecond");
  return { ...product, name: `requests per second, ${groupName(group)}` };
}

/** A latency over all requests. */
export function latency(subject: Subject, performance: PlatformPerformance, which: Latency): Derived {
  const { name, of } = OVER_REPLICAS[which];
  return overReplicas(subject, performance, name, performance[of], (point) => LATENCIES[which](subject, point));
}

/** A time over all requests: that of a replica, where all are alike, else weighted by the requests each serves. */
export function overReplicas(
  subject: Subject,
  { groups, busiest }: PlatformPerformance,
  name: string,
  seconds: number,
  ofReplica: (point: OperatingPoint) => Derived,
): Derived {
  if (groups.length === 1) return ofReplica(busiest);
  const weighted = groups.map((group) => {
    const own = ofReplica(group.point);
    return part("product", [groupRate(subject, group), named(own, `${own.name}, ${groupName(group)}`)]);
  });
  const rates = part(
    "sum",
    groups.map((group) => groupRate(subject, group)),
    "requestsPerSecond",
  );
  return derived(
    name,
    seconds,
    "seconds",
    "quotient",
    [part("sum", weighted), rates],
    "Requests do not divide evenly over the replicas: each kind counts by the requests it serves.",
  );
}

export function throughput(subject: Subject, performance: PlatformPerformance): Derived {
  return derived("output tokens per second", performance.outputTokensPerSecond, "tokensPerSecond", "product", [
    requestsPerSecond(subject, performance),
    outputTokens(subject),
  ]);
}

function requestsPerSecond(subject: Subject, performance: PlatformPerformance): Derived {
  const { groups, busiest, requestsPerSecond: rate } = performance;
  const { demand, delivery } = subject;
  if (demand !== null && delivery.kind === "delivers" && delivery.size.kind === "fleet") {
    return peakRate(demand);
  }
  const alike = busiest.inFlightRequests * performance.replicas === subject.workload.concurrency;
  return alike
    ? derived("requests per second", rate, "requestsPerSecond", "product", [
        replicas(subject),
        requestRate(subject, busiest),
      ])
    : derived(
        "requests per second",
        rate,
        "requestsPerSecond",
        "sum",
        groups.map((group) => groupRate(subject, group)),
      );
}
