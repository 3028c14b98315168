import { benchmarkAnswers } from "../catalog/assumptions.ts";
import { servingManifest, servingRows } from "../catalog/serving-benchmark.ts";
import type { ClientConditions } from "../core/serving/client/client-prediction.ts";
import type { FittedPlatforms } from "../core/serving/fit/calibrate.ts";
import type { FittedResiduals } from "../core/serving/fit/fit-residuals.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import type { CalibrationContext } from "../core/serving/fit/row-prediction.ts";
import { calibrationContextOf } from "./fit-serving-study.ts";
import { rowsOfLlm } from "./rows-of-llm.ts";
import { servingFactsOf } from "./serving-facts.ts";
import type { ServingStudyData } from "./serving-study.ts";

/** A study beside what it was fitted with, for those who refit it or look at what it leaves unexplained. */
export interface ServingFit {
  readonly benchmark: { readonly id: string; readonly publisher: string };
  /** With every field that the source has. */
  readonly rows: readonly MeasuredServingRow[];
  readonly context: CalibrationContext;
  readonly platforms: FittedPlatforms;
  readonly residuals: FittedResiduals;
  /** The benchmark's client, for simulating it. */
  readonly client: ClientConditions;
}

/** Reads the catalogue, and fits nothing. */
export function servingFitOf({ llm, fitted, residuals, benchmarks: [benchmark] }: ServingStudyData): ServingFit {
  const rows = rowsOfLlm(servingRows, llm);
  return {
    benchmark,
    rows,
    context: calibrationContextOf(servingFactsOf(llm.id), rows),
    platforms: fitted,
    residuals,
    client: {
      warmupSeconds: servingManifest.warmupSeconds,
      measuredSeconds: servingManifest.measuredWindowSeconds,
      answers: benchmarkAnswers,
    },
  };
}
