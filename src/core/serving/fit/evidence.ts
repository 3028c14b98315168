import { type Deployment, replicaCount } from "../physics/deployment.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { exclusionOf } from "./steady.ts";

/**
 * How far a prediction is from measurements: a steady row ran exactly this; rows of these settings, a single wave too,
 * bracket the load and the batch; settings, load, batch or lengths lie outside what was measured on this GPU; or the GPU has no rows
 * with these weights.
 */
export type Evidence = "measured" | "interpolated" | "extrapolated" | "prior";

/** Whether the prediction lies outside what was measured, which is said wherever it is shown. */
export function isExtrapolated(evidence: Evidence): boolean {
  return evidence === "extrapolated" || evidence === "prior";
}

/** Mean output length of the rows scatters by this share around their benchmark's. */
const OUTPUT_LENGTH_TOLERANCE = 0.05;

/** Whether a row's benchmark sent requests of these lengths. */
export function ranLengths({ conditions }: MeasuredServingRow, workload: ServingWorkload): boolean {
  return (
    workload.inputTokens === conditions.promptTokens &&
    (workload.prefixCachedFraction ?? 0) === 0 &&
    (workload.inputTokensVariation ?? 0) === conditions.promptTokensVariation &&
    (workload.outputTokensVariation ?? 0) === conditions.outputTokensVariation &&
    Math.abs(workload.outputTokens / conditions.outputTokens - 1) <= OUTPUT_LENGTH_TOLERANCE
  );
}

const rowsBySettings = new WeakMap<readonly MeasuredServingRow[], Map<string, readonly MeasuredServingRow[]>>();

/** Rows that ran the settings which a step's time depends on (all but `max_num_seqs`); looked up once for each settings. */
export function rowsWithStepSettings(
  rows: readonly MeasuredServingRow[],
  deployment: Deployment,
): readonly MeasuredServingRow[] {
  let known = rowsBySettings.get(rows);
  if (!known) rowsBySettings.set(rows, (known = new Map()));
  const { gpu, weights, kvCache, draftLength, lora, tensorParallel } = deployment;
  const key = [gpu, weights, kvCache, draftLength, lora, tensorParallel].join();
  let matches = known.get(key);
  if (!matches) known.set(key, (matches = rowsThatRan(rows, deployment)));
  return matches;
}

function rowsThatRan(rows: readonly MeasuredServingRow[], deployment: Deployment): readonly MeasuredServingRow[] {
  return rows.filter(
    (row) =>
      row.gpuId === deployment.gpu &&
      row.weights === deployment.weights &&
      row.kvCache === deployment.kvCache &&
      row.draftLength === deployment.draftLength &&
      row.lora === deployment.lora &&
      row.tensorParallel === deployment.tensorParallel,
  );
}

/**
 * The published row that ran this scenario, steady or not: same settings, same requests in flight on each replica, the
 * benchmark's lengths and its own acceptance. Of repeated runs, the steady one with most completions.
 */
export function measuredRowFor(
  rows: readonly MeasuredServingRow[],
  workload: ServingWorkload,
  deployment: Deployment,
): MeasuredServingRow | null {
  if (deployment.acceptanceRate !== null) return null;
  const matches = rowsWithStepSettings(rows, deployment).filter(
    (row) =>
      row.missing === null &&
      row.maxNumSeqs === deployment.maxNumSeqs &&
      row.replicas * row.tensorParallel === deployment.gpuCount &&
      row.concurrencyPerReplica * row.replicas === workload.concurrency &&
      deployment.maxNumBatchedTokens === row.conditions.maxNumBatchedTokens &&
      deployment.gpuMemoryUtilization === row.conditions.gpuMemoryUtilization &&
      ranLengths(row, workload),
  );
  const steadiness = (row: MeasuredServingRow): number => (exclusionOf(row) === null ? 1e9 : 0) + row.completedRequests;
  return matches.reduce<MeasuredServingRow | null>(
    (best, row) => (best === null || steadiness(row) > steadiness(best) ? row : best),
    null,
  );
}

/** @param runningRequests Of the fullest replica. */
export function evidenceOf(
  rows: readonly MeasuredServingRow[],
  workload: ServingWorkload,
  deployment: Deployment,
  runningRequests: number,
): Evidence {
  const row = measuredRowFor(rows, workload, deployment);
  return evidenceBeside(row, rows, workload, deployment, runningRequests);
}

/** The same, with the row that `measuredRowFor` finds known already. */
export function evidenceBeside(
  measuredRow: MeasuredServingRow | null,
  rows: readonly MeasuredServingRow[],
  workload: ServingWorkload,
  deployment: Deployment,
  runningRequests: number,
): Evidence {
  const sameSettings = rowsWithStepSettings(rows, deployment);
  const isKnown = ({ gpuId, weights }: MeasuredServingRow): boolean =>
    gpuId === deployment.gpu && weights === deployment.weights;
  if (sameSettings.length === 0 && !rows.some(isKnown)) return "prior";
  if (measuredRow !== null && exclusionOf(measuredRow) === null) return "measured";
  const { maxNumBatchedTokens } = deployment;
  const alike = sameSettings.filter(
    (candidate) =>
      candidate.conditions.maxNumBatchedTokens === maxNumBatchedTokens &&
      ranLengths(candidate, workload) &&
      candidate.chunkGapMedianSeconds !== null,
  );
  const loads = alike.map(({ concurrencyPerReplica }) => concurrencyPerReplica);
  const batches = alike.map((row) => Math.min(row.concurrencyPerReplica, row.maxNumSeqs ?? 0));
  const load = Math.ceil(workload.concurrency / replicaCount(deployment));
  return isBracketed(load, loads) && isBracketed(runningRequests, batches) ? "interpolated" : "extrapolated";
}

function isBracketed(value: number, measured: readonly number[]): boolean {
  return measured.some((other) => other <= value) && measured.some((other) => other >= value);
}
