import { type CompletedRequest, Replica, type ReplicaSpeed, stepsAfterFirstChunk } from "./client-replica.ts";

/** How a benchmark's client loads a platform: a closed loop of slots on each replica, in two phases. */
export interface ClientPlan {
  readonly replicas: number;
  readonly slotsPerReplica: number;
  /** First phase: slots loop for so long; then what is in flight on any replica is finished before the second starts. */
  readonly warmupSeconds: number;
  /**
   * Second phase: its end is fixed, this long after the first was to end. A slot starts no request after that, and what
   * is in flight is finished and counted.
   */
  readonly measuredSeconds: number;
  /** Of each prompt, in the order handed out; over again when all are used. */
  readonly outputTokens: readonly number[];
}

/** What the client would have reported. Medians are by nearest rank, and null where nothing was completed. */
export interface ClientReport {
  readonly startedRequests: number;
  readonly completedRequests: number;
  readonly outputTokens: number;
  /** Over the planned duration, as the client divides, and not the real one. */
  readonly outputTokensPerSecond: number;
  /** From sending a request to its first chunk, with its wait in the server. */
  readonly ttftMedianSeconds: number | null;
  /** Median over requests of their mean gap between chunks. */
  readonly chunkGapMedianSeconds: number | null;
  /** When the second phase started, and when its last request ended. */
  readonly measuredFromSeconds: number;
  readonly endedSeconds: number;
}

/** Runs the client against replicas of one speed, which share nothing but the client's prompts. Nothing is random. */
export function simulateClient(speed: ReplicaSpeed, plan: ClientPlan): ClientReport {
  const warmup = runPhase(speed, plan, 0, plan.warmupSeconds, 0);
  const measuredFromSeconds = Math.max(plan.warmupSeconds, warmup.endedSeconds);
  const plannedEnd = plan.warmupSeconds + plan.measuredSeconds;
  const { started, completed, endedSeconds } = runPhase(speed, plan, measuredFromSeconds, plannedEnd, warmup.started);
  const outputTokens = completed.reduce((sum, request) => sum + request.outputTokens, 0);
  return {
    startedRequests: started,
    completedRequests: completed.length,
    outputTokens,
    outputTokensPerSecond: outputTokens / plan.measuredSeconds,
    ttftMedianSeconds: nearestRankMedian(completed.map((request) => request.firstChunkSeconds - request.sentSeconds)),
    chunkGapMedianSeconds: nearestRankMedian(completed.map((request) => meanGapSeconds(request, speed))),
    measuredFromSeconds,
    endedSeconds,
  };
}

/** The engine opens a stream with an empty chunk beside the first token, so that there is one more gap, of no length. */
function meanGapSeconds(request: CompletedRequest, speed: ReplicaSpeed): number {
  const gaps = 1 + stepsAfterFirstChunk(request.outputTokens, speed.tokensPerStep);
  return (request.endSeconds - request.firstChunkSeconds) / gaps;
}

interface Phase {
  readonly started: number;
  readonly completed: readonly CompletedRequest[];
  /** When its last request ended; its start if it had none. */
  readonly endedSeconds: number;
}

/** Slots that send a request as soon as their last one ends, until a moment; then what is in flight is finished. */
function runPhase(speed: ReplicaSpeed, plan: ClientPlan, from: number, until: number, firstPrompt: number): Phase {
  const completed: CompletedRequest[] = [];
  const replicas = Array.from({ length: plan.replicas }, () => new Replica(speed, from));
  let started = 0;
  const startOn = (replica: Replica, sentSeconds: number): void => {
    if (sentSeconds >= until) return;
    const outputTokens = plan.outputTokens[(firstPrompt + started) % plan.outputTokens.length]!;
    replica.send({ outputTokens, sentSeconds });
    started += 1;
  };
  for (let slot = 0; slot < plan.slotsPerReplica; slot += 1) {
    for (const replica of replicas) startOn(replica, from);
  }
  const changes = replicas.map((replica) => replica.nextChange());
  for (;;) {
    const soonest = indexOfLeast(changes);
    const now = changes[soonest]!;
    if (now === Number.POSITIVE_INFINITY)
      return { started, completed, endedSeconds: completed.at(-1)?.endSeconds ?? from };
    const replica = replicas[soonest]!;
    for (const request of replica.advance(now)) {
      completed.push(request);
      startOn(replica, now);
    }
    changes[soonest] = replica.nextChange();
  }
}

function indexOfLeast(values: readonly number[]): number {
  let least = 0;
  for (let i = 1; i < values.length; i += 1) if (values[i]! < values[least]!) least = i;
  return least;
}

function nearestRankMedian(values: readonly number[]): number | null {
  return Float64Array.from(values).toSorted()[Math.ceil(values.length / 2) - 1] ?? null;
}
