import { at } from "../../numerics/at.ts";
import type { MeasuredFineTuningRow } from "../fit/measured-fine-tuning-row.ts";
import type { FineTuningSetup } from "../physics/fine-tuning-setup.ts";
import type { CountedMemory, FineTuningModel, FineTuningStability } from "./fine-tuning-model.ts";
import type { FineTuningPerformance } from "./fine-tuning-performance.ts";

/** What to know before fine-tuning on a platform, in the delivery's own numbers. */
export type FineTuningNote =
  | {
      /** The measured run of this GPU had far larger gradients than those of the others: keep the warm-up conservative. */
      readonly kind: "unstable-warm-up";
      readonly maximumGradientNorm: number;
      /** Median of the other GPUs' runs. */
      readonly othersMaximumGradientNorm: number;
      readonly gradientNormAnomalies: number;
    }
  | {
      /** More memory is counted than there is, or than another run failed at, yet a measured run went through. */
      readonly kind: "measured-to-run";
      readonly ran: MeasuredFineTuningRow;
      readonly failed: MeasuredFineTuningRow | null;
      readonly countedBytes: number;
      readonly availableBytes: number;
    }
  | {
      /** Takes more sequences a step than asked for, and so makes fewer updates: another training run. */
      readonly kind: "sequences-per-step";
      readonly askedSequences: number;
      readonly sequencesPerStep: number;
    }
  | {
      /** More GPUs than any measured run had: links between nodes are slower than those inside one, and are not modelled. */
      readonly kind: "more-gpus-than-measured";
      readonly gpuCount: number;
      readonly mostMeasured: number;
    }
  | {
      /** The run is smaller than one step, and is counted as one. */
      readonly kind: "below-one-step";
      readonly tokens: number;
      readonly tokensPerStep: number;
    };

/** Gradient norms above this many times the others' are no chance of the seed. */
const UNSTABLE_RATIO = 3;

export function fineTuningNotes(
  { stability, rows }: Pick<FineTuningModel, "stability" | "rows">,
  { gpu, run, deployment: { gpuCount } }: FineTuningSetup,
  { sequencesPerStep, tokensPerStep }: FineTuningPerformance,
  { memory, fit }: CountedMemory,
): readonly FineTuningNote[] {
  const notes: FineTuningNote[] = [...instabilityOf(gpu.id, stability)];
  if (fit.kind === "measured-to-run") {
    const { ran, failed } = fit;
    notes.push({
      kind: "measured-to-run",
      ran,
      failed,
      countedBytes: memory.peakBytes,
      availableBytes: memory.deviceBytes,
    });
  }
  if (sequencesPerStep !== run.globalBatchSequences) {
    notes.push({ kind: "sequences-per-step", askedSequences: run.globalBatchSequences, sequencesPerStep });
  }
  const mostMeasured = rows.reduce((most, row) => Math.max(most, row.gpuCount), 0);
  if (gpuCount > mostMeasured) notes.push({ kind: "more-gpus-than-measured", gpuCount, mostMeasured });
  if (run.tokens < tokensPerStep) notes.push({ kind: "below-one-step", tokens: run.tokens, tokensPerStep });
  return notes;
}

function instabilityOf(gpuId: string, stability: readonly FineTuningStability[]): readonly FineTuningNote[] {
  const own = stability.find(({ gpu }) => gpu === gpuId);
  const others = stability
    .filter(({ gpu }) => gpu !== gpuId)
    .map(({ maximumGradientNorm }) => maximumGradientNorm)
    .toSorted((a, b) => a - b);
  if (!own || others.length === 0) return [];
  const median = (at(others, (others.length - 1) >> 1) + at(others, others.length >> 1)) / 2;
  if (own.maximumGradientNorm <= UNSTABLE_RATIO * median) return [];
  return [
    {
      kind: "unstable-warm-up",
      maximumGradientNorm: own.maximumGradientNorm,
      othersMaximumGradientNorm: median,
      gradientNormAnomalies: own.gradientNormAnomalyCount,
    },
  ];
}
