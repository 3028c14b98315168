/** Factor on the process's deviations, at least 1: by GPU where it has cells enough, else of all cells together. */
export interface BandInflation {
  readonly byGpu: Readonly<Record<string, number>>;
  readonly pooled: number;
}

export const NO_INFLATION: BandInflation = { byGpu: {}, pooled: 1 };

export function inflationOn(gpuId: string, { byGpu, pooled }: BandInflation): number {
  return byGpu[gpuId] ?? pooled;
}
