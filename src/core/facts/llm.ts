import type { Dtype } from "../units/dtype.ts";

/** A run of identical attention layers; `windowTokens` is null where the layer attends to the whole context. */
export interface AttentionLayers {
  readonly layers: number;
  readonly kvHeads: number;
  readonly queryHeads: number;
  readonly headDim: number;
  readonly windowTokens: number | null;
}

/** A dense decoder-only LLM, as its published configuration describes it. Ids are those of `data/llms.json`. */
export interface Llm {
  readonly id: string;
  readonly name: string;
  /** Parameters that take part in one token's forward pass (text model with output head, without embedding look-up). */
  readonly activeParameters: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  readonly maxContextTokens: number;
  readonly attention: readonly AttentionLayers[];
  /** Bytes that a serving engine holds per replica, by weight format; null where no such checkpoint is known. */
  readonly residentWeightBytes: Readonly<Record<Dtype, number | null>>;
  /** Bytes read from HBM in one decode step, by weight format (no embedding table, no vision tower). */
  readonly readWeightBytes: Readonly<Record<Dtype, number | null>>;
  readonly drafter: Drafter | null;
  /** A rank-16 LoRA adapter on all projections, 16 bit. */
  readonly loraAdapterBytes: number;
  readonly sourceIds: readonly string[];
}

/** The model that drafts tokens for speculative decoding (here multi-token prediction). */
interface Drafter {
  readonly name: string;
  readonly weightBytes: number;
}

export function totalLayers(llm: Llm): number {
  return llm.attention.reduce((sum, kind) => sum + kind.layers, 0);
}
