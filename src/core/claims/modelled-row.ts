import { deploymentOfRow, workloadOfRow } from "../serving/fit/row-conditions.ts";
import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import { NO_LIMITS } from "../serving/answer/limits.ts";
import { predictPlatform, type PlatformPrediction, type ServingModel } from "../serving/answer/platform-evaluation.ts";
import { BYTES_PER_GIGABYTE } from "../units/units.ts";
import type { Measure } from "./claim.ts";

/**
 * The model's prediction for the settings and load of a measured row. Null where the row's settings are not known.
 * The model speaks of steady state; the published rates divide by a fixed window and lie some percent lower.
 */
export function predictionOfRow(
  row: MeasuredServingRow,
  model: ServingModel,
  pricePerGpuHour: number,
): PlatformPrediction | null {
  if (row.maxNumSeqs === null || row.kvCache === null) return null;
  const offer = { ...deploymentOfRow(row, model.conditions), pricePerGpuHour };
  return predictPlatform(model, workloadOfRow(row, model.conditions), NO_LIMITS, offer);
}

/** What the model says of a row's settings, by measure. */
export function modelledMeasures(
  row: MeasuredServingRow,
  model: ServingModel,
  pricePerGpuHour: number,
): Readonly<Partial<Record<Measure, number | null>>> {
  const prediction = predictionOfRow(row, model, pricePerGpuHour);
  if (!prediction?.budget) return {};
  const { budget, performance } = prediction;
  return {
    kvCacheGigabytes: budget.kvCacheBytes / BYTES_PER_GIGABYTE,
    kvCacheBytesPerRequest: budget.kvCacheBytesPerRequest,
    readWeightBytes: model.llm.readWeightBytes[row.weights],
    ...(performance && {
      outputTokensPerSecond: performance.outputTokensPerSecond,
      stepSeconds: performance.stepSeconds,
      ttftMedianSeconds: performance.ttftMedianSeconds,
      costIndexPerMillionOutputTokens: prediction.costPerMillionOutputTokens,
      requestsThatFit: performance.limit.requests,
    }),
  };
}
