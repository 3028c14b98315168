import { BAND_DEVIATE, BAND_SHARE } from "../../units/band.ts";
import { cholesky, choleskySolve, inverseDiagonal } from "../../numerics/linear-algebra.ts";
import type { BandInflation } from "./inflation.ts";
import { covariance, type ProcessShape, type ResidualPoint } from "./residual-process.ts";

/** A GPU with fewer cells than this has no inflation of its own. */
const LEAST_CELLS = 20;

/**
 * How much wider than the process says bands must be to hold `BAND_SHARE` of the cells when each is left out: of the
 * process, and (by `withoutCell`) of the physical fit that its residual is taken from.
 *
 * @param withoutCell Each cell's residual from a fit without it.
 */
export function bandInflation(
  points: readonly ResidualPoint[],
  withoutCell: readonly number[],
  shape: ProcessShape,
): BandInflation {
  const factor = cholesky(covariance(points, shape));
  const weights = choleskySolve(
    factor,
    points.map(({ logResidual }) => logResidual),
  );
  const precisions = inverseDiagonal(factor);
  const deviates = points.map(({ situation, logResidual }, i) => {
    const predicted = logResidual - weights[i]! / precisions[i]!;
    return {
      gpuId: situation.gpuId,
      deviate: Math.abs(withoutCell[i]! - predicted) * Math.sqrt(precisions[i]!),
    };
  });
  const inflationOf = (some: typeof deviates): number => {
    if (some.length === 0) return 1;
    const sorted = some.map(({ deviate }) => deviate).toSorted((a, b) => a - b);
    // The rank that holds the share for one more cell like these.
    const rank = Math.min(sorted.length, Math.ceil(BAND_SHARE * (sorted.length + 1)));
    return Math.max(1, sorted[rank - 1]! / BAND_DEVIATE);
  };
  const gpuIds = [...new Set(points.map(({ situation }) => situation.gpuId))];
  const own = gpuIds.map((id) => [id, deviates.filter(({ gpuId }) => gpuId === id)] as const);
  return {
    byGpu: Object.fromEntries(
      own.filter(([, some]) => some.length >= LEAST_CELLS).map(([id, some]) => [id, inflationOf(some)]),
    ),
    pooled: inflationOf(deviates),
  };
}
