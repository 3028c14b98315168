import { inflationOn, NO_INFLATION, type BandInflation } from "./inflation.ts";
import type { StepResiduals, StepSettings, StepSituation } from "../physics/parameters.ts";
import { cholesky, choleskySolve, forwardSolve, type Matrix } from "../../numerics/linear-algebra.ts";

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

/** Matern 3/2 over the log of the batch (the likeliest of those tried). */
function batchCorrelation(a: number, b: number, { logRunningLength }: ProcessShape): number {
  const distance = (Math.sqrt(3) * Math.abs(Math.log(a / b))) / logRunningLength;
  return (1 + distance) * Math.exp(-distance);
}

/** Squared exponential. */
function contextCorrelation(a: StepSituation, b: StepSituation): number {
  const context = Math.log(a.kvElementsPerRequest / b.kvElementsPerRequest) / LOG_CONTEXT_LENGTH;
  return Math.exp(-0.5 * context * context);
}

/** Of all but the batch and the context: squared exponential over drafts. */
function settingsCorrelation(a: StepSettings, b: StepSettings, shape: ProcessShape): number {
  const drafts = (a.draftLength - b.draftLength) / shape.draftLengthLength;
  let factor = Math.exp(-0.5 * drafts * drafts);
  if (a.lora !== b.lora) factor *= shape.adapterCorrelation;
  if (a.fp8Kv !== b.fp8Kv) factor *= shape.kvCorrelation;
  if (a.fp8Weights !== b.fp8Weights || a.gpuId !== b.gpuId) factor *= shape.gpuCorrelation;
  if (a.tensorParallel !== b.tensorParallel) factor *= shape.tensorParallelCorrelation;
  return factor;
}

function correlation(a: StepSituation, b: StepSituation, shape: ProcessShape): number {
  const batch = batchCorrelation(a.runningRequests, b.runningRequests, shape);
  return batch * contextCorrelation(a, b) * settingsCorrelation(a, b, shape);
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
  const rows: number[][] = points.map(() => []);
  for (const [i, a] of points.entries()) {
    for (let j = 0; j < i; j += 1) {
      rows[i]![j] = rows[j]![i] = variance * correlation(a.situation, points[j]!.situation, shape);
    }
    rows[i]![i] = variance + shape.noise ** 2 / a.rows;
  }
  return rows;
}

/** What a process makes of situations: far from all its points nothing, within its spread. */
export function residualsOf(process: ResidualProcess): StepResiduals {
  return {
    meanAlong: (settings) => meanAlong(process, settings),
    deviationAt: (situation) => deviationAt(process, situation),
  };
}

/** Mean log residual over the batch. Points measured at one batch are summed once, not at every batch asked for. */
function meanAlong({ points, weights, shape }: ResidualProcess, settings: StepSettings) {
  const pulls = new Map<number, number>();
  points.forEach((point, i) => {
    const { runningRequests } = point.situation;
    const pull = shape.spread ** 2 * weights[i]! * settingsCorrelation(point.situation, settings, shape);
    pulls.set(runningRequests, (pulls.get(runningRequests) ?? 0) + pull);
  });
  return (runningRequests: number): number => {
    let mean = 0;
    for (const [batch, pull] of pulls) mean += pull * batchCorrelation(batch, runningRequests, shape);
    return mean;
  };
}

/** Of a measurement there: it holds the noise, and the inflation that makes bands keep their share. */
function deviationAt({ points, shape, factor, inflation }: ResidualProcess, situation: StepSituation): number {
  const variance = shape.spread ** 2;
  const shared = points.map((point) => variance * correlation(point.situation, situation, shape));
  const explained = forwardSolve(factor, shared).reduce((sum, value) => sum + value * value, 0);
  return inflationOn(situation.gpuId, inflation) * Math.sqrt(Math.max(0, variance - explained) + shape.noise ** 2);
}
