import { replicaCount, type Deployment } from "./deployment.ts";
import type { Band } from "../../units/band.ts";
import type { RequestLengths, ServingWorkload } from "./serving-workload.ts";
import { tokensPerStep as tokensPerStepOf } from "./drafting.ts";
import { memoryInfeasibility, settingsInfeasibility, type Infeasibility } from "./feasibility.ts";
import { memoryBudget, type MemoryBudget } from "./memory-budget.ts";
import {
  operatingPoint,
  operatingPointAtRate,
  runningLimit,
  saturatedRequestsPerSecond,
  type OperatingPoint,
  type Replica,
  type RunningLimit,
} from "./operating-point.ts";
import type { PlatformModel } from "./platform-model.ts";
import { prefillTime } from "./prefill.ts";

/** Steady state of a whole platform. Latencies are means over all its requests; `busiest` is its fullest replica. */
export interface PlatformPerformance {
  readonly budget: MemoryBudget;
  readonly limit: RunningLimit;
  readonly replicas: number;
  /** Of the whole platform, with as many running as may, and more waiting. */
  readonly saturatedRequestsPerSecond: number;
  readonly busiest: OperatingPoint;
  /** Replicas with as many requests in flight, the fullest first; idle ones are left out. */
  readonly groups: readonly { readonly replicas: number; readonly point: OperatingPoint }[];
  /** Floor under the busiest replica's step on this hardware with any engine. */
  readonly floorStepSeconds: number;
  readonly runningRequests: number;
  readonly waitingRequests: number;
  readonly stepSeconds: number;
  readonly stepSecondsBand: Band;
  readonly tpotSeconds: number;
  readonly ttftSeconds: number;
  readonly ttftMedianSeconds: number;
  readonly requestSeconds: number;
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  readonly outputTokensPerSecondBand: Band;
  readonly totalTokensPerSecond: number;
}

/** One replica under requests of given lengths, however many of them and of it there are. */
export interface ReplicaPerformance {
  readonly budget: MemoryBudget;
  readonly limit: RunningLimit;
  readonly tokensPerStep: number;
  /** With as many running as may, and more waiting. */
  readonly saturatedRequestsPerSecond: number;
  /** Under so many requests in flight; each load worked out once. */
  readonly pointAt: (inFlight: number) => OperatingPoint;
  /** Under so many requests a second; where it cannot serve as many, at the rate that it can. */
  readonly pointAtRate: (requestsPerSecond: number) => OperatingPoint;
}

interface Infeasible {
  readonly feasible: false;
  readonly reason: Infeasibility;
  readonly budget: MemoryBudget | null;
}

type ReplicaResult = { readonly feasible: true; readonly replica: ReplicaPerformance } | Infeasible;

type PlatformResult = { readonly feasible: true; readonly performance: PlatformPerformance } | Infeasible;

/** Requests in flight on each replica, as evenly as whole requests allow; idle replicas are left out. */
export function splitOverReplicas(
  concurrency: number,
  replicas: number,
): readonly { readonly replicas: number; readonly inFlight: number }[] {
  const least = Math.floor(concurrency / replicas);
  const withOneMore = concurrency - least * replicas;
  return [
    { replicas: withOneMore, inFlight: least + 1 },
    { replicas: replicas - withOneMore, inFlight: least },
  ].filter((group) => group.replicas > 0 && group.inFlight > 0);
}

/** A dragged slider or a search comes back to the same loads; without an end a page left open would keep them all. */
const MOST_POINTS = 1024;

function onceEach(compute: (inFlight: number) => OperatingPoint): (inFlight: number) => OperatingPoint {
  const known = new Map<number, OperatingPoint>();
  return (inFlight) => {
    let point = known.get(inFlight);
    if (point === undefined) {
      if (known.size >= MOST_POINTS) known.clear();
      known.set(inFlight, (point = compute(inFlight)));
    }
    return point;
  };
}

/**
 * Predicts one replica, or says why it cannot serve.
 *
 * @param acceptanceRate Accepted / drafted tokens, used where the deployment drafts.
 */
