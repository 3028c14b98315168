import type { FineTuningModel, FineTuningStability } from "../core/fine-tuning/answer/fine-tuning-model.ts";
import type { FittedFineTuning } from "../core/fine-tuning/fit/calibrate-fine-tuning.ts";
import { memoryOfRow } from "../core/fine-tuning/fit/fit-fine-tuning-memory.ts";
import type { MeasuredFineTuningRow } from "../core/fine-tuning/fit/measured-fine-tuning-row.ts";
import { contradictedShares } from "../core/fine-tuning/fit/memory-evidence.ts";
import { fineTuningResidualAt } from "../core/fine-tuning/fit/fine-tuning-residuals.ts";
import type { FineTuningRun } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import type { TrainableLlm } from "../core/fine-tuning/physics/trainable-llm.ts";
import type { FineTuningAssumptions } from "../core/fine-tuning/physics/fine-tuning-parameters.ts";
import type { TunedStack } from "../core/fine-tuning/physics/tuned-stack.ts";
import type { Gpu } from "../core/facts/gpu.ts";

/** Changes whenever the same fine-tuning scenario may give other numbers. */
const FINE_TUNING_MODEL_VERSION = "1.0";

/** A benchmark whose rows a study rests on. */
export interface FineTuningBenchmark {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly stack: string;
  readonly software: string;
  readonly attribution: string;
  readonly caveats: readonly string[];
  /** Ids of the GPUs that it measured. */
  readonly gpus: readonly string[];
}

/** A fine-tuning study as plain data: made once, by `fineTuningStudyData`, and opened by whoever predicts with it. */
export interface FineTuningStudyData {
  readonly llm: TrainableLlm;
  /** The GPUs that have rows. */
  readonly gpus: readonly Gpu[];
  readonly assumptions: FineTuningAssumptions;
  readonly benchmarks: readonly FineTuningBenchmark[];
  readonly rows: readonly MeasuredFineTuningRow[];
  readonly fitted: FittedFineTuning;
  readonly stability: readonly FineTuningStability[];
  readonly tunedStacks: readonly TunedStack[];
  readonly tunedStackNote: string;
  /** The run that the source article publishes. */
  readonly publishedRun: Omit<FineTuningRun, "loraTargets">;
}

/** Everything known of fine-tuning one LLM: facts, measured rows, and what was fitted to them. */
export interface FineTuningStudy {
  /** That of the LLM. */
  readonly id: string;
  readonly modelVersion: string;
  readonly llm: TrainableLlm;
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly model: FineTuningModel;
  readonly benchmarks: readonly FineTuningBenchmark[];
  readonly tunedStackNote: string;
  readonly publishedRun: Omit<FineTuningRun, "loraTargets">;
}

export function openFineTuningStudy(data: FineTuningStudyData): FineTuningStudy {
  const { llm, assumptions, benchmarks, rows, fitted, stability, tunedStackNote, publishedRun } = data;
  const gpus = new Map(data.gpus.map((gpu) => [gpu.id, gpu]));
  return {
    id: llm.id,
    modelVersion: FINE_TUNING_MODEL_VERSION,
    llm,
    gpus,
    model: {
      gpus,
      llm,
      assumptions,
      fitted,
      rows,
      residualAt: fineTuningResidualAt(fitted.residuals),
      contradicted: contradictedShares(rows, (row) => memoryOfRow(row, fitted.memory, { gpus, llm, assumptions })),
      stability,
      tunedStacks: new Map(data.tunedStacks.map((stack) => [stack.gpuId, stack])),
    },
    benchmarks,
    tunedStackNote,
    publishedRun,
  };
}
