import { trainingModel } from "../catalog/training-model.ts";
import { shippedTrainingFacts } from "../catalog/shipped-training-facts.ts";
import type { TrainingDeployment } from "../core/fine-tuning/physics/training-deployment.ts";
import type { TunableSetting, TuningObjective } from "../core/fine-tuning/answer/tune-training.ts";
import type { FineTuningRun } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import type { PriceUnit } from "./scenario.ts";

/** The run to be trained, and the micro-batch of every platform that does not set its own. */
export interface FineTuningChoice extends FineTuningRun {
  readonly microBatch: number;
}

/** One platform as the user set it up. */
export interface FineTuningPlatformChoice extends Omit<TrainingDeployment, "microBatch"> {
  /** Sequences of one forward pass on each GPU; null takes the run's. */
  readonly microBatch: number | null;
  /** Whether the best settings that fit are taken instead of these, but for the locked ones. */
  readonly tuned: boolean;
  readonly locked: readonly TunableSetting[];
  /** In the scenario's `priceUnit`, per GPU and hour; above 0. */
  readonly pricePerGpuHour: number;
  /** False keeps the platform and its settings, but out of the comparison. */
  readonly compared: boolean;
}

/** Everything the user chose for fine-tuning, and nothing computed: plain, readonly, serializable. */
export interface FineTuningScenario {
  readonly version: 1;
  readonly mode: "fine-tune";
  readonly llm: string;
  readonly fineTuning: FineTuningChoice;
  /** What tuned platforms are tuned for. */
  readonly objective: TuningObjective;
  readonly priceUnit: PriceUnit;
  /** Two platforms whose cost differs by less than this fraction are a tie. */
  readonly tieThresholdFraction: number;
  /** In fixed catalogue order, one per GPU. */
  readonly platforms: readonly FineTuningPlatformChoice[];
}

/** Ranges the controls, the scenario file and the permalink all accept. */
export const FINE_TUNING_RANGES = {
  tokens: { min: 1, max: 1e12 },
  sequenceLength: { min: 16, max: 131_072 },
  microBatch: { min: 1, max: 64 },
  globalBatchSequences: { min: 1, max: 4096 },
  loraRank: { min: 1, max: 512 },
  gpuCount: { min: 1, max: 8 },
} as const;

type MeasuredSettings = Pick<
  FineTuningPlatformChoice,
  "strategy" | "checkpointing" | "precision" | "compile" | "microBatch"
>;

/** Settings of the GPU's run with the highest throughput, per GPU used; on the benchmark's nodes of eight. */
export function bestMeasuredTrainingSettings(gpuId: string): MeasuredSettings {
  const rateOf = ({ tokensPerSecond, gpuCount }: { tokensPerSecond: number | null; gpuCount: number }): number =>
    (tokensPerSecond ?? 0) / gpuCount;
  const best = trainingModel.rows
    .filter((row) => row.gpuId === gpuId && row.tokensPerSecond !== null)
    .toSorted((a, b) => rateOf(b) - rateOf(a))[0];
  if (!best) throw new RangeError(`no fine-tuning rows of ${gpuId}`);
  const { strategy, checkpointing, precision, compile, microBatch } = best;
  return { strategy, checkpointing, precision, compile, microBatch };
}

const NODE_GPUS = 8;
/** The source article compares these three; the project's own rows of H200 are of one GPU. */
const ARTICLE_GPUS: ReadonlySet<string> = new Set(["a100-sxm-80gb", "h100-sxm", "b200-sxm"]);

function defaultPlatform(gpu: string): FineTuningPlatformChoice {
  const price = shippedTrainingFacts.indexPerGpuHour[gpu];
  if (price === undefined) throw new Error(`no index price for "${gpu}"`);
  const compared = ARTICLE_GPUS.has(gpu);
  const settings = bestMeasuredTrainingSettings(gpu);
  return { gpu, gpuCount: NODE_GPUS, ...settings, tuned: false, locked: [], pricePerGpuHour: price, compared };
}

/** The article's run at its index prices, every platform at the settings of its fastest measured run. */
export const defaultFineTuningScenario: FineTuningScenario = {
  version: 1,
  mode: "fine-tune",
  llm: trainingModel.llm.id,
  fineTuning: { ...shippedTrainingFacts.published, loraTargets: "all", microBatch: 1 },
  objective: "cheapest",
  priceUnit: "index",
  tieThresholdFraction: 0.05,
  platforms: [...trainingModel.gpus.keys()].map(defaultPlatform),
};