export function replicaPerformance(
  model: PlatformModel,
  workload: RequestLengths,
  deployment: Deployment,
  acceptanceRate: number,
): ReplicaResult {
  const { gpu, llm, parameters, engine } = model;
  const unsuitable = settingsInfeasibility(gpu, llm, workload, deployment);
  if (unsuitable) return { feasible: false, reason: unsuitable, budget: null };
  const budget = memoryBudget(gpu, llm, workload, deployment, engine, parameters.kvHolding);
  const unfit = memoryInfeasibility(budget);
  if (unfit) return { feasible: false, reason: unfit, budget };
  const tokensPerStep = tokensPerStepOf(deployment.draftLength, acceptanceRate);
  const limit = runningLimit(deployment, budget, workload, tokensPerStep);
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters.step, engine);
  const replica: Replica = { model, workload, deployment, limit, tokensPerStep, prefill };
  return {
    feasible: true,
    replica: {
      budget,
      limit,
      tokensPerStep,
      saturatedRequestsPerSecond: saturatedRequestsPerSecond(replica),
      pointAt: onceEach((inFlight) => operatingPoint(replica, inFlight)),
      pointAtRate: (requestsPerSecond) => operatingPointAtRate(replica, requestsPerSecond),
    },
  };
}

/**
 * Predicts one platform under a closed loop of `workload.concurrency` requests, or says why it cannot serve it.
 *
 * @param acceptanceRate Accepted / drafted tokens, used where the deployment drafts.
 */
export function platformPerformance(
  model: PlatformModel,
  workload: ServingWorkload,
  deployment: Deployment,
  acceptanceRate: number,
): PlatformResult {
  const found = replicaPerformance(model, workload, deployment, acceptanceRate);
  if (!found.feasible) return found;
  return { feasible: true, performance: performanceAtLoad(found.replica, replicaCount(deployment), workload) };
}

/** So many replicas alike, under a closed loop of `workload.concurrency` requests. */
export function performanceAtLoad(
  replica: ReplicaPerformance,
  replicas: number,
  workload: ServingWorkload,
): PlatformPerformance {
  const groups = splitOverReplicas(workload.concurrency, replicas).map((group) => ({
    replicas: group.replicas,
    point: replica.pointAt(group.inFlight),
  }));
  return performanceOf(replica, replicas, workload, groups);
}

/** So many replicas alike, under traffic of so many requests a second that they share evenly. */
export function performanceAtRate(
  replica: ReplicaPerformance,
  replicas: number,
  lengths: RequestLengths,
  requestsPerSecond: number,
): PlatformPerformance {
  const point = replica.pointAtRate(requestsPerSecond / replicas);
  return performanceOf(replica, replicas, lengths, [{ replicas, point }]);
}

/** @param groups The fullest replicas first. */
function performanceOf(
  { budget, limit, saturatedRequestsPerSecond: saturated }: ReplicaPerformance,
  replicas: number,
  { inputTokens, outputTokens }: RequestLengths,
  groups: PlatformPerformance["groups"],
): PlatformPerformance {
  const total = (quantity: (point: OperatingPoint) => number): number =>
    groups.reduce((sum, group) => sum + group.replicas * quantity(group.point), 0);
  const requestsPerSecond = total((point) => point.requestsPerSecond);
  const meanOverRequests = (quantity: (point: OperatingPoint) => number): number =>
    total((point) => point.requestsPerSecond * quantity(point)) / requestsPerSecond;
  const busiest = groups[0]!.point;
  return {
    budget,
    limit,
    replicas,
    saturatedRequestsPerSecond: replicas * saturated,
    busiest,
    groups,
    floorStepSeconds: busiest.floorStepSeconds,
    runningRequests: total((point) => point.runningRequests),
    waitingRequests: total((point) => point.waitingRequests),
    stepSeconds: meanOverRequests((point) => point.step.totalSeconds),
    stepSecondsBand: [
      meanOverRequests((point) => point.stepSecondsBand[0]),
      meanOverRequests((point) => point.stepSecondsBand[1]),
    ],
    tpotSeconds: meanOverRequests((point) => point.tpotSeconds),
    ttftSeconds: meanOverRequests((point) => point.ttftSeconds),
    ttftMedianSeconds: meanOverRequests((point) => point.ttftMedianSeconds),
    requestSeconds: meanOverRequests((point) => point.requestSeconds),
    requestsPerSecond,
    outputTokensPerSecond: requestsPerSecond * outputTokens,
    outputTokensPerSecondBand: [
      total((point) => point.outputTokensPerSecondBand[0]),
      total((point) => point.outputTokensPerSecondBand[1]),
    ],
    totalTokensPerSecond: requestsPerSecond * (inputTokens + outputTokens),
  };
}
