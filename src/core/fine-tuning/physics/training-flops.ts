import { constant, derived, part, type Derived, type Quantity } from "../../explanation/quantity.ts";
import type { Llm } from "../../facts/llm.ts";
import { explainedAdapters, llmFact } from "./explained-inputs.ts";
import type { FineTuningRun } from "./fine-tuning-run.ts";
import type { FineTuningSetup } from "./fine-tuning-setup.ts";
import { linearParameters, loraParameters, type TrainableLlm } from "./trainable-llm.ts";

/** Floating-point operations of one trained token, by where they come from. */
interface TrainingFlops {
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

/** @param checkpointing Left out, as deployed; false for what the model itself needs. */
export function explainedFlopsPerToken(
  setup: FineTuningSetup,
  checkpointing: boolean = setup.deployment.checkpointing,
): Derived {
  const { llm, run } = setup;
  const { total } = trainingFlopsPerToken(llm, run, checkpointing);
  const adapters = explainedAdapters(setup);
  const attention = explainedAttention(setup);
  const parameters = llmFact(llm, "parameters", llm.activeParameters, "count", {
    group: "parameters",
    field: "activeParameters",
  });
  const weights = part("product", [
    constant(4, "forward and backward, without gradients of frozen weights"),
    parameters,
  ]);
  const trained = part("product", [constant(6, "forward and backward, with gradients of the adapters"), adapters]);
  const allAttention = part("product", [constant(3, "forward, and twice as much backward"), attention]);
  const again: readonly Quantity[] = checkpointing ? [explainedRecomputation(setup, adapters, attention)] : [];
  return derived("operations per token", total, "flops", "sum", [weights, trained, allAttention, ...again]);
}

function explainedRecomputation(setup: FineTuningSetup, adapters: Quantity, attention: Quantity): Derived {
  const { llm } = setup;
  const at = { group: "architecture", field: "attention" };
  const linear = llmFact(llm, "parameters of the linear layers", linearParameters(llm), "count", at);
  return part("sum", [
    part("product", [constant(2, "a multiplication and an addition, once more"), part("sum", [linear, adapters])]),
    attention,
  ]);
}

function explainedAttention({ llm, run }: FineTuningSetup): Derived {
  const length = run.sequenceLength;
  const at = { group: "architecture", field: "attention" };
  const kinds = llm.attention.map(({ layers, queryHeads, headDim, windowTokens }) => {
    const window = Math.min(windowTokens ?? length, length);
    const name = windowTokens === null ? "of layers that see all" : `of layers that see ${windowTokens}`;
    const seen = part("difference", [
      constant(window, "tokens that the last of a sequence sees"),
      constant((window * window) / (2 * length), "fewer are seen by the first ones"),
    ]);
    return part("product", [
      constant(4, "scores and weighted values, a multiplication and an addition each"),
      llmFact(llm, `width of attention ${name}`, layers * queryHeads * headDim, "count", at),
      seen,
    ]);
  });
  return derived("attention of a forward pass", attentionFlopsPerToken(llm, length), "flops", "sum", kinds);
}
