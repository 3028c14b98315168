import { inflationOn, NO_INFLATION, type BandInflation } from "./inflation.ts";
import type { LogResidual, StepSituation } from "../performance/parameters.ts";
import { cholesky, choleskySolve, forwardSolve, type Matrix } from "./linear-algebra.ts";

/** A cell's mean log residual, log(measured / physics), from `rows` rows. */
export interface ResidualPoint {
  readonly situation: StepSituation;
  readonly logResidual: number;
  readonly rows: number;
}

/** How residuals vary together. Distances are on the scales below; correlations are between 0 and 1. */
export interface ProcessShape {
  readonly spread: number;
  readonly noise: number;
  readonly logRunningLength: number;
  readonly draftLengthLength: number;
  readonly adapterCorrelation: number;
  readonly kvCorrelation: number;
  readonly gpuCorrelation: number;
  readonly tensorParallelCorrelation: number;
}

/** A Gaussian process on log residuals of step time, ready to predict. */
export interface ResidualProcess {
  readonly inflation: BandInflation;
  readonly points: readonly ResidualPoint[];
  readonly shape: ProcessShape;
  readonly factor: Matrix;
  readonly weights: readonly number[];
}

/** Context lengths a factor e^0.5 apart share about 60 % of their residual: assumed, since all rows have one length. */
const LOG_CONTEXT_LENGTH = 0.5;

/** Matern 3/2 over the log of the batch (the likeliest of those tried), squared exponential over drafts and context. */
function correlation(a: StepSituation, b: StepSituation, shape: ProcessShape): number {
  const running = (Math.sqrt(3) * Math.abs(Math.log(a.runningRequests / b.runningRequests))) / shape.logRunningLength;
  const drafts = (a.draftLength - b.draftLength) / shape.draftLengthLength;
  const context = Math.log(a.kvElementsPerRequest / b.kvElementsPerRequest) / LOG_CONTEXT_LENGTH;
  let factor = (1 + running) * Math.exp(-running - 0.5 * (drafts * drafts + context * context));
  if (a.lora !== b.lora) factor *= shape.adapterCorrelation;
  if (a.fp8Kv !== b.fp8Kv) factor *= shape.kvCorrelation;
  if (a.fp8Weights !== b.fp8Weights || a.gpuId !== b.gpuId) factor *= shape.gpuCorrelation;
  if (a.tensorParallel !== b.tensorParallel) factor *= shape.tensorParallelCorrelation;
  return factor;
}

export function residualProcess(
  points: readonly ResidualPoint[],
  shape: ProcessShape,
  inflation: BandInflation = NO_INFLATION,
): ResidualProcess {
  const factor = cholesky(covariance(points, shape));
  return {
    points,
    shape,
    inflation,
    factor,
    weights: choleskySolve(
      factor,
      points.map(({ logResidual }) => logResidual),
    ),
  };
}

/** Covariance of the points' residuals, with the noise that repeated rows show. */
export function covariance(points: readonly ResidualPoint[], shape: ProcessShape): Matrix {
  const variance = shape.spread ** 2;
  return points.map((a, i) =>
    points.map(
      (b, j) => variance * correlation(a.situation, b.situation, shape) + (i === j ? shape.noise ** 2 / a.rows : 0),
    ),
  );
}

/**
 * Mean and standard deviation of the log residual at a situation; far from all points 0 and the process's spread. The
 * deviation is that of a measurement there: it holds the noise, and the inflation that makes bands keep their share.
 */
export function predictResidual(process: ResidualProcess, situation: StepSituation): LogResidual {
  const variance = process.shape.spread ** 2;
  const shared = process.points.map((point) => variance * correlation(point.situation, situation, process.shape));
  const mean = shared.reduce((sum, value, i) => sum + value * process.weights[i]!, 0);
  const explained = forwardSolve(process.factor, shared).reduce((sum, value) => sum + value * value, 0);
  return {
    mean,
    deviation:
      inflationOn(situation.gpuId, process.inflation) *
      Math.sqrt(Math.max(0, variance - explained) + process.shape.noise ** 2),
  };
}
