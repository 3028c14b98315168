/** Latency ceilings a platform must keep; null is no limit. */
export interface Limits {
  readonly tpotSeconds: number | null;
  /** What `tpotSeconds` is a limit on: the mean time per output token, or the gap between streamed chunks (engine step). */
  readonly tpotBasis: "token" | "chunk";
  /** On the mean TTFT, queueing included. */
  readonly ttftSeconds: number | null;
}
