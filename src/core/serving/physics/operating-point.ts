import type { Deployment } from "./deployment.ts";
import { bandAround, type Band } from "../../units/band.ts";
import { batchAtRate, batchUnderLoad, type BatchPoint, batchPoint, type RequestTiming } from "./batch.ts";
import { computedInputTokens, type RequestLengths } from "./serving-workload.ts";
import { stepFloor } from "./floor.ts";
import { kvCapacityRequests, type MemoryBudget } from "./memory-budget.ts";
import type { PlatformModel } from "./platform-model.ts";
import type { PrefillTime } from "./prefill.ts";
import { stepCurveOf } from "./step-curve.ts";
import { correctedStep, stepTime, type StepTime } from "./step-time.ts";

/** What keeps a replica from running more of its requests at once; `load` where all of them run. */
export type BatchLimit = "load" | "max-num-seqs" | "max-num-batched-tokens" | "kv-cache";

/**
 * How many requests a replica runs at once at most, and what sets that. A mean: where 52.7 fit on average, 52 run at
 * some times and 53 at others.
 */
export interface RunningLimit {
  readonly requests: number;
  readonly by: Exclude<BatchLimit, "load">;
}

/** Steps of a request after the one of its first chunk. The last tokens take a whole step, however many it could have brought. */
function decodeStepsOf({ outputTokens }: RequestLengths, tokensPerStep: number): number {
  return Math.max(1, (outputTokens - 1) / tokensPerStep);
}

/** Tokens of one running request in a step: its own to verify, and a share of the next one's prompt. */
export function batchedTokensPerRequest(
  deployment: Deployment,
  workload: RequestLengths,
  tokensPerStep: number,
): number {
  return deployment.draftLength + 1 + computedInputTokens(workload) / (1 + decodeStepsOf(workload, tokensPerStep));
}

/** Everything that limits how many requests run at once. */
export function runningLimits(
  deployment: Deployment,
  budget: MemoryBudget,
  workload: RequestLengths,
  tokensPerStep: number,
): readonly RunningLimit[] {
  const tokensPerRequest = batchedTokensPerRequest(deployment, workload, tokensPerStep);
  return [
    { by: "max-num-seqs", requests: deployment.maxNumSeqs },
    { by: "kv-cache", requests: kvCapacityRequests(budget) },
    { by: "max-num-batched-tokens", requests: deployment.maxNumBatchedTokens / tokensPerRequest },
  ];
}

/** The tightest limit; at least one request, since a replica that holds none is infeasible. */
export function runningLimit(
  deployment: Deployment,
  budget: MemoryBudget,
  workload: RequestLengths,
  tokensPerStep: number,
): RunningLimit {
  const limits = runningLimits(deployment, budget, workload, tokensPerStep);
  const tightest = limits.reduce((least, limit) => (limit.requests < least.requests ? limit : least));
  return { by: tightest.by, requests: Math.max(1, tightest.requests) };
}

