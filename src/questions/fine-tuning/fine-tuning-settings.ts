import type { TuningObjective } from "../../core/fine-tuning/answer/tunable-fine-tuning.ts";
import type { FineTuningDeployment } from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";
import { fineTuningDefaults } from "../../study/shipped/fine-tuning-defaults.ts";
import type { AskedPlatform } from "../question.ts";
import type { FineTuningChoice, FineTuningSettings } from "./fine-tuning-choice.ts";

/** What needs the least memory, for a GPU without measured runs. */
const LEAST_MEMORY = {
  strategy: "fsdp",
  checkpointing: true,
  precision: "bf16",
  compile: false,
  microBatch: null,
} as const;

/** Settings of the GPU's measured run with the highest throughput per GPU. */
export function bestMeasuredFineTuningSettings(gpu: string): FineTuningSettings {
  const { bestMeasured } = fineTuningDefaults;
  const best = Object.hasOwn(bestMeasured, gpu) ? bestMeasured[gpu] : undefined;
  return { ...(best ?? LEAST_MEMORY), tuned: false, locked: [] };
}

/** Which preset all compared platforms are on; custom where none. Told from the settings, so that it cannot disagree with them. */
export type FineTuningPolicy = "best-measured" | "tuned-cheapest" | "tuned-fastest" | "custom";

export function fineTuningPolicyIn(
  objective: TuningObjective,
  compared: readonly Pick<AskedPlatform<FineTuningSettings>, "gpu" | "settings">[],
): FineTuningPolicy {
  if (compared.every(({ settings }) => settings.tuned)) return `tuned-${objective}`;
  const isBest = ({ gpu, settings }: Pick<AskedPlatform<FineTuningSettings>, "gpu" | "settings">): boolean =>
    isSame(settings, bestMeasuredFineTuningSettings(gpu));
  return compared.every(isBest) ? "best-measured" : "custom";
}

function isSame(a: FineTuningSettings, b: FineTuningSettings): boolean {
  return (
    a.strategy === b.strategy &&
    a.checkpointing === b.checkpointing &&
    a.precision === b.precision &&
    a.compile === b.compile &&
    a.microBatch === b.microBatch &&
    a.tuned === b.tuned
  );
}

/** A row as the model takes it: with a micro-batch of its own. */
export function fineTuningDeploymentOf(
  { gpu, gpuCount, settings }: AskedPlatform<FineTuningSettings>,
  { microBatch }: FineTuningChoice,
): FineTuningDeployment {
  const { strategy, checkpointing, precision, compile } = settings;
  return {
    gpu,
    gpuCount,
    strategy,
    checkpointing,
    precision,
    compile,
    microBatch: settings.microBatch ?? microBatch,
  };
}
