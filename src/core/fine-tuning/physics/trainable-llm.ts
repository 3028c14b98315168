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
interface LayerShapes {
  readonly layers: number;
  readonly weights: number;
  readonly perRank: number;
}

function layerShapes(llm: TrainableLlm, targets: LoraTargets): readonly LayerShapes[] {
  const { hiddenSize: hidden, intermediateSize } = llm;
  return llm.attention.map(({ layers, queryHeads, kvHeads, headDim }, kind) => {
    const [query, keyValue] = [queryHeads * headDim, kvHeads * headDim];
    const keyValueProjections = llm.keyServesAsValue[kind] ? 1 : 2;
    const attentionWeights = hidden * (2 * query + keyValueProjections * keyValue);
    const attentionPerRank = 2 * (hidden + query) + keyValueProjections * (hidden + keyValue);
    const mlpPerRank = 3 * (hidden + intermediateSize);
    return {
      layers,
      weights: attentionWeights + 3 * hidden * intermediateSize,
      perRank: (targets === "mlp" ? 0 : attentionPerRank) + (targets === "attention" ? 0 : mlpPerRank),
    };
  });
}

/** Parameters of the linear layers, without embedding and output head. */
export function linearParameters(llm: TrainableLlm): number {
  return layerShapes(llm, "all").reduce((sum, { layers, weights }) => sum + layers * weights, 0);
}

/**
 * Parameters that LoRA trains: rank x (inputs + outputs) of every adapted projection.
 *
 * @see arXiv:2106.09685, section 4.2
 */
export function loraParameters(llm: TrainableLlm, rank: number, targets: LoraTargets): number {
  return rank * layerShapes(llm, targets).reduce((sum, { layers, perRank }) => sum + layers * perRank, 0);
}

/** Bytes of the bf16 weights that one pass reads. @throws RangeError for an LLM that is not published in bf16. */
export function bf16ReadBytes({ id, readWeightBytes }: Pick<Llm, "id" | "readWeightBytes">): number {
  const bytes = readWeightBytes.bf16;
  if (bytes === null) throw new RangeError(`${id} has no bf16 weights`);
  return bytes;
}
