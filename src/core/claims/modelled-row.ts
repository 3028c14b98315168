import { deploymentOfRow, workloadOfRow } from "../serving/fit/row-conditions.ts";
import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import { costPerMillionOutputTokens } from "../economics/cost.ts";
import { servedPlatform } from "../serving/answer/served-replica.ts";
import type { ServingModel } from "../serving/answer/serving-model.ts";
import { BYTES_PER_GIGABYTE } from "../units/units.ts";
import type { Measure } from "./claim.ts";

/**
 * What the model says of a measured row's settings and load, by measure; nothing where the row's settings are not known.
 * The model speaks of steady state; the published rates divide by a fixed window and lie some percent lower.
 */
export function modelledMeasures(
  row: MeasuredServingRow,
  model: ServingModel,
  pricePerGpuHour: number,
): Readonly<Partial<Record<Measure, number | null>>> {
  if (row.maxNumSeqs === null || row.kvCache === null) return {};
  const deployment = deploymentOfRow(row);
  const workload = workloadOfRow(row);
  const platform = servedPlatform(model, workload, deployment);
  const performance = platform.kind === "serves" ? platform.at(workload.concurrency) : null;
  const budget = platform.kind === "serves" ? performance?.budget : platform.budget;
  if (!budget) return {};
  return {
    kvCacheGigabytes: budget.kvCacheBytes / BYTES_PER_GIGABYTE,
    kvCacheBytesPerRequest: budget.kvCacheBytesPerRequest,
    readWeightBytes: model.llm.readWeightBytes[row.weights],
    ...(performance && {
      outputTokensPerSecond: performance.outputTokensPerSecond,
      stepSeconds: performance.stepSeconds,
      ttftMedianSeconds: performance.ttftMedianSeconds,
      costIndexPerMillionOutputTokens: costPerMillionOutputTokens(
        pricePerGpuHour,
        deployment.gpuCount,
        performance.outputTokensPerSecond,
      ),
      requestsThatFit: performance.limit.requests,
    }),
  };
}
