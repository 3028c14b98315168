import type { Llm } from "../../facts/llm.ts";
import type { LoraTargets } from "./fine-tuning-run.ts";

/** What fine-tuning needs of an LLM beyond serving. */
export interface TrainableLlm extends Llm {
  /** Bytes of the bf16 checkpoint, as a training process loads it. */
  readonly trainingWeightBytes: number;
  /** For each entry of `attention`: whether its layers use the key as value, and so have no value projection. */
  readonly keyServesAsValue: readonly boolean[];
}

/** Weights of the linear layers of one entry of `attention`, and what LoRA adds to each per unit of rank: in + out. */
function layerShapes(llm: TrainableLlm, kind: number, targets: LoraTargets): { weights: number; perRank: number } {
  const { queryHeads, kvHeads, headDim } = llm.attention[kind]!;
  const [hidden, query, keyValue] = [llm.hiddenSize, queryHeads * headDim, kvHeads * headDim];
  const keyValueProjections = llm.keyServesAsValue[kind] ? 1 : 2;
  const attentionWeights = hidden * (2 * query + keyValueProjections * keyValue);
  const attentionPerRank = 2 * (hidden + query) + keyValueProjections * (hidden + keyValue);
  const mlpPerRank = 3 * (hidden + llm.intermediateSize);
  return {
    weights: attentionWeights + 3 * hidden * llm.intermediateSize,
    perRank: (targets === "mlp" ? 0 : attentionPerRank) + (targets === "attention" ? 0 : mlpPerRank),
  };
}

/** Parameters of the linear layers, without embedding and output head. */
export function linearParameters(llm: TrainableLlm): number {
  return llm.attention.reduce((sum, { layers }, kind) => sum + layers * layerShapes(llm, kind, "all").weights, 0);
}

/**
 * Parameters that LoRA trains: rank x (inputs + outputs) of every adapted projection.
 *
 * @see arXiv:2106.09685, section 4.2
 */
export function loraParameters(llm: TrainableLlm, rank: number, targets: LoraTargets): number {
  return (
    rank * llm.attention.reduce((sum, { layers }, kind) => sum + layers * layerShapes(llm, kind, targets).perRank, 0)
  );
}
