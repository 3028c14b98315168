import type { RefusedRow } from "../catalog/serving-benchmark.ts";
import type { ServingModel } from "../core/serving/answer/serving-model.ts";
import { acceptanceTable } from "../core/serving/fit/acceptance.ts";
import type { FittedPlatforms } from "../core/serving/fit/calibrate.ts";
import type { FittedResiduals } from "../core/serving/fit/fit-residuals.ts";
import type { BenchmarkConditions } from "../core/serving/fit/measured-row.ts";
import { residualProcess, residualsOf } from "../core/serving/fit/residual-process.ts";
import type { Gpu } from "../core/facts/gpu.ts";
import type { Llm } from "../core/facts/llm.ts";
import type { EngineAssumptions } from "../core/serving/physics/parameters.ts";
import { rowsFromColumns, type RowColumns } from "./row-columns.ts";

/** Changes whenever the same scenario may give other numbers: formulas, priors, assumptions or measured rows. */
const SERVING_MODEL_VERSION = "1.1";

/** A benchmark whose rows a study rests on: origin, and what its rows were measured under. */
export interface ServingBenchmark {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly measuredMonth: string;
  readonly software: string;
  readonly attribution: string;
  readonly conditions: BenchmarkConditions;
  /** What its client divides tokens by for a rate; null where that is not the same in every row. */
  readonly measuredWindowSeconds: number | null;
}

/** A serving study as plain data: made once, by `servingStudyData`, and opened by whoever predicts with it. */
export interface ServingStudyData {
  readonly llm: Llm;
  /** The GPUs that have rows. */
  readonly gpus: readonly Gpu[];
  readonly engine: EngineAssumptions;
  /** The first is the one whose conditions are the defaults. */
  readonly benchmarks: readonly [ServingBenchmark, ...ServingBenchmark[]];
  readonly rows: readonly RowColumns[];
  readonly refusedRows: readonly RefusedRow[];
  readonly fitted: FittedPlatforms;
  readonly residuals: FittedResiduals;
}

/** Everything known of serving one LLM: facts, measured rows, and what was fitted to them. */
export interface ServingStudy {
  /** That of the LLM. */
  readonly id: string;
  readonly modelVersion: string;
  readonly llm: Llm;
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly model: ServingModel;
  /** What a workload and an engine start from. */
  readonly conditions: BenchmarkConditions;
  readonly benchmarks: readonly [ServingBenchmark, ...ServingBenchmark[]];
  readonly refusedRows: readonly RefusedRow[];
}

export function openServingStudy(data: ServingStudyData): ServingStudy {
  const { llm, fitted, engine, benchmarks, refusedRows } = data;
  const { points, shape, inflation } = data.residuals;
  const { conditions } = benchmarks[0];
  const gpus = new Map(data.gpus.map((gpu) => [gpu.id, gpu]));
  const rows = data.rows.flatMap(rowsFromColumns);
  const residuals = residualsOf(residualProcess(points, shape, inflation));
  const acceptance = acceptanceTable(rows, [...gpus.keys()]);
  return {
    id: llm.id,
    modelVersion: SERVING_MODEL_VERSION,
    llm,
    gpus,
    model: { gpus, llm, fitted, residuals, engine, acceptance, conditions, rows },
    conditions,
    benchmarks,
    refusedRows,
  };
}
