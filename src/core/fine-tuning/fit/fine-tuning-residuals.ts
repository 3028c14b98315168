import { at } from "../../numerics/at.ts";
import { cholesky, choleskySolve, forwardSolve, inverseDiagonal } from "../../numerics/linear-algebra.ts";
import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import { BAND_DEVIATE, BAND_SHARE } from "../../units/band.ts";

/** What a residual depends on. */
export interface FineTuningSituation {
  readonly deployment: FineTuningDeployment;
  readonly sequenceLength: number;
}

/** What physics misses at one measured row. */
interface FineTuningResidual extends FineTuningSituation {
  /** Log of the measured over the physical step. */
  readonly logResidual: number;
}

export interface FineTuningResiduals {
  readonly points: readonly FineTuningResidual[];
  /** Factor on the deviations, at least 1, so that 90 % of the rows, each left out, lie within the 90 % band. */
  readonly inflation: number;
}

export interface PredictedResidual {
  readonly mean: number;
  readonly deviation: number;
}

/** Standard deviation of what physics misses, of which repeated runs of one setting show little. */
const AMPLITUDE = 0.035;
/** Mean steps of 160 scatter by a tenth of a percent to one percent. */
const NOISE = 0.004;
/** What two settings share of it: on another GPU, and for each setting that differs. */
const ACROSS_GPUS = 0.2;
const ACROSS_SETTINGS = 0.5;
/** Octaves of tokens in a micro-batch over which it changes. */
const TOKEN_OCTAVES = 2;

function covariance(own: FineTuningSituation, other: FineTuningSituation): number {
  const [a, b] = [own.deployment, other.deployment];
  const tokenRatio = (a.microBatch * own.sequenceLength) / (b.microBatch * other.sequenceLength);
  let shared = AMPLITUDE ** 2 * Math.exp(-Math.abs(Math.log2(tokenRatio)) / TOKEN_OCTAVES);
  if (a.gpu !== b.gpu) shared *= ACROSS_GPUS;
  if (a.strategy !== b.strategy) shared *= ACROSS_SETTINGS;
  if (a.checkpointing !== b.checkpointing) shared *= ACROSS_SETTINGS;
  if (a.compile !== b.compile) shared *= ACROSS_SETTINGS;
  if (a.precision !== b.precision) shared *= ACROSS_SETTINGS;
  if (a.gpuCount !== b.gpuCount) shared *= ACROSS_SETTINGS;
  return shared;
}

function covariances(points: readonly FineTuningResidual[]): number[][] {
  return points.map((a, i) => points.map((b, j) => covariance(a, b) + (i === j ? NOISE ** 2 : 0)));
}

/**
 * Gaussian process on the residuals: carries predictions through the measured rows, and tells how uncertain they are
 * away from them.
 *
 * @see Rasmussen and Williams 2006, Gaussian Processes for Machine Learning, section 2.2.
 */
export function fineTuningResidualAt({
  points,
  inflation,
}: FineTuningResiduals): (at: FineTuningSituation) => PredictedResidual {
  const factor = cholesky(covariances(points));
  const weights = choleskySolve(
    factor,
    points.map(({ logResidual }) => logResidual),
  );
  return (situation) => {
    const shared = points.map((point) => covariance(point, situation));
    const explained = forwardSolve(factor, shared).reduce((sum, value) => sum + value * value, 0);
    return {
      mean: shared.reduce((sum, value, i) => sum + value * at(weights, i), 0),
      // The noise is part of what a measurement would show.
      deviation: inflation * Math.sqrt(Math.max(0, AMPLITUDE ** 2 - explained) + NOISE ** 2),
    };
  };
}

/**
 * @param withoutRow Each row's residual from a fit that did not see it.
 * @see Rasmussen and Williams 2006, section 5.4.2, for leaving out one point of the process.
 */
export function fineTuningBandInflation(points: readonly FineTuningResidual[], withoutRow: readonly number[]): number {
  const factor = cholesky(covariances(points));
  const weights = choleskySolve(
    factor,
    points.map(({ logResidual }) => logResidual),
  );
  const precisions = inverseDiagonal(factor);
  const deviates = points
    .map(({ logResidual }, i) => {
      const predicted = logResidual - at(weights, i) / at(precisions, i);
      return Math.abs(at(withoutRow, i) - predicted) * Math.sqrt(at(precisions, i));
    })
    .toSorted((a, b) => a - b);
  if (deviates.length === 0) return 1;
  // The rank that holds the share for one more row like these.
  const rank = Math.min(deviates.length, Math.ceil(BAND_SHARE * (deviates.length + 1)));
  return Math.max(1, at(deviates, rank - 1) / BAND_DEVIATE);
}
