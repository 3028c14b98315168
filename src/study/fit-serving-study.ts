import type { RefusedRow } from "../catalog/serving-benchmark.ts";
import type { Gpu } from "../core/facts/gpu.ts";
import type { Llm } from "../core/facts/llm.ts";
import { calibrateWithInfluence } from "../core/serving/fit/calibrate.ts";
import { fitResiduals } from "../core/serving/fit/fit-residuals.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import type { Prior, StepPriors } from "../core/serving/fit/parameter-vector.ts";
import type { CalibrationContext } from "../core/serving/fit/row-prediction.ts";
import type { EngineAssumptions } from "../core/serving/physics/parameters.ts";
import { rowsAsColumns } from "./row-columns.ts";
import { rowsOfLlm } from "./rows-of-llm.ts";
import { openServingStudy, type ServingBenchmark, type ServingStudy, type ServingStudyData } from "./serving-study.ts";

/** What a serving study is made from, besides rows. */
export interface ServingFacts {
  readonly llm: Llm;
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly engine: EngineAssumptions;
  readonly priors: StepPriors;
  /** Of the memory of one GPU that nothing counted explains, in bytes. */
  readonly kvOverheadPrior: Prior;
  /** Those that measured the LLM. */
  readonly benchmarks: readonly [ServingBenchmark, ...ServingBenchmark[]];
  readonly refusedRows: readonly RefusedRow[];
}

/** What rows of the LLM are read and fitted with. */
export function calibrationContextOf(facts: ServingFacts, rows: readonly MeasuredServingRow[]): CalibrationContext {
  const measuredIds = new Set(rowsOfLlm(rows, facts.llm).map(({ gpuId }) => gpuId));
  const { llm, engine, priors, kvOverheadPrior } = facts;
  // A GPU without serving rows has nothing to be compared by.
  const gpus = new Map([...facts.gpus].filter(([id]) => measuredIds.has(id)));
  return { gpus, llm, engine, priors, kvOverheadPrior };
}

/** Fits the rows of the LLM, and of no other. Takes the better part of a second. */
export function servingStudyData(facts: ServingFacts, allRows: readonly MeasuredServingRow[]): ServingStudyData {
  const rows = rowsOfLlm(allRows, facts.llm);
  const context = calibrationContextOf(facts, rows);
  const { platforms, influence } = calibrateWithInfluence(rows, context);
  const { llm, engine, benchmarks, refusedRows } = facts;
  const windows = new Map(benchmarks.map(({ id, measuredWindowSeconds }) => [id, measuredWindowSeconds]));
  return {
    llm,
    gpus: [...context.gpus.values()],
    engine,
    benchmarks,
    rows: rowsAsColumns(rows, (id) => windows.get(id) ?? null),
    refusedRows,
    fitted: platforms,
    residuals: fitResiduals(rows, platforms, context, influence),
  };
}

export function servingStudyOf(facts: ServingFacts, rows: readonly MeasuredServingRow[]): ServingStudy {
  return openServingStudy(servingStudyData(facts, rows));
}
