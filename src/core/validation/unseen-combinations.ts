import { calibrate, type FittedPlatforms } from "../serving/fit/calibrate.ts";
import { predictRow, type RowPrediction } from "../serving/fit/cross-validation.ts";
import { fitResiduals } from "../serving/fit/fit-residuals.ts";
import { residualProcess } from "../serving/fit/residual-process.ts";
import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import type { CalibrationContext } from "../serving/fit/row-prediction.ts";
import { exclusionOf } from "../serving/fit/steady.ts";

/** What a fit makes of steady rows of a kind that it saw none of. */
interface UnseenCombination {
  readonly name: string;
  /** Mean absolute error aimed at, a fraction. */
  readonly target: number;
  readonly predictions: readonly RowPrediction[];
}

const MOST_SEEN_REQUESTS = 64;
const LARGE_BATCH = { least: 256, most: 512 } as const;

/** @param known The fit to all rows, which tells the batch that a row ran. */
export function unseenCombinations(
  rows: readonly MeasuredServingRow[],
  known: FittedPlatforms,
  context: CalibrationContext,
): readonly UnseenCombination[] {
  const steady = rows.filter((row) => exclusionOf(row) === null);
  const predicted = (
    isSeen: (row: MeasuredServingRow) => boolean,
    isAsked: (row: MeasuredServingRow) => boolean,
  ): readonly RowPrediction[] => {
    const seen = steady.filter(isSeen);
    const fit = calibrate(seen, context);
    const { points, shape } = fitResiduals(seen, fit, context);
    const residuals = residualProcess(points, shape);
    return steady.filter(isAsked).map((row) => predictRow(row, fit, context, residuals));
  };
  const combines = (row: MeasuredServingRow): boolean => row.lora && row.draftLength > 0;
  const batchOf = (row: MeasuredServingRow): number => Math.round(predictRow(row, known, context).runningRequests);
  return [
    {
      name: "LoRA with drafts, from rows without the pair",
      target: 0.05,
      predictions: predicted((row) => !combines(row), combines),
    },
    {
      name: `Batches of ${LARGE_BATCH.least}-${LARGE_BATCH.most}, from rows of ${MOST_SEEN_REQUESTS} at most`,
      target: 0.12,
      predictions: predicted(
        (row) => batchOf(row) <= MOST_SEEN_REQUESTS,
        (row) => batchOf(row) >= LARGE_BATCH.least && batchOf(row) <= LARGE_BATCH.most,
      ),
    },
  ];
}
