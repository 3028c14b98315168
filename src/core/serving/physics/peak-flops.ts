import type { Gpu } from "../../facts/gpu.ts";
import type { Dtype } from "../../units/dtype.ts";

/** Dense peak at a format. @throws RangeError when the GPU has no tensor cores for it (checked before). */
export function peakFlops(gpu: Pick<Gpu, "id" | "peakFlopsPerSecond">, dtype: Dtype): number {
  const peak = gpu.peakFlopsPerSecond[dtype];
  if (peak === null) throw new RangeError(`${gpu.id} has no ${dtype} tensor cores`);
  return peak;
}
