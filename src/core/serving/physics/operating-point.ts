import type { Deployment } from "./deployment.ts";
import { bandAround, type Band } from "../../units/band.ts";
import { computedInputTokens, type ServingWorkload } from "./serving-workload.ts";
import { stepFloor } from "./floor.ts";
import { kvCapacityRequests, type MemoryBudget } from "./memory-budget.ts";
import type { PlatformModel } from "./platform-model.ts";
import type { PrefillTime } from "./prefill.ts";
import { stepCurveOf } from "./step-curve.ts";
import { correctedStep, stepTime, type StepTime } from "./step-time.ts";

/** What keeps a replica from running more of its requests at once; `load` where all of them run. */
export type BatchLimit = "load" | "max-num-seqs" | "max-num-batched-tokens" | "kv-cache";

/** How many requests a replica runs at once at most, and what sets that. */
export interface RunningLimit {
  readonly requests: number;
  readonly by: Exclude<BatchLimit, "load">;
}

/** Tokens of one running request in a step: its own to verify, and a share of the next one's prompt. */
export function batchedTokensPerRequest(
  deployment: Deployment,
  workload: ServingWorkload,
  tokensPerStep: number,
): number {
  const stepsPerRequest = 1 + (workload.outputTokens - 1) / tokensPerStep;
  return deployment.draftLength + 1 + computedInputTokens(workload) / stepsPerRequest;
}

/** Everything that limits how many requests run at once, in whole requests. */
export function runningLimits(
  deployment: Deployment,
  budget: MemoryBudget,
  workload: ServingWorkload,
  tokensPerStep: number,
): readonly RunningLimit[] {
  const tokensPerRequest = batchedTokensPerRequest(deployment, workload, tokensPerStep);
  return [
    { by: "max-num-seqs", requests: deployment.maxNumSeqs },
    { by: "kv-cache", requests: Math.floor(kvCapacityRequests(budget)) },
    { by: "max-num-batched-tokens", requests: Math.floor(deployment.maxNumBatchedTokens / tokensPerRequest) },
  ];
}

/** The tightest limit; at least one request, since a replica that holds none is infeasible. */
export function runningLimit(
  deployment: Deployment,
  budget: MemoryBudget,
  workload: ServingWorkload,
  tokensPerStep: number,
): RunningLimit {
  const limits = runningLimits(deployment, budget, workload, tokensPerStep);
  const tightest = limits.reduce((least, limit) => (limit.requests < least.requests ? limit : least));
  return { by: tightest.by, requests: Math.max(1, tightest.requests) };
}

/** Steady state of one replica with a fixed number of requests in flight. Times are means over requests unless named. */
export interface OperatingPoint {
  readonly inFlightRequests: number;
  readonly runningRequests: number;
  readonly waitingRequests: number;
  readonly limitedBy: BatchLimit;
  readonly step: StepTime;
  /** As far as measurements leave the step's time open. */
  readonly stepSecondsBand: Band;
  /** Least time of the step, without other requests' prompts, on this hardware with any engine. */
  readonly floorStepSeconds: number;
  /** The step without other requests' prompts over its floor: what better software could still win. */
  readonly headroom: number;
  readonly prefill: PrefillTime;
  readonly tokensPerStep: number;
  /** Steps until a request's first chunk, its own with those it waits for. */
  readonly firstChunkSteps: number;
  /** Steps of one request after its first chunk. */
  readonly decodeSteps: number;
  /** From being taken in to the first chunk, and to the last: a slot's time without the wait. */
  readonly firstChunkSeconds: number;
  readonly serviceSeconds: number;
  readonly tpotSeconds: number;
  readonly waitSeconds: number;
  readonly waitMedianSeconds: number;
  readonly ttftSeconds: number;
  readonly ttftMedianSeconds: number;
  readonly requestSeconds: number;
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  /** From the band of the step's time alone: how many requests run at once is taken as known. */
  readonly outputTokensPerSecondBand: Band;
}

