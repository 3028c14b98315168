import { benchmarkConditions, engineAssumptions } from "./assumptions.ts";
import { calibration, residuals } from "./calibration.ts";
import { calibrationContext } from "./calibration-context.ts";
import { priceIndex, pricePresets } from "./prices.ts";
import { refusedServingRows, servingManifest, servingRows } from "./serving-benchmark.ts";
import { shipRows } from "./shipped-rows.ts";
import { assumedH200Index } from "./training-assumptions.ts";

/**
 * Everything of `data/` that the first view needs, parsed, checked and fitted. The production build runs this module
 * and ships its result, so that the page loads neither the files, their schemas nor the fit; everywhere else it runs at
 * start.
 */
export const shippedFacts = {
  gpus: [...calibrationContext.gpus.values()],
  llm: calibrationContext.llm,
  fitted: calibration,
  residuals,
  engine: engineAssumptions,
  conditions: benchmarkConditions,
  rows: shipRows(servingRows, servingManifest.measuredWindowSeconds),
  refusedRows: refusedServingRows,
  benchmark: {
    title: servingManifest.title,
    publisher: servingManifest.publisher,
    measuredMonth: servingManifest.measuredMonth,
    software: servingManifest.software,
    attribution: servingManifest.attribution,
  },
  priceIndex,
  /** On the scale of the source article's index, of GPUs that it does not have and that fine-tuning compares. */
  assumedIndexPerGpuHour: { "h200-sxm": assumedH200Index } as Readonly<Record<string, number>>,
  pricePresets,
};
