import type { MeasuredServingRow } from "./measured-row.ts";

/** Steps that a request is seen to wait for its first chunk when nothing queues (at most; about 4 in the rows). */
const UNQUEUED_STEPS = 5;
/** A median wait beyond this share of the service time is a queue. */
const QUEUED_SHARE = 0.05;

/**
 * Requests a replica ran at once, where the row shows that it ran out of KV cache: clients within `max_num_seqs` still
 * queued. In a closed loop in flight = running + waiting, and by Little's law both are rate times time, so running is
 * the share of its time in the system that a request is being served.
 *
 * @returns Requests per replica; null where nothing queued or `max_num_seqs` explains the queue.
 */
export function runningUnderKvLimit(row: MeasuredServingRow): number | null {
  const { chunkGapMedianSeconds: stepSeconds, ttftMedianSeconds, meanOutputTokens, maxNumSeqs } = row;
  if (stepSeconds === null || ttftMedianSeconds === null || meanOutputTokens === null || maxNumSeqs === null)
    return null;
  if (row.concurrencyPerReplica > maxNumSeqs) return null;
  const tokensPerStep = 1 + row.draftLength * (row.acceptanceRate ?? 0);
  const serviceSeconds = (meanOutputTokens / tokensPerStep) * stepSeconds;
  const waitSeconds = ttftMedianSeconds - UNQUEUED_STEPS * stepSeconds;
  if (waitSeconds < QUEUED_SHARE * serviceSeconds) return null;
  return (row.concurrencyPerReplica * serviceSeconds) / (serviceSeconds + waitSeconds);
}
