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
  gpuCount,
  oncePerPoint,
  outputTokens,
  requestsInFlight,
  tensorParallel,
  type Subject,
} from "./explain-subject.ts";

export function replicas(subject: Subject): Quantity {
  const { offer } = subject.prediction;
  const gpus = gpuCount(subject);
  if (offer.tensorParallel === 1) return { ...gpus, name: "replicas (one a GPU)" };
  return derived("replicas", replicaCount(offer), "count", "quotient", [gpus, tensorParallel(subject)]);
}

/** Requests in flight on a replica: as even a share as whole requests allow. */
function inFlight(subject: Subject, point: OperatingPoint): Derived {
  const share = part("quotient", [requestsInFlight(subject), replicas(subject)]);
  const rounding = point.inFlightRequests >= share.value ? "ceiling" : "floor";
  return derived("in flight on the replica", point.inFlightRequests, "requests", rounding, [share]);
}

/** Everything that limits the batch, the tightest of which counts. */
function runningLimit(subject: Subject, point: OperatingPoint): Derived {
  const { workload, prediction } = subject;
  const { offer, budget, performance } = prediction;
  if (budget === null || performance === null) throw new RangeError(`${offer.gpu} runs nothing`);
  const { requests } = performance.limit;
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
  const { workload, prediction } = subject;
  const { offer } = prediction;
  const steps = part("sum", [
    constant(1, "the step of the first chunk"),
    part("quotient", [furtherTokens(subject), tokensPerStep(subject, point)]),
  ]);
  const perRequest = derived(
    "batched tokens per request",
    batchedTokensPerRequest(offer, workload, point.tokensPerStep),
    "tokens",
    "sum",
    [
      ...(offer.draftLength > 0 ? [chosen("drafts", offer.draftLength, "tokens")] : []),
      constant(1, "the step's own token"),
      part("quotient", [computedPrompt(subject), steps], "tokens"),
    ],
    "In a step every running request has its tokens verified, and a share of the next one's prompt computed.",
  );
  return derived("requests that max_num_batched_tokens allows", requests, "requests", "floor", [
    part("quotient", [chosen("max_num_batched_tokens", offer.maxNumBatchedTokens, "tokens"), perRequest]),
  ]);
}

export const runningRequests = oncePerPoint((subject, point) =>
  derived("running", point.runningRequests, "requests", "minimum", [
    inFlight(subject, point),
    runningLimit(subject, point),
  ]),
);

export function waitingRequests(subject: Subject, point: OperatingPoint): Derived {
  return derived("waiting", point.waitingRequests, "requests", "difference", [
    inFlight(subject, point),
    runningRequests(subject, point),
  ]);
}

function acceptance({ prediction }: Subject): Quantity {
  const { acceptance: inUse } = prediction;
  if (inUse === null) throw new RangeError(`${prediction.offer.gpu} drafts at an unknown acceptance`);
  const { origin, rate, rows } = inUse;
  if (origin === "typed" || origin === "no-drafting") return chosen("acceptance", rate, "fraction");
  return input("acceptance", rate, "fraction", { kind: "acceptance", rows, exact: origin === "measured" });
}

/** Output tokens per sequence and step. */
function tokensPerStep(subject: Subject, point: OperatingPoint): Quantity {
  const { draftLength } = subject.prediction.offer;
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

export function firstChunkSteps(subject: Subject, point: OperatingPoint): Derived {
  const { stepsWaited } = subject.model.parameters.firstChunk;
  return derived("steps to the first chunk", point.firstChunkSteps, "count", "sum", [
    constant(1, "the request's own step"),
    part("product", [
      input("steps waited at a busy engine", stepsWaited, "ratio", FIRST_CHUNK),
      part("difference", [
        constant(1, "all requests"),
        part("quotient", [constant(1, "the request itself"), runningRequests(subject, point)]),
      ]),
    ]),
  ]);
}

export function handling({ model }: Subject): Quantity {
  return input("handling outside the engine", model.parameters.firstChunk.handlingSeconds, "seconds", FIRST_CHUNK);
}

const FIRST_CHUNK = { kind: "fitted", prior: null, how: "to first-chunk times of the steady rows" } as const;

/** Steps that a request stays in the batch. */
export function stepsOfARequest(subject: Subject, point: OperatingPoint): Derived {
  return part("sum", [firstChunkSteps(subject, point), decodeSteps(subject, point)]);
}
