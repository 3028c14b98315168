import { acceptanceTable } from "../core/calibration/acceptance.ts";
import type { ServingModel } from "../core/recommendation/platform-evaluation.ts";
import { benchmarkConditions, engineAssumptions } from "./assumptions.ts";
import { calibration } from "./calibration.ts";
import { gpus } from "./gpus.ts";
import { llms } from "./llms.ts";
import { servingManifest, servingRows } from "./serving-benchmark.ts";

const llm = llms.get(servingManifest.llm);
if (!llm) throw new Error(`data/llms.json has no "${servingManifest.llm}", which the serving benchmark measures`);

/** Changes whenever the same scenario may give other numbers: formulas, priors, assumptions or measured rows. */
export const MODEL_VERSION = "1.0";

export const servingModel: ServingModel = {
  gpus,
  llm,
  fitted: calibration,
  engine: engineAssumptions,
  acceptance: acceptanceTable(servingRows, [...gpus.keys()]),
  conditions: benchmarkConditions,
  rows: servingRows,
};
