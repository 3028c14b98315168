import { type ClientConditions, clientReportOfRow } from "../serving/client/client-prediction.ts";
import type { FittedPlatforms } from "../serving/fit/calibrate.ts";
import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import { residualsOf, type ResidualProcess } from "../serving/fit/residual-process.ts";
import type { CalibrationContext } from "../serving/fit/row-prediction.ts";

/** A row without completions, as the simulated client would have reported it. No fit sees such rows. */
export interface EmptyRow {
  readonly row: string;
  /** False where `max_num_seqs` is not known, and the server script's default stands in. */
  readonly settingsKnown: boolean;
  readonly completedRequests: number;
  readonly measuredFromSeconds: number;
}

/** Rows of unknown settings count as the server script's default; they run out of KV cache long before it. */
const DEFAULT_MAX_NUM_SEQS = 64;

/** What the client would have reported of the rows that completed nothing. */
export function emptyRows(
  rows: readonly MeasuredServingRow[],
  fit: FittedPlatforms,
  residuals: ResidualProcess,
  context: CalibrationContext,
  client: ClientConditions,
): readonly EmptyRow[] {
  return rows
    .filter((row) => row.completedRequests === 0)
    .map((row) => {
      const { completedRequests, measuredFromSeconds } = clientReportOfRow(
        { ...row, maxNumSeqs: row.maxNumSeqs ?? DEFAULT_MAX_NUM_SEQS },
        fit[row.gpuId]!,
        residualsOf(residuals),
        context,
        client,
      );
      return { row: row.id, settingsKnown: row.maxNumSeqs !== null, completedRequests, measuredFromSeconds };
    });
}
