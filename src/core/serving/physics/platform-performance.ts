import { replicaCount, type Deployment } from "./deployment.ts";
import type { Band } from "../../units/band.ts";
import type { ServingWorkload } from "./serving-workload.ts";
import { tokensPerStep as tokensPerStepOf } from "./drafting.ts";
import { memoryInfeasibility, settingsInfeasibility, type Infeasibility } from "./feasibility.ts";
import { memoryBudget, type MemoryBudget } from "./memory-budget.ts";
import { operatingPoint, runningLimit, type OperatingPoint, type RunningLimit } from "./operating-point.ts";
import type { PlatformModel } from "./platform-model.ts";
import { prefillTime } from "./prefill.ts";

/** Steady state of a whole platform. Latencies are means over all its requests; `busiest` is its fullest replica. */
export interface PlatformPerformance {
  readonly budget: MemoryBudget;
  readonly limit: RunningLimit;
  readonly replicas: number;
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

export type PlatformResult =
  | { readonly feasible: true; readonly performance: PlatformPerformance }
  | { readonly feasible: false; readonly reason: Infeasibility; readonly budget: MemoryBudget | null };

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
  const { gpu, llm, parameters, engine } = model;
  const unsuitable = settingsInfeasibility(gpu, llm, workload, deployment);
  if (unsuitable) return { feasible: false, reason: unsuitable, budget: null };
  const budget = memoryBudget(gpu, llm, workload, deployment, engine, parameters.kvHolding);
  const unfit = memoryInfeasibility(budget);
  if (unfit) return { feasible: false, reason: unfit, budget };

  const tokensPerStep = tokensPerStepOf(deployment.draftLength, acceptanceRate);
  const limit = runningLimit(deployment, budget, workload, tokensPerStep);
  const replicas = replicaCount(deployment);
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters.step, engine);
  const groups = splitOverReplicas(workload.concurrency, replicas).map((group) => ({
    replicas: group.replicas,
    point: operatingPoint(model, workload, deployment, limit, group.inFlight, tokensPerStep, prefill),
  }));
  const total = (quantity: (point: OperatingPoint) => number): number =>
    groups.reduce((sum, group) => sum + group.replicas * quantity(group.point), 0);
  const requestsPerSecond = total((point) => point.requestsPerSecond);
  const meanOverRequests = (quantity: (point: OperatingPoint) => number): number =>
    total((point) => point.requestsPerSecond * quantity(point)) / requestsPerSecond;
  const busiest = groups[0]!.point;
  return {
    feasible: true,
    performance: {
      budget,
      limit,
      replicas,
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
      outputTokensPerSecond: requestsPerSecond * workload.outputTokens,
      outputTokensPerSecondBand: [
        total((point) => point.outputTokensPerSecondBand[0]),
        total((point) => point.outputTokensPerSecondBand[1]),
      ],
      totalTokensPerSecond: requestsPerSecond * (workload.inputTokens + workload.outputTokens),
    },
  };
}
