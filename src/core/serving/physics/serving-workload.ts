/** What is asked of a platform: a closed loop of requests. Concurrency is for the whole platform. */
export interface ServingWorkload extends RequestLengths {
  /** Requests in flight on the whole platform, running or waiting; under traffic a mean, and so not whole. */
  readonly concurrency: number;
}

/** Mean lengths of a request, and how far lengths scatter: standard deviation over mean, 0 where all are alike. */
export interface RequestLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputTokensVariation?: number;
  readonly outputTokensVariation?: number;
  /** Share of the prompt's tokens that a prefix cache already holds; 0 without one. */
  readonly prefixCachedFraction?: number;
}

/** Prompt tokens that have to be computed. */
export function computedInputTokens({ inputTokens, prefixCachedFraction = 0 }: RequestLengths): number {
  return inputTokens * (1 - prefixCachedFraction);
}
