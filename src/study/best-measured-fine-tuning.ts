import type { MeasuredFineTuningRow } from "../core/fine-tuning/fit/measured-fine-tuning-row.ts";

type MeasuredFineTuning = Pick<
  MeasuredFineTuningRow,
  "strategy" | "checkpointing" | "precision" | "compile" | "microBatch"
>;

/** By LLM and GPU, the settings of the run with the highest throughput per GPU used. */
export function bestMeasuredFineTuning(
  rows: readonly MeasuredFineTuningRow[],
): Readonly<Record<string, Readonly<Record<string, MeasuredFineTuning>>>> {
  const best: Record<string, Record<string, MeasuredFineTuning>> = {};
  for (const row of rows.toSorted((a, b) => rateOf(b) - rateOf(a))) {
    if (row.tokensPerSecond === null) continue;
    const { strategy, checkpointing, precision, compile, microBatch } = row;
    const ofLlm = (best[row.llmId] ??= {});
    ofLlm[row.gpuId] ??= { strategy, checkpointing, precision, compile, microBatch };
  }
  return best;
}

function rateOf({ tokensPerSecond, gpuCount }: MeasuredFineTuningRow): number {
  return (tokensPerSecond ?? 0) / gpuCount;
}
