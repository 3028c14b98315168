import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import type { TrainingEvaluation, TrainingStability } from "./training-evaluation.ts";

/** What to know before running on a platform, in the evaluation's own numbers. */
export type TrainingWarning =
  /** The measured run of this GPU had far larger gradients than those of the others: keep the warm-up conservative. */
  | {
      readonly kind: "unstable-warm-up";
      readonly gpu: string;
      readonly maximumGradientNorm: number;
      /** Median of the other GPUs' runs. */
      readonly othersMaximumGradientNorm: number;
      readonly gradientNormAnomalies: number;
    }
  /** Runs at a peak, as a share of the device, at which another measured run ran out of memory. */
  | { readonly kind: "memory-uncertain"; readonly gpu: string; readonly ranRow: string; readonly failedRow: string }
  /** Takes more sequences a step than asked for, and so makes fewer updates: another training run. */
  | {
      readonly kind: "sequences-per-step";
      readonly gpu: string;
      readonly askedSequences: number;
      readonly sequencesPerStep: number;
    };

/** Gradient norms above this many times the others' are no chance of the seed. */
const UNSTABLE_RATIO = 3;

export function trainingWarnings(
  { gpu, performance, memoryFit }: TrainingEvaluation,
  run: FineTuningRun,
  stability: readonly TrainingStability[],
): readonly TrainingWarning[] {
  if (performance === null) return [];
  const warnings: TrainingWarning[] = [];
  const own = stability.find((measured) => measured.gpu === gpu.id);
  const others = stability
    .filter((measured) => measured.gpu !== gpu.id)
    .map(({ maximumGradientNorm }) => maximumGradientNorm)
    .toSorted((a, b) => a - b);
  const median = others.length === 0 ? null : (others[(others.length - 1) >> 1]! + others[others.length >> 1]!) / 2;
  if (own && median !== null && own.maximumGradientNorm > UNSTABLE_RATIO * median) {
    warnings.push({
      kind: "unstable-warm-up",
      gpu: gpu.id,
      maximumGradientNorm: own.maximumGradientNorm,
      othersMaximumGradientNorm: median,
      gradientNormAnomalies: own.gradientNormAnomalyCount,
    });
  }
  if (memoryFit?.kind === "uncertain") {
    warnings.push({
      kind: "memory-uncertain",
      gpu: gpu.id,
      ranRow: memoryFit.ranRow,
      failedRow: memoryFit.failedRow,
    });
  }
  if (performance.sequencesPerStep !== run.globalBatchSequences) {
    warnings.push({
      kind: "sequences-per-step",
      gpu: gpu.id,
      askedSequences: run.globalBatchSequences,
      sequencesPerStep: performance.sequencesPerStep,
    });
  }
  return warnings;
}
