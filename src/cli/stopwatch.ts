import { performance } from "node:perf_hooks";

const BATCHES = 5;
const BATCH_SECONDS = 0.2;

/** Wall time of one run, for what happens once or takes long. */
export function secondsOf(run: () => unknown): number {
  const began = performance.now();
  run();
  return (performance.now() - began) / 1000;
}

/** Time of one call once the engine has compiled it: the median of a few batches, after one that does not count. */
export function secondsPerCall(run: () => unknown): number {
  const batches = Array.from({ length: BATCHES + 1 }, () => batchSecondsPerCall(run));
  return batches.slice(1).toSorted((a, b) => a - b)[Math.floor(BATCHES / 2)]!;
}

function batchSecondsPerCall(run: () => unknown): number {
  const began = performance.now();
  let calls = 0;
  let seconds = 0;
  while (seconds < BATCH_SECONDS) {
    run();
    calls += 1;
    seconds = (performance.now() - began) / 1000;
  }
  return seconds / calls;
}

/** A duration at a scale that reads well, to three digits or so. */
export function inDuration(seconds: number): string {
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(1)} us`;
  return seconds < 1 ? `${(seconds * 1e3).toFixed(2)} ms` : `${seconds.toFixed(2)} s`;
}
