import type { Dtype } from "../units/dtype.ts";

/** One GPU, as its makers and its driver describe it. Ids are those of `data/gpus.json`. */
export interface Gpu {
  readonly id: string;
  readonly name: string;
  /** For sentences and chart labels. */
  readonly shortName: string;
  /** Memory the driver reports, which is what a serving engine budgets from; not the marketing figure. */
  readonly deviceMemoryBytes: number;
  /** Datasheet HBM bandwidth. */
  readonly hbmBytesPerSecond: number;
  /** Dense peak of the tensor cores; null where the GPU has no tensor cores for the format. */
  readonly peakFlopsPerSecond: Readonly<Record<Dtype, number | null>>;
  /** Bandwidth of the GPU's links inside a node, one direction. */
  readonly linkBytesPerSecond: number;
  /** Measured all-reduce by number of GPUs (2, 4, 8): latency floor, and bus bandwidth of large messages. */
  readonly allReduce: readonly AllReduceFact[];
  readonly sourceIds: readonly string[];
}

interface AllReduceFact {
  readonly gpus: number;
  readonly latencySeconds: number;
  readonly busBytesPerSecond: number;
}
