/** What is asked of a platform: a closed loop of identical requests. Concurrency is for the whole platform. */
export interface ServingWorkload {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Requests in flight on the whole platform, running or waiting. */
  readonly concurrency: number;
}
