import { attentionFlopsPerToken } from "./training-flops.ts";
import type { AttentionLayers } from "../../facts/llm.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Dtype } from "../../units/dtype.ts";

/** The published workload that tuned stacks were measured on. */
export interface TunedStackWorkload {
  readonly name: string;
  readonly sequenceLength: number;
  readonly attention: readonly AttentionLayers[];
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
}

/** What a vendor-tuned stack reached on a GPU. */
export interface TunedStackFigure {
  readonly id: string;
  readonly gpuId: string;
  readonly round: string;
  readonly submitter: string;
  readonly system: string;
  readonly gpuCount: number;
  readonly tokensPerSecondPerGpu: number;
  /** Format whose dense peak its share is taken of. */
  readonly peakFormat: Dtype;
  readonly sourceId: string;
}

/** A figure as a share of the GPU's peak. */
export interface TunedStack extends TunedStackFigure {
  readonly modelFlopsPerSecondPerGpu: number;
  readonly modelFlopsUtilization: number;
}

/** Forward and backward of LoRA without recomputation: 4 N, and three times the attention of a forward pass. */
function modelFlopsPerToken(workload: TunedStackWorkload): number {
  const { hiddenSize, intermediateSize, vocabularySize, attention, sequenceLength } = workload;
  const layers = attention.reduce((sum, own) => {
    const projections = 2 * own.queryHeads * own.headDim + 2 * own.kvHeads * own.headDim;
    return sum + own.layers * hiddenSize * (projections + 3 * intermediateSize);
  }, 0);
  const forward = attentionFlopsPerToken({ attention }, sequenceLength);
  return 4 * (layers + hiddenSize * vocabularySize) + 3 * forward;
}

/** The best figure of a GPU, by tokens per second and GPU; null where none is cited. */
export function bestTunedStack(
  figures: readonly TunedStackFigure[],
  workload: TunedStackWorkload,
  gpu: Gpu,
): TunedStack | null {
  const own = figures.filter(({ gpuId }) => gpuId === gpu.id);
  const best = own.toSorted((a, b) => b.tokensPerSecondPerGpu - a.tokensPerSecondPerGpu)[0];
  const peak = best && gpu.peakFlopsPerSecond[best.peakFormat];
  if (!best || !peak) return null;
  const modelFlopsPerSecondPerGpu = best.tokensPerSecondPerGpu * modelFlopsPerToken(workload);
  return { ...best, modelFlopsPerSecondPerGpu, modelFlopsUtilization: modelFlopsPerSecondPerGpu / peak };
}
