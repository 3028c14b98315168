import type { TunableSetting, TuningObjective } from "../../core/fine-tuning/answer/tunable-fine-tuning.ts";
import type { FineTuningRun } from "../../core/fine-tuning/physics/fine-tuning-run.ts";
import type { FineTuningDeployment } from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";

/** What fine-tuning is asked of all platforms alike: the run, and what tuned platforms are tuned for. */
export interface FineTuningChoice extends FineTuningRun {
  readonly method: "lora";
  /** Sequences of one forward pass on each GPU, of every platform that does not set its own. */
  readonly microBatch: number;
  readonly objective: TuningObjective;
}

/** How one platform fine-tunes. */
export interface FineTuningSettings extends Omit<FineTuningDeployment, "gpu" | "gpuCount" | "microBatch"> {
  /** Null takes the run's. */
  readonly microBatch: number | null;
  /** Whether the best settings that fit are taken instead of these, but for the locked ones. */
  readonly tuned: boolean;
  readonly locked: readonly TunableSetting[];
}