/** Steady state of one replica at some load. Times are means over requests unless named. */
export interface OperatingPoint {
  readonly inFlightRequests: number;
  /** Of those in flight as many as may run; the others wait. */
  readonly runningRequests: number;
  readonly waitingRequests: number;
  readonly limitedBy: BatchLimit;
  /** Mean requests in a step: those that run, but for the time until the batch takes them in. */
  readonly batchRequests: number;
  /** The step of that batch; of less than one request the step of one, taken less often. */
  readonly step: StepTime;
  /** As far as measurements leave the step's time open. */
  readonly stepSecondsBand: Band;
  /** Least time of the step, without other requests' prompts, on this hardware with any engine. */
  readonly floorStepSeconds: number;
  /** The step without other requests' prompts over its floor: what better software could still win. */
  readonly headroom: number;
  readonly prefill: PrefillTime;
  readonly tokensPerStep: number;
  /** Steps that a request waits until the batch takes it in. */
  readonly stepsWaited: number;
  /** Steps of one request after its first chunk. */
  readonly decodeSteps: number;
  /** From arrival until the batch takes a request in, with nobody queueing: handling and the steps waited. */
  readonly arrivalSeconds: number;
  /** From then to its last chunk. */
  readonly inBatchSeconds: number;
  /** From arrival to the first chunk, with nobody queueing. */
  readonly firstChunkSeconds: number;
  readonly tpotSeconds: number;
  /** In the queue, before it is served. */
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
function medianWaitSeconds(queuedRequests: number, requestsPerSecond: number): number {
  return Math.max(0, queuedRequests - GAMMA_MEDIAN_OFFSET) / requestsPerSecond;
}

/** One replica of a deployment under a workload of some lengths, ready for any load. */
export interface Replica {
  readonly model: PlatformModel;
  readonly workload: RequestLengths;
  readonly deployment: Deployment;
  readonly limit: RunningLimit;
  readonly tokensPerStep: number;
  readonly prefill: PrefillTime;
}

function timingOf({ model, workload, deployment, tokensPerStep, prefill }: Replica): RequestTiming {
  return {
    ownStepSecondsAt: stepCurveOf(model, workload, deployment).ownSecondsAt,
    prefillSeconds: prefill.totalSeconds,
    firstChunk: model.parameters.firstChunk,
    decodeSteps: decodeStepsOf(workload, tokensPerStep),
  };
}

/** Requests per second with as many running as may, and more waiting. */
export function saturatedRequestsPerSecond(replica: Replica): number {
  return batchPoint(timingOf(replica), replica.limit.requests).requestsPerSecond;
}

/**
 * Steady state of a closed loop: `inFlight` requests on average, each replaced when it ends. All run that may; the rest
 * queue, by Little's law for as long as it takes to serve that many.
 */
export function operatingPoint(replica: Replica, inFlight: number): OperatingPoint {
  return pointOf(replica, batchUnderLoad(timingOf(replica), inFlight, replica.limit.requests), inFlight);
}

/** Steady state under so many requests a second, at most the saturated rate; in flight is that rate times their time. */
export function operatingPointAtRate(replica: Replica, requestsPerSecond: number): OperatingPoint {
  const served = batchAtRate(timingOf(replica), requestsPerSecond, replica.limit.requests);
  return pointOf(replica, served, served.inFlight);
}

function pointOf(replica: Replica, served: BatchPoint, inFlight: number): OperatingPoint {
  const { model, workload, deployment, limit, tokensPerStep, prefill } = replica;
  const { gpu, llm, parameters, engine } = model;
  const { batch, stepsWaited, arrivalSeconds, inBatchSeconds, requestsPerSecond } = served;
  const running = Math.min(inFlight, limit.requests);
  const waiting = inFlight - running;
  const queued = batch < limit.requests ? 0 : Math.max(0, inFlight - served.inFlight);
  const decodeSteps = decodeStepsOf(workload, tokensPerStep);
  const steps = 1 + decodeSteps;
  const sequences = Math.max(1, batch);
  const physics = stepTime(
    gpu,
    llm,
    workload,
    deployment,
    parameters.step,
    engine,
    sequences,
    steps,
    prefill.totalSeconds,
  );
  const floorSeconds = stepFloor(gpu, llm, workload, deployment, engine, sequences).totalSeconds;
  const curve = stepCurveOf(model, workload, deployment);
  const step = correctedStep(physics, curve.ownSecondsAt(batch));
  const firstChunkSeconds = arrivalSeconds + prefill.totalSeconds + step.totalSeconds;
  const waitSeconds = queued / requestsPerSecond;
  const waitMedianSeconds = medianWaitSeconds(queued, requestsPerSecond);
  // Prompts take what they take: the band is that of the rest of the step.
  const [fastestOwn, slowestOwn] = bandAround(step.ownSeconds, curve.deviationAt(batch));
  const fastest = Math.max(floorSeconds, fastestOwn) + step.prefillSeconds;
  const slowest = slowestOwn + step.prefillSeconds;
  const outputRateAt = (stepSeconds: number): number =>
    (batch * workload.outputTokens) / (inBatchSeconds + steps * (stepSeconds - step.totalSeconds));
  return {
    inFlightRequests: inFlight,
    runningRequests: running,
    waitingRequests: waiting,
    limitedBy: waiting > 0 ? limit.by : "load",
    batchRequests: batch,
    step,
    stepSecondsBand: [fastest, slowest],
    floorStepSeconds: floorSeconds,
    headroom: step.ownSeconds / floorSeconds,
    prefill,
    tokensPerStep,
    stepsWaited,
    decodeSteps,
    arrivalSeconds,
    inBatchSeconds,
    firstChunkSeconds,
    tpotSeconds: (decodeSteps * step.totalSeconds) / (workload.outputTokens - 1),
    waitSeconds,
    waitMedianSeconds,
    ttftSeconds: waitSeconds + firstChunkSeconds,
    ttftMedianSeconds: waitMedianSeconds + firstChunkSeconds,
    requestSeconds: waitSeconds + arrivalSeconds + inBatchSeconds,
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * workload.outputTokens,
    outputTokensPerSecondBand: [outputRateAt(slowest), outputRateAt(fastest)],
  };
}
