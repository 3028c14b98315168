import type { Evidence } from "../../serving/fit/evidence.ts";
import { hasSameSettings, isTimed, type MeasuredFineTuningRow, ranJustThis } from "../fit/measured-fine-tuning-row.ts";
import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";

/** As for serving: a row ran just this, rows of these settings bracket it, the GPU has other rows, or none. */
export function fineTuningEvidence(
  rows: readonly MeasuredFineTuningRow[],
  run: FineTuningRun,
  deployment: FineTuningDeployment,
): Evidence {
  const timed = rows.filter(isTimed).filter((row) => row.gpuId === deployment.gpu);
  if (timed.length === 0) return "prior";
  if (timed.some((row) => ranJustThis(row, run, deployment))) return "measured";
  const alike = timed.filter(
    (row) =>
      hasSameSettings(row, deployment) &&
      row.gpuCount === deployment.gpuCount &&
      row.sequenceLength === run.sequenceLength &&
      row.loraRank === run.loraRank,
  );
  const within =
    alike.some((row) => row.microBatch <= deployment.microBatch) &&
    alike.some((row) => row.microBatch >= deployment.microBatch);
  return within && run.loraTargets === "all" ? "interpolated" : "extrapolated";
}
