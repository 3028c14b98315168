import type { PlatformPerformance } from "../physics/platform-performance.ts";

/** Latency ceilings a platform must keep; null is no limit. */
export interface Limits {
  readonly tpotSeconds: number | null;
  /** What `tpotSeconds` is a limit on: the mean time per output token, or the gap between streamed chunks (engine step). */
  readonly tpotBasis: "token" | "chunk";
  /** On the mean TTFT, queueing included. */
  readonly ttftSeconds: number | null;
  /** On the mean time of a whole request. */
  readonly requestSeconds: number | null;
}

export const NO_LIMITS: Limits = { tpotSeconds: null, tpotBasis: "token", ttftSeconds: null, requestSeconds: null };

export function hasLimits({ tpotSeconds, ttftSeconds, requestSeconds }: Limits): boolean {
  return tpotSeconds !== null || ttftSeconds !== null || requestSeconds !== null;
}

/** A limit that is not kept. */
export interface LimitBreach {
  readonly kind: "tpot-per-token" | "tpot-per-chunk" | "ttft" | "request";
  readonly limitSeconds: number;
  readonly actualSeconds: number;
}

export function limitBreaches(limits: Limits, performance: PlatformPerformance): readonly LimitBreach[] {
  const perChunk = limits.tpotBasis === "chunk";
  const checks: readonly { kind: LimitBreach["kind"]; limitSeconds: number | null; actualSeconds: number }[] = [
    {
      kind: perChunk ? "tpot-per-chunk" : "tpot-per-token",
      limitSeconds: limits.tpotSeconds,
      actualSeconds: perChunk ? performance.stepSeconds : performance.tpotSeconds,
    },
    { kind: "ttft", limitSeconds: limits.ttftSeconds, actualSeconds: performance.ttftSeconds },
    { kind: "request", limitSeconds: limits.requestSeconds, actualSeconds: performance.requestSeconds },
  ];
  return checks.flatMap(({ kind, limitSeconds, actualSeconds }) =>
    limitSeconds !== null && actualSeconds > limitSeconds ? [{ kind, limitSeconds, actualSeconds }] : [],
  );
}

/** The limit that is exceeded by most. */
export function worst(breaches: readonly LimitBreach[]): LimitBreach | null {
  return breaches.reduce<LimitBreach | null>(
    (most, breach) => (most === null || excessOf(breach) > excessOf(most) ? breach : most),
    null,
  );
}

/** Actual over allowed; above 1. */
export function excessOf({ actualSeconds, limitSeconds }: LimitBreach): number {
  return actualSeconds / limitSeconds;
}
