import type { AttentionLayers, Llm } from "../../facts/llm.ts";
import type { RequestLengths } from "./serving-workload.ts";
import { BYTES_PER_ELEMENT, type Dtype } from "../../units/dtype.ts";

/** Tokens in one block of vLLM's paged KV cache before layer kinds are brought to one page size (its default). */
export const BASE_BLOCK_TOKENS = 16;

/**
 * KV-cache size of one token in one layer, on one of `tensorParallel` GPUs: a key and a value for each KV head.
 * KV heads divide over the GPUs only as far as there are heads.
 *
 * @returns Bytes per token, layer and GPU.
 */
export function kvBytesPerTokenAndLayer(layers: AttentionLayers, kvCache: Dtype, tensorParallel: number): number {
  const headsPerGpu = layers.kvHeads / Math.min(tensorParallel, layers.kvHeads);
  return 2 * headsPerGpu * layers.headDim * BYTES_PER_ELEMENT[kvCache];
}

/**
 * KV bytes one decode step reads for one sequence with `contextTokens` in its context, on one GPU.
 * Sliding-window layers read no further back than their window.
 */
export function kvBytesReadPerStep(llm: Llm, contextTokens: number, kvCache: Dtype, tensorParallel: number): number {
  return llm.attention.reduce((bytes, layers) => {
    const attended = layers.windowTokens === null ? contextTokens : Math.min(contextTokens, layers.windowTokens);
    return bytes + layers.layers * attended * kvBytesPerTokenAndLayer(layers, kvCache, tensorParallel);
  }, 0);
}

/** One pool of equal blocks that all layer kinds share: a block holds one page of each of `layersPerBlock` layers. */
interface KvBlockLayout {
  readonly blockBytes: number;
  readonly layersPerBlock: number;
  readonly kinds: readonly KvBlockKind[];
}

/** One kind of layers in the pool. */
interface KvBlockKind {
  readonly blocksPerTokenGroup: number;
  readonly blockTokens: number;
  readonly windowTokens: number | null;
}

/**
 * How vLLM lays out the KV cache of a model that mixes layer kinds: layers are put in groups of the size of the
 * smallest kind, and the kind with the smaller page gets more tokens to a block until all pages are equal.
 *
 * @see source `vllm-main`, unify_kv_cache_spec_page_size and the hybrid KV cache manager.
 */
export function kvBlockLayout(llm: Llm, kvCache: Dtype, tensorParallel: number): KvBlockLayout {
  const layersPerBlock = Math.min(...llm.attention.map((layers) => layers.layers));
  const bytesPerToken = llm.attention.map((layers) => kvBytesPerTokenAndLayer(layers, kvCache, tensorParallel));
  const pageBytes = BASE_BLOCK_TOKENS * Math.max(...bytesPerToken);
  return {
    blockBytes: layersPerBlock * pageBytes,
    layersPerBlock,
    kinds: llm.attention.map((layers, kind) => ({
      blocksPerTokenGroup: Math.ceil(layers.layers / layersPerBlock),
      blockTokens: pageBytes / bytesPerToken[kind]!,
      windowTokens: layers.windowTokens,
    })),
  };
}

/**
 * Whole blocks that `tokens` of one request fill in each group of one kind of layers. A window is rarely aligned with
 * the blocks, so a full one touches one block more than it fills.
 */
export function kvBlocksHeld({ blockTokens, windowTokens }: KvBlockKind, tokens: number): number {
  const needed = Math.ceil(tokens / blockTokens);
  return windowTokens === null ? needed : Math.min(needed, Math.ceil(windowTokens / blockTokens) + 1);
}

/** Bytes that one request with `tokens` in its context holds in the KV cache of one GPU, in whole blocks. */
export function kvBytesHeld(llm: Llm, tokens: number, kvCache: Dtype, tensorParallel: number): number {
  return kvBytesInBlocks(kvBlockLayout(llm, kvCache, tensorParallel), (kind) => kvBlocksHeld(kind, tokens));
}

/**
 * Bytes that the engine sets aside for one request of `tokens` on one GPU: behind a window it may hold the batches in
 * flight too, and a block more, even where the whole context is shorter.
 *
 * @param inFlightTokens Tokens of the batches that may be in flight.
 * @see source `vllm-main`, the memory that a sliding-window cache asks for.
 */
export function kvBytesReserved(
  llm: Llm,
  tokens: number,
  kvCache: Dtype,
  tensorParallel: number,
  inFlightTokens: number,
): number {
  return kvBytesInBlocks(kvBlockLayout(llm, kvCache, tensorParallel), ({ blockTokens, windowTokens }) =>
    windowTokens === null
      ? Math.ceil(tokens / blockTokens)
      : Math.ceil(Math.min(windowTokens - 1 + inFlightTokens, tokens) / blockTokens) + 1,
  );
}

function kvBytesInBlocks(layout: KvBlockLayout, blocksOf: (kind: KvBlockKind) => number): number {
  return layout.blockBytes * layout.kinds.reduce((sum, kind) => sum + kind.blocksPerTokenGroup * blocksOf(kind), 0);
}

/**
 * Mean tokens in the context of a running request: its prompt and, over its life, half its output. Long answers run
 * longer and so are over-represented among the running: E[n^2] / 2 E[n] in place of E[n] / 2.
 */
export function meanLiveTokens({ inputTokens, outputTokens, outputTokensVariation = 0 }: RequestLengths): number {
  return inputTokens + (outputTokens / 2) * (1 + outputTokensVariation ** 2);
}
