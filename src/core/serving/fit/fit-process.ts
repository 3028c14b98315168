import { leastSquares } from "../../numerics/least-squares.ts";
import { cholesky, choleskySolve, inverseDiagonal } from "../../numerics/linear-algebra.ts";
import { covariance, type ProcessShape, type ResidualPoint } from "./residual-process.ts";

type Scale = "log" | "log-odds";

/**
 * What is believed of the shape before it is fitted: wide, so that about eighty cells decide. All but the spread, which
 * is held near the residuals' own root mean square: cells that resemble one another would let it drift to several times
 * that, and with it the uncertainty wherever nothing was measured.
 */
const SHAPE_PRIORS: Readonly<
  Record<keyof ProcessShape, { readonly center: number; readonly spread: number; readonly scale: Scale }>
> = {
  spread: { center: 0.04, spread: 0.1, scale: "log" },
  noise: { center: 0.012, spread: 0.4, scale: "log" },
  logRunningLength: { center: 1.2, spread: 0.5, scale: "log" },
  draftLengthLength: { center: 2, spread: 0.5, scale: "log" },
  adapterCorrelation: { center: 0.88, spread: 1.2, scale: "log-odds" },
  kvCorrelation: { center: 0.88, spread: 1.2, scale: "log-odds" },
  gpuCorrelation: { center: 0.5, spread: 1.2, scale: "log-odds" },
  tensorParallelCorrelation: { center: 0.73, spread: 1.2, scale: "log-odds" },
};
const KEYS = Object.keys(SHAPE_PRIORS) as (keyof ProcessShape)[];

/** Residuals of rows that physics itself made are all but 0; a process needs some spread. */
const LEAST_SPREAD = 0.001;

/** Added to each log deviation, so that its share of the likelihood can be written as a square. */
const LOG_DEVIATION_OFFSET = 15;

function toFitScale(value: number, scale: Scale): number {
  return scale === "log" ? Math.log(value) : Math.log(value / (1 - value));
}

function shapeOf(x: readonly number[]): ProcessShape {
  return Object.fromEntries(
    KEYS.map((key, i) => [key, SHAPE_PRIORS[key].scale === "log" ? Math.exp(x[i]!) : 1 / (1 + Math.exp(-x[i]!))]),
  ) as unknown as ProcessShape;
}

/**
 * The shape under which every cell is likeliest given all others (leave-one-cell-out likelihood, in closed form).
 *
 * @param points One for each cell.
 * @param near An earlier fit to start from: the same shape, sooner.
 * @see Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, section 5.4.2.
 */
export function fitProcessShape(points: readonly ResidualPoint[], near?: ProcessShape): ProcessShape {
  const residuals = points.map(({ logResidual }) => logResidual);
  const rootMeanSquare = Math.sqrt(residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length);
  const centers = KEYS.map((key) => {
    const { center, scale } = SHAPE_PRIORS[key];
    return toFitScale(key === "spread" ? Math.max(rootMeanSquare, LEAST_SPREAD) || center : center, scale);
  });
  const start = near === undefined ? centers : KEYS.map((key) => toFitScale(near[key], SHAPE_PRIORS[key].scale));
  const { parameters } = leastSquares((x) => {
    const factor = cholesky(covariance(points, shapeOf(x)));
    const weights = choleskySolve(factor, residuals);
    const precisions = inverseDiagonal(factor);
    return [
      // residual / deviation of the prediction from all other cells, and that deviation's logarithm
      ...weights.map((weight, i) => weight / Math.sqrt(precisions[i]!)),
      ...precisions.map((precision) => Math.sqrt(2 * (LOG_DEVIATION_OFFSET - 0.5 * Math.log(precision)))),
      ...KEYS.map((key, i) => (x[i]! - centers[i]!) / SHAPE_PRIORS[key].spread),
    ];
  }, start);
  return shapeOf(parameters);
}
