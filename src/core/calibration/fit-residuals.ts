import { stepSituation } from "../performance/step-time.ts";
import type { FittedPlatforms } from "./calibrate.ts";
import { cellOf } from "./cell.ts";
import { fitProcessShape } from "./fit-process.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import type { ProcessShape, ResidualPoint } from "./residual-process.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf } from "./steady.ts";

/** What physics misses at the measured cells, and how that varies from cell to cell: all a residual process is made of. */
export interface FittedResiduals {
  readonly points: readonly ResidualPoint[];
  readonly shape: ProcessShape;
}

/** Residuals of the rows that were fitted to: one point a cell, the mean of its rows, to a millionth (the page loads them). */
export function fitResiduals(
  rows: readonly MeasuredServingRow[],
  platforms: FittedPlatforms,
  context: CalibrationContext,
): FittedResiduals {
  const cells = new Map<
    string,
    { readonly row: MeasuredServingRow; readonly running: number; readonly logResidual: number }[]
  >();
  for (const row of rows) {
    if (exclusionOf(row) !== null) continue;
    const { step, kvHoldingFactor } = platforms[row.gpuId]!;
    const running = runningInRow(row, budgetOfRow(row, context), kvHoldingFactor);
    const logResidual = Math.log(row.chunkGapMedianSeconds! / predictedStepSeconds(row, running, step, context));
    const cell = cellOf(row, running);
    cells.set(cell, [...(cells.get(cell) ?? []), { row, running, logResidual }]);
  }
  const points = [...cells.values()].map((members): ResidualPoint => {
    const { row, running } = members[0]!;
    const { llm, conditions } = context;
    return {
      situation: stepSituation(llm, workloadOfRow(row, conditions), deploymentOfRow(row, conditions), running),
      logResidual: Number((members.reduce((sum, member) => sum + member.logResidual, 0) / members.length).toFixed(6)),
      rows: members.length,
    };
  });
  return { points, shape: fitProcessShape(points) };
}
