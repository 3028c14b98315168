import type { FirstChunkParameters } from "./parameters.ts";

/** What times a replica's requests, whatever its load. */
export interface RequestTiming {
  /** A step without other requests' prompts, over the batch. */
  readonly ownStepSecondsAt: (batch: number) => number;
  readonly prefillSeconds: number;
  readonly firstChunk: FirstChunkParameters;
  /** Steps of a request after the one of its first chunk. */
  readonly decodeSteps: number;
}

/**
 * A replica whose batch holds so many requests on average, nobody queueing; times are means over its requests.
 *
 * A request is in the batch from the step that computes its prompt to the one of its last token. Before that it is
 * handled outside the engine and waits for steps under way, which takes its time and no room in the batch. By Little's
 * law requests in the batch, and in flight, are the rate times those times. A batch below one is a share of time at
 * which one request runs.
 */
export interface BatchPoint {
  readonly batch: number;
  readonly stepsWaited: number;
  /** With other requests' prompts, spread over the steps of those that are decoding. */
  readonly stepSeconds: number;
  readonly inBatchSeconds: number;
  /** From arrival until the batch takes the request in. */
  readonly arrivalSeconds: number;
  readonly requestsPerSecond: number;
  readonly inFlight: number;
}

export function batchPoint(timing: RequestTiming, batch: number): BatchPoint {
  const { prefillSeconds, firstChunk, decodeSteps } = timing;
  const steps = 1 + decodeSteps;
  const stepsWaited = stepsWaitedAt(firstChunk, batch);
  const stepSeconds = timing.ownStepSecondsAt(batch) + (Math.max(0, batch - 1) * prefillSeconds) / steps;
  const inBatchSeconds = prefillSeconds + steps * stepSeconds;
  const arrivalSeconds = firstChunk.handlingSeconds + stepsWaited * stepSeconds;
  const requestsPerSecond = batch / inBatchSeconds;
  const inFlight = batch + requestsPerSecond * arrivalSeconds;
  return { batch, stepsWaited, stepSeconds, inBatchSeconds, arrivalSeconds, requestsPerSecond, inFlight };
}

/** Steps that a request waits for at an engine with so many in its batch; none where it is alone. */
function stepsWaitedAt({ stepsWaited }: FirstChunkParameters, batch: number): number {
  return batch > 1 ? stepsWaited * (1 - 1 / batch) : 0;
}

/** The batch under so many in flight: at most `limit`, beyond which requests queue. */
export function batchUnderLoad(timing: RequestTiming, inFlight: number, limit: number): BatchPoint {
  return batchWhere(timing, (point) => point.inFlight, inFlight, limit);
}

/** The batch that serves so many requests a second; at most `limit`, where that is less. */
export function batchAtRate(timing: RequestTiming, requestsPerSecond: number, limit: number): BatchPoint {
  return batchWhere(timing, (point) => point.requestsPerSecond, requestsPerSecond, limit);
}

/** Relative; well below what any law is held to. */
const SOLVED = 1e-14;
const MOST_ITERATIONS = 100;

/** Where a quantity that grows with the batch, in proportion below one, reaches a value (regula falsi, Illinois). */
function batchWhere(
  timing: RequestTiming,
  quantity: (point: BatchPoint) => number,
  value: number,
  limit: number,
): BatchPoint {
  const full = batchPoint(timing, limit);
  if (quantity(full) <= value) return full;
  const single = batchPoint(timing, Math.min(1, limit));
  if (quantity(single) >= value) return batchPoint(timing, (single.batch * value) / quantity(single));
  let [low, high] = [single.batch, limit];
  let [below, above] = [quantity(single) - value, quantity(full) - value];
  let point = full;
  for (let i = 0, side = 0; i < MOST_ITERATIONS && high - low > SOLVED * high; i += 1) {
    point = batchPoint(timing, (low * above - high * below) / (above - below));
    const off = quantity(point) - value;
    if (Math.abs(off) <= SOLVED * value) return point;
    if (off < 0) {
      [low, below] = [point.batch, off];
      if (side < 0) above /= 2;
      side = -1;
    } else {
      [high, above] = [point.batch, off];
      if (side > 0) below /= 2;
      side = 1;
    }
  }
  return point;
}
