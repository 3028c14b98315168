import { replicaCount } from "../physics/deployment.ts";
import {
  batchedTokensPerRequest,
  runningLimits,
  type OperatingPoint,
  type RunningLimit,
} from "../physics/operating-point.ts";
import { requestsThatFit } from "./explain-memory.ts";
import { constant, derived, input, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import {
  chosen,
  computedPrompt,
  oncePerPoint,
  outputTokens,
  requestsInFlight,
  tensorParallel,
  type Subject,
} from "./explain-subject.ts";
import { gpuCount } from "./explain-fleet.ts";

export function replicas(subject: Subject): Quantity {
  const { deployment: offer } = subject;
  const gpus = gpuCount(subject);
  if (offer.tensorParallel === 1) return { ...gpus, name: "replicas (one a GPU)" };
  return derived("replicas", replicaCount(offer), "count", "quotient", [gpus, tensorParallel(subject)]);
}

/** Shares that differ by less are the same but for rounding. */
const EVEN = 1e-9;

/** Requests in flight on a replica: as even a share as whole requests allow; of traffic, on average. */
function inFlight(subject: Subject, point: OperatingPoint): Derived {
  const share = part("quotient", [requestsInFlight(subject), replicas(subject)]);
  const isEven = Math.abs(share.value / point.inFlightRequests - 1) < EVEN;
  if (isEven) return derived("in flight on the replica", point.inFlightRequests, "requests", "quotient", share.inputs);
  const rounding = point.inFlightRequests >= share.value ? "ceiling" : "floor";
  return derived("in flight on the replica", point.inFlightRequests, "requests", rounding, [share]);
}

/** Everything that limits the batch, the tightest of which counts. */
function runningLimit(subject: Subject, point: OperatingPoint): Derived {
  const { workload, deployment: offer, delivery } = subject;
  if (delivery.kind === "cannot") throw new RangeError(`${offer.gpu} runs nothing`);
  const { budget, limit: most } = delivery.performance;
  const { requests } = most;
  const limits = runningLimits(offer, budget, workload, point.tokensPerStep).map((limit): Quantity => {
    switch (limit.by) {
      case "max-num-seqs":
        return chosen("max_num_seqs", limit.requests, "requests");
      case "kv-cache":
        return requestsThatFit(subject, budget);
      case "max-num-batched-tokens":
        return batchedTokensLimit(subject, point, limit);
    }
  });
  return derived("most requests at once", requests, "requests", "maximum", [
    constant(1, "a replica that fits runs one"),
    part("minimum", limits, "requests"),
  ]);
}

function batchedTokensLimit(subject: Subject, point: OperatingPoint, { requests }: RunningLimit): Derived {
  const { workload, deployment: offer } = subject;
  const perRequest = derived(
    "batched tokens per request",
    batchedTokensPerRequest(offer, workload, point.tokensPerStep),
    "tokens",
    "sum",
    [
      ...(offer.draftLength > 0 ? [chosen("drafts", offer.draftLength, "tokens")] : []),
      constant(1, "the step's own token"),
      part("quotient", [computedPrompt(subject), stepsOfARequest(subject, point)], "tokens"),
    ],
    "In a step every running request has its tokens verified, and a share of the next one's prompt computed.",
  );
  return derived("requests that max_num_batched_tokens allows", requests, "requests", "quotient", [
    chosen("max_num_batched_tokens", offer.maxNumBatchedTokens, "tokens"),
    perRequest,
  ]);
}

export const runningRequests = oncePerPoint((subject, point) =>
  derived("running", point.runningRequests, "requests", "minimum", [
    inFlight(subject, point),
    runningLimit(subject, point),
  ]),
);

/** Requests in flight beyond those that the batch, and their way into it, hold. */
export function queuedRequests(subject: Subject, point: OperatingPoint, rate: Derived, arrival: Derived): Quantity {
  if (point.waitSeconds === 0) return constant(0, "nobody queues");
  return part(
    "difference",
    [inFlight(subject, point), batchRequests(subject, point), part("product", [rate, arrival], "requests")],
    "requests",
  );
}

export function waitingRequests(subject: Subject, point: OperatingPoint): Derived {
  return derived("waiting", point.waitingRequests, "requests", "difference", [
    inFlight(subject, point),
    runningRequests(subject, point),
  ]);
}

function acceptance({ delivery, deployment }: Subject): Quantity {
  if (delivery.kind === "cannot") throw new RangeError(`${deployment.gpu} drafts nothing`);
  const { origin, rate, rows } = delivery.acceptance;
  if (origin === "typed" || origin === "no-drafting") return chosen("acceptance", rate, "fraction");
  return input("acceptance", rate, "fraction", { kind: "acceptance", rows, exact: origin === "measured" });
}

/** Output tokens per sequence and step. */
function tokensPerStep(subject: Subject, point: OperatingPoint): Quantity {
  const { draftLength } = subject.deployment;
  if (draftLength === 0) return constant(point.tokensPerStep, "a token a step without drafts");
  return derived("tokens per step", point.tokensPerStep, "tokens", "sum", [
    constant(1, "the step's own token"),
    part("product", [chosen("drafts", draftLength, "tokens"), acceptance(subject)], "tokens"),
  ]);
}

/** Output tokens after the first. */
export function furtherTokens(subject: Subject): Derived {
  return part("difference", [outputTokens(subject), constant(1, "the first token")], "tokens");
}

export function decodeSteps(subject: Subject, point: OperatingPoint): Derived {
  return derived("decode steps", point.decodeSteps, "count", "maximum", [
    constant(1, "the last tokens take a whole step"),
    part("quotient", [furtherTokens(subject), tokensPerStep(subject, point)]),
  ]);
}

/** Requests in a step on average. */
export const batchRequests = oncePerPoint((subject, point) => {
  const inBatch = point.inBatchSeconds / (point.arrivalSeconds + point.inBatchSeconds);
  const share = input("share of its time that a request is in the batch", inBatch, "fraction", {
    kind: "worked-out",
    how: "together with the step's time: all of it but handling and the steps it waits for",
  });
  return derived("requests in the batch", point.batchRequests, "requests", "minimum", [
    runningLimit(subject, point),
    part("product", [inFlight(subject, point), share], "requests"),
  ]);
});

/** Sequences of a step: where less than one runs on average, steps of one are taken less often. */
export const sequencesInStep = oncePerPoint((subject, point) => {
  const batch = batchRequests(subject, point);
  if (batch.value >= 1) return batch;
  return derived("requests in a step", 1, "requests", "maximum", [constant(1, "a step has a request"), batch]);
});

/** Steps that a request waits until the batch takes it in. */
export function stepsWaited(subject: Subject, point: OperatingPoint): Derived {
  const atMost = subject.model.parameters.firstChunk.stepsWaited;
  return derived("steps waited", point.stepsWaited, "count", "product", [
    input("steps waited at a busy engine", atMost, "ratio", FIRST_CHUNK),
    part("difference", [
      constant(1, "all requests"),
      part("quotient", [constant(1, "the request itself"), sequencesInStep(subject, point)]),
    ]),
  ]);
}

export function handling({ model }: Subject): Quantity {
  return input("handling outside the engine", model.parameters.firstChunk.handlingSeconds, "seconds", FIRST_CHUNK);
}

const FIRST_CHUNK = { kind: "fitted", prior: null, how: "to first-chunk times of the steady rows" } as const;

/** Steps that a request stays in the batch. */
export function stepsOfARequest(subject: Subject, point: OperatingPoint): Derived {
  return part("sum", [constant(1, "the step of the first chunk"), decodeSteps(subject, point)]);
}
