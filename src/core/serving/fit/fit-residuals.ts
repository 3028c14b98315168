import { logResidualOf, stepSituation } from "../physics/step-time.ts";
import { bandInflation } from "./band-inflation.ts";
import type { FittedPlatforms, RowInfluence } from "./calibrate.ts";
import { cellOf } from "./cell.ts";
import { fitProcessShape } from "./fit-process.ts";
import { NO_INFLATION, type BandInflation } from "./inflation.ts";
import { cholesky, choleskySolve } from "../../numerics/linear-algebra.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import type { ProcessShape, ResidualPoint } from "./residual-process.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { budgetOfRow, predictedStep, runningInRow, type CalibrationContext } from "./row-prediction.ts";
import { exclusionOf } from "./steady.ts";

/** What physics misses at the measured cells, and how that varies from cell to cell: all a residual process is made of. */
export interface FittedResiduals {
  readonly points: readonly ResidualPoint[];
  readonly shape: ProcessShape;
  /** On the process's deviations, so that 90 % of the cells, each left out, lie within the 90 % band. */
  readonly inflation: BandInflation;
}

/**
 * Residuals of the rows that were fitted to: one point a cell, the mean of its rows, to a millionth (the page loads them).
 *
 * @param influence Of the same fit, for what each cell's residual would be without the cell; without it the bands are
 *   not widened.
 * @param near Shape of an earlier fit to start from.
 */
export function fitResiduals(
  rows: readonly MeasuredServingRow[],
  platforms: FittedPlatforms,
  context: CalibrationContext,
  influence?: RowInfluence,
  near?: ProcessShape,
): FittedResiduals {
  const cells = new Map<string, CellMember[]>();
  for (const row of rows) {
    if (exclusionOf(row) !== null) continue;
    const { step, kvHolding } = platforms[row.gpuId]!;
    const running = runningInRow(row, budgetOfRow(row, context), kvHolding);
    const logResidual = logResidualOf(row.chunkGapMedianSeconds!, predictedStep(row, running, step, context));
    const { promptTokens, outputTokens } = row.conditions;
    // At other lengths a step of the same batch is another one.
    const cell = `${cellOf(row, running)}, ${promptTokens} + ${outputTokens} tokens`;
    cells.set(cell, [...(cells.get(cell) ?? []), { row, running, logResidual }]);
  }
  const members = [...cells.values()];
  const points = members.map((cell) => pointOf(cell, context));
  const shape = fitProcessShape(points, near);
  if (!influence) return { points, shape, inflation: NO_INFLATION };
  const withoutCell = members.map((cell) => meanResidualWithout(cell, influence));
  return { points, shape, inflation: bandInflation(points, withoutCell, shape) };
}

interface CellMember {
  readonly row: MeasuredServingRow;
  readonly running: number;
  readonly logResidual: number;
}

function pointOf(cell: readonly CellMember[], { llm }: CalibrationContext): ResidualPoint {
  const { row, running } = cell[0]!;
  const logResidual = cell.reduce((sum, member) => sum + member.logResidual, 0) / cell.length;
  return {
    situation: stepSituation(llm, workloadOfRow(row), deploymentOfRow(row), running),
    logResidual: Number(logResidual.toFixed(6)),
    rows: cell.length,
  };
}

/**
 * A cell's mean residual from a fit without it, to first order: r = (I - H) r', with H the cell's block of the hat matrix.
 *
 * @see Cook and Weisberg 1982, Residuals and Influence in Regression, section 2.2.
 */
function meanResidualWithout(cell: readonly CellMember[], influence: RowInfluence): number {
  const pulls = cell.map(({ row }) => influence.get(row.id)!);
  const block = pulls.map((a, i) =>
    pulls.map((b, j) => (i === j ? 1 : 0) - a.reduce((sum, value, k) => sum + value * b[k]!, 0)),
  );
  const without = choleskySolve(
    cholesky(block),
    cell.map(({ logResidual }) => logResidual),
  );
  return without.reduce((sum, value) => sum + value, 0) / cell.length;
}
