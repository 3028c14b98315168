import { acceptanceTable } from "../core/serving/fit/acceptance.ts";
import type { ServingModel } from "../core/serving/answer/platform-evaluation.ts";
import { residualProcess, residualsOf } from "../core/serving/fit/residual-process.ts";
import { shippedFacts } from "./shipped-facts.ts";
import { unshipRows } from "./shipped-rows.ts";

/** Changes whenever the same scenario may give other numbers: formulas, priors, assumptions or measured rows. */
export const MODEL_VERSION = "1.1";

const { llm, fitted, engine, conditions } = shippedFacts;
const { points, shape, inflation } = shippedFacts.residuals;
const process = residualProcess(points, shape, inflation);
const rows = unshipRows(shippedFacts.rows);

export const servingModel: ServingModel = {
  gpus: new Map(shippedFacts.gpus.map((gpu) => [gpu.id, gpu])),
  llm,
  fitted,
  residuals: residualsOf(process),
  engine,
  acceptance: acceptanceTable(
    rows,
    shippedFacts.gpus.map(({ id }) => id),
  ),
  conditions,
  rows,
};

/** Rows of the benchmark's file that were not understood, for the page to list. */
export const { refusedRows, benchmark, priceIndex, assumedIndexPerGpuHour, pricePresets } = shippedFacts;