/** Departures by which the median of a sum of many gaps lies under its mean. */
export const GAMMA_MEDIAN_OFFSET = 1 / 3;

/**
 * Median wait behind a first-come first-served queue, from its mean. Waiting for n departures takes about n of them;
 * a sum of n independent gaps of rate r has mean n/r and median near (n - 1/3)/r.
 */
function medianWaitSeconds(waitingRequests: number, requestsPerSecond: number): number {
  return Math.max(0, waitingRequests - GAMMA_MEDIAN_OFFSET) / requestsPerSecond;
}

/**
 * Steady state of a closed loop: `inFlight` requests, each replaced when it ends.
 *
 * All run that may; the rest wait. A slot serves a request for the time to its first chunk and one step for each
 * `tokensPerStep` further tokens; by Little's law the time in the system is in flight / rate, and the wait the rest.
 */
export function operatingPoint(
  model: PlatformModel,
  workload: ServingWorkload,
  deployment: Deployment,
  limit: RunningLimit,
  inFlight: number,
  tokensPerStep: number,
  prefill: PrefillTime,
): OperatingPoint {
  const { gpu, llm, parameters, engine } = model;
  const running = Math.min(inFlight, limit.requests);
  const waiting = inFlight - running;
  const { handlingSeconds, stepsWaited } = parameters.firstChunk;
  const firstChunkSteps = 1 + stepsWaited * (1 - 1 / running);
  // The last tokens take a whole step, however many it could have brought.
  const decodeSteps = Math.max(1, (workload.outputTokens - 1) / tokensPerStep);
  const physics = stepTime(
    gpu,
    llm,
    workload,
    deployment,
    parameters.step,
    engine,
    running,
    firstChunkSteps + decodeSteps,
    prefill.totalSeconds,
  );
  const floorSeconds = stepFloor(gpu, llm, workload, deployment, engine, running).totalSeconds;
  const curve = stepCurveOf(model, workload, deployment, decodeSteps);
  const step = correctedStep(physics, Math.max(floorSeconds, curve.ownSecondsAt(running)));
  const firstChunkSeconds = handlingSeconds + prefill.totalSeconds + firstChunkSteps * step.totalSeconds;
  const tpotSeconds = (decodeSteps * step.totalSeconds) / (workload.outputTokens - 1);
  const serviceSeconds = firstChunkSeconds + decodeSteps * step.totalSeconds;
  // Prompts take what they take: the band is that of the rest of the step.
  const [fastestOwn, slowestOwn] = bandAround(step.ownSeconds, curve.deviationAt(running));
  const fastest = Math.max(floorSeconds, fastestOwn) + step.prefillSeconds;
  const slowest = slowestOwn + step.prefillSeconds;
  const outputRateAt = (stepSeconds: number): number =>
    (running * workload.outputTokens) /
    (serviceSeconds + (firstChunkSteps + decodeSteps) * (stepSeconds - step.totalSeconds));
  const requestsPerSecond = running / serviceSeconds;
  const waitSeconds = waiting / requestsPerSecond;
  const waitMedianSeconds = medianWaitSeconds(waiting, requestsPerSecond);
  return {
    inFlightRequests: inFlight,
    runningRequests: running,
    waitingRequests: waiting,
    limitedBy: waiting > 0 ? limit.by : "load",
    step,
    stepSecondsBand: [fastest, slowest],
    floorStepSeconds: floorSeconds,
    headroom: step.ownSeconds / floorSeconds,
    prefill,
    tokensPerStep,
    firstChunkSteps,
    decodeSteps,
    firstChunkSeconds,
    serviceSeconds,
    tpotSeconds,
    waitSeconds,
    waitMedianSeconds,
    ttftSeconds: waitSeconds + firstChunkSeconds,
    ttftMedianSeconds: waitMedianSeconds + firstChunkSeconds,
    requestSeconds: waitSeconds + serviceSeconds,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * workload.outputTokens,
    outputTokensPerSecondBand: [outputRateAt(slowest), outputRateAt(fastest)],
  };
}
