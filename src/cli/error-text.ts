import type { ErrorSummary } from "./error-summary.ts";
import { inPercents, inSignedPercents } from "./text-table.ts";

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
