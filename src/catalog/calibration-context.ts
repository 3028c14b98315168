import type { CalibrationContext } from "../core/serving/fit/row-prediction.ts";
import { benchmarkConditions, engineAssumptions, kvOverheadPrior, stepPriors } from "./assumptions.ts";
import { gpus } from "./gpus.ts";
import { llms } from "./llms.ts";
import { servingManifest, servingRows } from "./serving-benchmark.ts";

const llm = llms.get(servingManifest.llm);
if (!llm) throw new Error(`data/llms.json has no "${servingManifest.llm}", which the serving benchmark measures`);

const measuredIds = new Set(servingRows.map(({ gpuId }) => gpuId));

export const calibrationContext: CalibrationContext = {
  // A GPU without serving rows has nothing to be compared by.
  gpus: new Map([...gpus].filter(([id]) => measuredIds.has(id))),
  llm,
  engine: engineAssumptions,
  conditions: benchmarkConditions,
  priors: stepPriors,
  kvOverheadPrior,
};
