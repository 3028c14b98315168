import type { CalibrationContext } from "../core/calibration/row-prediction.ts";
import { benchmarkConditions, engineAssumptions, kvOverheadPrior, stepPriors } from "./assumptions.ts";
import { gpus } from "./gpus.ts";
import { llms } from "./llms.ts";
import { servingManifest } from "./serving-benchmark.ts";

const llm = llms.get(servingManifest.llm);
if (!llm) throw new Error(`data/llms.json has no "${servingManifest.llm}", which the serving benchmark measures`);

export const calibrationContext: CalibrationContext = {
  gpus,
  llm,
  engine: engineAssumptions,
  conditions: benchmarkConditions,
  priors: stepPriors,
  kvOverheadPrior,
};
