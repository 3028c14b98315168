import type { MeasuredServingRow } from "./measured-row.ts";
import { exclusionOf } from "./steady.ts";

/**
 * The row whose settings count as a GPU's best measured ones: the steady row with the highest output throughput, with or
 * without an adapter. TP 1 rows only, since under TP every replica takes more GPUs.
 */
export function bestMeasuredRow(
  rows: readonly MeasuredServingRow[],
  gpuId: string,
  lora: boolean,
): MeasuredServingRow | null {
  const candidates = rows.filter(
    (row) =>
      row.gpuId === gpuId &&
      row.lora === lora &&
      row.tensorParallel === 1 &&
      row.outputTokensPerSecond !== null &&
      exclusionOf(row) === null,
  );
  return candidates.reduce<MeasuredServingRow | null>(
    (best, row) => (best === null || row.outputTokensPerSecond! > best.outputTokensPerSecond! ? row : best),
    null,
  );
}
