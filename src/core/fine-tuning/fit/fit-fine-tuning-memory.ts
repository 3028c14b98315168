import { at } from "../../numerics/at.ts";
import { leastSquares } from "../../numerics/least-squares.ts";
import type { Prior } from "../../serving/fit/parameter-vector.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import { type FineTuningMemory, fineTuningMemory } from "../physics/fine-tuning-memory.ts";
import type { FineTuningAssumptions, FineTuningMemoryParameters } from "../physics/fine-tuning-parameters.ts";
import { type MeasuredFineTuningRow, setupOfRow } from "./measured-fine-tuning-row.ts";

export const MEMORY_PARAMETERS = [
  "eagerActivationBytesPerUnit",
  "compiledActivationBytesPerUnit",
  "logitBytesPerUnit",
  "workspaceBytes",
] as const satisfies readonly (keyof FineTuningMemoryParameters)[];

export type MemoryPriors = Readonly<Record<keyof FineTuningMemoryParameters, Prior>>;

export interface MemoryContext {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly assumptions: FineTuningAssumptions;
  readonly memoryPriors: MemoryPriors;
}

/** Allocations repeat to the byte; what varies is how well the form fits. */
const PEAK_SPREAD = 0.002;

export function memoryOfRow(
  row: MeasuredFineTuningRow,
  parameters: FineTuningMemoryParameters,
  facts: Omit<MemoryContext, "memoryPriors">,
): FineTuningMemory {
  const { llm, deployment, ...setup } = setupOfRow(row, facts);
  return fineTuningMemory(
    {
      ...setup,
      llm: { ...llm, trainingWeightBytes: row.weightBytes },
      // A shard group holds its weights as a run of that many GPUs would.
      deployment: { ...deployment, gpuCount: row.shardGpus },
    },
    parameters,
  );
}

/** A run whose true peak was measured. */
type PeakRow = MeasuredFineTuningRow & { readonly peakBytes: number };

export function hasPeak(row: MeasuredFineTuningRow): row is PeakRow {
  return row.peakBytes !== null;
}

/** Fits to the rows with a true peak; where none speaks of a quantity, its prior holds it. */
export function fitFineTuningMemory(
  rows: readonly MeasuredFineTuningRow[],
  context: MemoryContext,
): FineTuningMemoryParameters {
  const measured = rows.filter(hasPeak);
  const priors = MEMORY_PARAMETERS.map((parameter) => {
    const { center, logSpread } = context.memoryPriors[parameter];
    return { start: Math.log(center), logSpread };
  });
  const { parameters } = leastSquares(
    (x) => [
      ...measured.map(
        (row) => Math.log(memoryOfRow(row, parametersAt(x), context).peakBytes / row.peakBytes) / PEAK_SPREAD,
      ),
      ...priors.map(({ start, logSpread }, i) => (at(x, i) - start) / logSpread),
    ],
    priors.map(({ start }) => start),
  );
  return parametersAt(parameters);
}

function parametersAt(x: readonly number[]): FineTuningMemoryParameters {
  return Object.fromEntries(
    MEMORY_PARAMETERS.map((parameter, i) => [parameter, Math.exp(at(x, i))]),
  ) as unknown as FineTuningMemoryParameters;
}
