import type { Llm } from "../../facts/llm.ts";
import { linearParameters, loraParameters, type TrainableLlm } from "./trainable-llm.ts";
import type { FineTuningRun } from "./fine-tuning-run.ts";

/** Floating-point operations of one trained token, by where they come from. */
export interface TrainingFlops {
  /** Forward, and backward through frozen weights: 4 N, without the weight gradients that full fine-tuning adds (6 N). */
  readonly weights: number;
  readonly adapters: number;
  readonly attention: number;
  /** The layers' forward pass once more, with checkpointing. */
  readonly recomputation: number;
  readonly total: number;
}

/**
 * Attention of one token's forward pass: scores and weighted values over the tokens it sees, causally, in a sequence of
 * this length.
 */
export function attentionFlopsPerToken({ attention }: Pick<Llm, "attention">, sequenceLength: number): number {
  return attention.reduce((sum, { layers, queryHeads, headDim, windowTokens }) => {
    const window = Math.min(windowTokens ?? sequenceLength, sequenceLength);
    // The first tokens see fewer than the window.
    const meanContext = window - (window * window) / (2 * sequenceLength);
    return sum + layers * 4 * queryHeads * headDim * meanContext;
  }, 0);
}

/** @see arXiv:2001.08361, section 2.1 (2 N forward, 4 N backward); frozen weights need half of the backward pass. */
export function trainingFlopsPerToken(
  llm: TrainableLlm,
  { sequenceLength, loraRank, loraTargets }: Pick<FineTuningRun, "sequenceLength" | "loraRank" | "loraTargets">,
  checkpointing: boolean,
): TrainingFlops {
  const adapterParameters = loraParameters(llm, loraRank, loraTargets);
  const attentionForward = attentionFlopsPerToken(llm, sequenceLength);
  const weights = 4 * llm.activeParameters;
  const adapters = 6 * adapterParameters;
  // The backward pass of attention multiplies twice as much as the forward pass.
  const attention = 3 * attentionForward;
  const recomputation = checkpointing ? 2 * (linearParameters(llm) + adapterParameters) + attentionForward : 0;
  return { weights, adapters, attention, recomputation, total: weights + adapters + attention + recomputation };
}
