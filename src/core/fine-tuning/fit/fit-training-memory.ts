import { leastSquares } from "../../numerics/least-squares.ts";
import type { Prior } from "../../serving/fit/parameter-vector.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { deploymentOfTrainingRow, runOfTrainingRow, type MeasuredTrainingRow } from "./measured-training-row.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import { trainingMemory, type TrainingMemory } from "../physics/training-memory.ts";
import type { TrainingAssumptions, TrainingMemoryParameters } from "../physics/training-parameters.ts";

export const MEMORY_PARAMETERS = [
  "eagerActivationBytesPerUnit",
  "compiledActivationBytesPerUnit",
  "logitBytesPerUnit",
  "workspaceBytes",
] as const satisfies readonly (keyof TrainingMemoryParameters)[];

export type MemoryPriors = Readonly<Record<keyof TrainingMemoryParameters, Prior>>;

export interface MemoryContext {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly assumptions: TrainingAssumptions;
  readonly memoryPriors: MemoryPriors;
}

/** Allocations repeat to the byte; what varies is how well the form fits. */
const PEAK_SPREAD = 0.002;

export function memoryOfRow(
  row: MeasuredTrainingRow,
  parameters: TrainingMemoryParameters,
  { gpus, llm, assumptions }: Omit<MemoryContext, "memoryPriors">,
): TrainingMemory {
  const gpu = gpus.get(row.gpuId);
  if (!gpu) throw new RangeError(`unknown GPU: ${row.gpuId}`);
  const loaded = { ...llm, trainingWeightBytes: row.weightBytes };
  // A shard group holds its weights as a run of that many GPUs would.
  const deployment = { ...deploymentOfTrainingRow(row), gpuCount: row.shardGpus };
  return trainingMemory(gpu, loaded, runOfTrainingRow(row), deployment, parameters, assumptions);
}

/** Fits to the rows with a true peak; where none speaks of a quantity, its prior holds it. */
export function fitTrainingMemory(
  rows: readonly MeasuredTrainingRow[],
  context: MemoryContext,
): TrainingMemoryParameters {
  const measured = rows.filter(({ peakBytes }) => peakBytes !== null);
  const priors = MEMORY_PARAMETERS.map((parameter) => context.memoryPriors[parameter]);
  const start = priors.map(({ center }) => Math.log(center));
  const { parameters } = leastSquares(
    (x) => [
      ...measured.map(
        (row) => Math.log(memoryOfRow(row, parametersAt(x), context).peakBytes / row.peakBytes!) / PEAK_SPREAD,
      ),
      ...priors.map(({ logSpread }, i) => (x[i]! - start[i]!) / logSpread),
    ],
    start,
  );
  return parametersAt(parameters);
}

function parametersAt(x: readonly number[]): TrainingMemoryParameters {
  return Object.fromEntries(
    MEMORY_PARAMETERS.map((parameter, i) => [parameter, Math.exp(x[i]!)]),
  ) as unknown as TrainingMemoryParameters;
}
