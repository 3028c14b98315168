import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import { tokensPerStep } from "../physics/drafting.ts";
import { kvCapacityRequests, memoryBudget, type MemoryBudget } from "../physics/memory-budget.ts";
import { PLAIN_BLOCKS, type EngineAssumptions, type KvHolding, type StepParameters } from "../physics/parameters.ts";
import { prefillTime } from "../physics/prefill.ts";
import { stepTime, type StepTime } from "../physics/step-time.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import type { Prior, StepPriors } from "./parameter-vector.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";

/** What calibration needs besides rows. */
export interface CalibrationContext {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: Llm;
  readonly engine: EngineAssumptions;
  readonly priors: StepPriors;
  /** Of the memory of one GPU that nothing counted explains, in bytes. */
  readonly kvOverheadPrior: Prior;
}

/**
 * Requests that run at once in a row's replica, as the model sees it; not rounded, so that a fit can follow it.
 *
 * @param plain The row's budget under plain block arithmetic.
 */
export function runningInRow(row: MeasuredServingRow, plain: MemoryBudget, kvHolding: KvHolding): number {
  const allowed = Math.min(row.concurrencyPerReplica, row.maxNumSeqs ?? Number.POSITIVE_INFINITY);
  return Math.max(1, Math.min(allowed, kvCapacityUnder(kvHolding, plain, row.tensorParallel)));
}

/** Requests whose KV cache fits at once, from a budget under plain block arithmetic: a fit counts memory once only. */
export function kvCapacityUnder(
  { overheadBytesPerGpu, factor }: KvHolding,
  plain: MemoryBudget,
  tensorParallel: number,
): number {
  const kvCacheBytes = plain.kvCacheBytes - overheadBytesPerGpu * tensorParallel;
  return kvCapacityRequests({ ...plain, kvCacheBytes }) / factor;
}

/** The memory budget of a row under plain block arithmetic. */
export function budgetOfRow(row: MeasuredServingRow, context: CalibrationContext): MemoryBudget {
  const { llm, engine } = context;
  return memoryBudget(gpuOf(row, context), llm, workloadOfRow(row), deploymentOfRow(row), engine, PLAIN_BLOCKS);
}

/** Step that given parameters predict for a row. */
export function predictedStep(
  row: MeasuredServingRow,
  running: number,
  parameters: StepParameters,
  context: CalibrationContext,
): StepTime {
  const { llm, engine } = context;
  const gpu = gpuOf(row, context);
  const deployment = deploymentOfRow(row);
  const workload = workloadOfRow(row);
  // A row tells the steps that its output took; what its first chunk waited for is fitted later, and little beside them.
  const steps = 1 + (workload.outputTokens - 1) / tokensPerStep(row.draftLength, row.acceptanceRate ?? 0);
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters, engine).totalSeconds;
  return stepTime(gpu, llm, workload, deployment, parameters, engine, running, steps, prefill);
}

export function predictedStepSeconds(
  row: MeasuredServingRow,
  running: number,
  parameters: StepParameters,
  context: CalibrationContext,
): number {
  return predictedStep(row, running, parameters, context).totalSeconds;
}

export function gpuOf(row: MeasuredServingRow, context: CalibrationContext): Gpu {
  const gpu = context.gpus.get(row.gpuId);
  if (!gpu) throw new RangeError(`row ${row.id} names an unknown GPU: ${row.gpuId}`);
  return gpu;
}
