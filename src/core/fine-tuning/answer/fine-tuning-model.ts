import type { Gpu } from "../../facts/gpu.ts";
import type { FittedFineTuning } from "../fit/calibrate-fine-tuning.ts";
import type { FineTuningSituation, PredictedResidual } from "../fit/fine-tuning-residuals.ts";
import type { MeasuredFineTuningRow } from "../fit/measured-fine-tuning-row.ts";
import { type ContradictedShares, memoryFit, type MemoryFit } from "../fit/memory-evidence.ts";
import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import { fineTuningMemory, type FineTuningMemory } from "../physics/fine-tuning-memory.ts";
import type { FineTuningAssumptions } from "../physics/fine-tuning-parameters.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import type { FineTuningSetup } from "../physics/fine-tuning-setup.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import type { TunedStack } from "../physics/tuned-stack.ts";

/** Loss and gradient norm of one measured run of a GPU. */
export interface FineTuningStability {
  readonly gpu: string;
  readonly maximumGradientNorm: number;
  readonly gradientNormAnomalyCount: number;
}

/** Everything that predictions of fine-tuning rest on: facts, measured rows and what was fitted to them. */
export interface FineTuningModel {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly fitted: FittedFineTuning;
  readonly residualAt: (at: FineTuningSituation) => PredictedResidual;
  readonly assumptions: FineTuningAssumptions;
  readonly rows: readonly MeasuredFineTuningRow[];
  readonly contradicted: ContradictedShares | null;
  readonly stability: readonly FineTuningStability[];
  /** Best cited figure of each GPU. */
  readonly tunedStacks: ReadonlyMap<string, TunedStack>;
}

/** @throws RangeError for a GPU that the model does not know. */
export function setupOf(
  { gpus, llm, assumptions }: FineTuningModel,
  run: FineTuningRun,
  deployment: FineTuningDeployment,
): FineTuningSetup {
  const gpu = gpus.get(deployment.gpu);
  if (!gpu) throw new RangeError(`unknown GPU: ${deployment.gpu}`);
  return { gpu, llm, assumptions, run, deployment };
}

/** What a run needs of each GPU, and whether that fits. */
export interface CountedMemory {
  readonly memory: FineTuningMemory;
  readonly fit: MemoryFit;
}

export function countedMemory(model: FineTuningModel, setup: FineTuningSetup): CountedMemory {
  const memory = fineTuningMemory(setup, model.fitted.memory);
  return { memory, fit: memoryFit(memory, setup.run, setup.deployment, model.rows, model.contradicted) };
}

/** Whether a platform can fine-tune with these settings, as far as is known. */
export function fits(model: FineTuningModel, run: FineTuningRun, deployment: FineTuningDeployment): boolean {
  const { fit } = countedMemory(model, setupOf(model, run, deployment));
  return fit.kind === "fits" || fit.kind === "measured-to-run";
}

/** The software that a GPU's figures were measured with, by id: that of most of its rows; null where it has none. */
export function stackOf({ rows }: FineTuningModel, gpuId: string): string | null {
  const counts = new Map<string, number>();
  for (const row of rows) if (row.gpuId === gpuId) counts.set(row.stack, (counts.get(row.stack) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return most ? most[0] : null;
}
