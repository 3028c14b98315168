import { DTYPES, type Dtype } from "../../units/dtype.ts";
import type { MeasuredServingRow } from "./measured-row.ts";

/** Accepted / drafted tokens under given settings, with what it rests on. */
interface MeasuredAcceptance {
  readonly rate: number;
  readonly rows: number;
  /** Whether the rows are of the GPU and KV dtype asked for, or the closest there are: acceptance hardly depends on either. */
  readonly exact: boolean;
}

/**
 * Measured acceptance rate for a draft length: the mean over the rows of this GPU and KV dtype, else of this KV dtype,
 * else of any. Null where the draft length was never measured.
 */
export function measuredAcceptance(
  rows: readonly MeasuredServingRow[],
  gpuId: string,
  kvCache: Dtype,
  draftLength: number,
): MeasuredAcceptance | null {
  const closest = closestRates(rows, gpuId, kvCache, draftLength);
  if (closest === null) return null;
  return { rate: meanOf(closest.rates), rows: closest.rates.length, exact: closest.exact };
}

/** Standard deviation of the rates that `measuredAcceptance` is the mean of; null where there are not two. */
export function acceptanceDeviation(
  rows: readonly MeasuredServingRow[],
  gpuId: string,
  kvCache: Dtype,
  draftLength: number,
): number | null {
  const { rates } = closestRates(rows, gpuId, kvCache, draftLength) ?? { rates: [] };
  if (rates.length < 2) return null;
  const mean = meanOf(rates);
  return Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1));
}

function meanOf(rates: readonly number[]): number {
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

function closestRates(
  rows: readonly MeasuredServingRow[],
  gpuId: string,
  kvCache: Dtype,
  draftLength: number,
): { readonly rates: readonly number[]; readonly exact: boolean } | null {
  const drafted = rows.filter((row) => row.draftLength === draftLength && row.acceptanceRate !== null);
  const sameKv = drafted.filter((row) => row.kvCache === kvCache);
  const sameGpu = sameKv.filter((row) => row.gpuId === gpuId);
  const closest = [sameGpu, sameKv, drafted].find((group) => group.length > 0);
  return closest ? { rates: closest.map((row) => row.acceptanceRate!), exact: closest === sameGpu } : null;
}

/** `measuredAcceptance` for every combination of GPU, KV dtype and draft length that rows can answer. */
export type AcceptanceTable = ReadonlyMap<string, MeasuredAcceptance>;

export function acceptanceKey(gpuId: string, kvCache: Dtype, draftLength: number): string {
  return `${gpuId} ${kvCache} ${draftLength}`;
}

export function acceptanceTable(rows: readonly MeasuredServingRow[], gpuIds: readonly string[]): AcceptanceTable {
  const draftLengths = [...new Set(rows.map((row) => row.draftLength))];
  return new Map(
    gpuIds.flatMap((gpuId) =>
      DTYPES.flatMap((kvCache) =>
        draftLengths.flatMap((draftLength) => {
          const measured = measuredAcceptance(rows, gpuId, kvCache, draftLength);
          return measured === null ? [] : [[acceptanceKey(gpuId, kvCache, draftLength), measured] as const];
        }),
      ),
    ),
  );
}
