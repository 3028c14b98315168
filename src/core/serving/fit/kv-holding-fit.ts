import type { KvHolding } from "../physics/parameters.ts";
import type { Prior } from "./parameter-vector.ts";

/** Of one GPU on the fit scale: logs of the holding factor and of the unexplained overhead. */
export const KV_HOLDING_PARAMETERS = 2;

/** Of the log of the factor all GPUs share, around 1 (plain block arithmetic): weak. */
const COMMON_FACTOR_SPREAD = 1;
/** Of a GPU's log factor around the shared one. */
const BETWEEN_GPUS_SPREAD = 0.3;

export function kvHoldingStart(near: KvHolding | null, overhead: Prior): readonly number[] {
  return near === null ? [0, Math.log(overhead.center)] : [Math.log(near.factor), Math.log(near.overheadBytesPerGpu)];
}

export function kvHoldingAt(x: readonly number[], offset: number, fittedRows: number): KvHolding {
  return { factor: Math.exp(x[offset]!), overheadBytesPerGpu: Math.exp(x[offset + 1]!), fittedRows };
}

/** Residuals of what is believed before any row: one engine runs on all GPUs, so their factors scatter around a common one. */
export function kvHoldingPriors(
  x: readonly number[],
  commonOffset: number,
  offsets: readonly number[],
  overhead: Prior,
): readonly number[] {
  return [
    x[commonOffset]! / COMMON_FACTOR_SPREAD,
    ...offsets.flatMap((offset) => [
      (x[offset]! - x[commonOffset]!) / BETWEEN_GPUS_SPREAD,
      (x[offset + 1]! - Math.log(overhead.center)) / overhead.logSpread,
    ]),
  ];
}
