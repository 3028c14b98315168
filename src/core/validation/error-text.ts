import type { ErrorSummary } from "./error-summary.ts";
import type { TargetVerdict } from "./step-time-errors.ts";

/** Names a GPU to a reader, by id. */
export type GpuName = (gpu: string) => string;

export const SUMMARY_HEADER = ["mean |error|", "median", "90th pct.", "bias"] as const;

export function summaryCells(summary: ErrorSummary): readonly string[] {
  return [
    inPercents(summary.meanAbsoluteError),
    inPercents(summary.medianAbsoluteError),
    inPercents(summary.ninetiethPercentileAbsoluteError),
    inSignedPercents(summary.bias),
  ];
}

export function inPoints(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} points`;
}

export function inPercents(fraction: number): string {
  // Adding 0 makes the 0 that a small negative share is rounded to a plain one.
  return `${(Math.round(fraction * 1e4) / 100 + 0).toFixed(2)} %`;
}

export function inSignedPercents(fraction: number): string {
  return `${fraction >= 5e-5 ? "+" : ""}${inPercents(fraction)}`;
}

export function verdictText({ reached, missedBy }: TargetVerdict, nameOf: GpuName): string {
  if (reached) return "reached";
  const misses = missedBy.map(
    ({ gpu, fraction }) => `${inPoints(fraction)} ${gpu === null ? "over all" : `on ${nameOf(gpu)}`}`,
  );
  return `missed by ${misses.join(", ")}`;
}
