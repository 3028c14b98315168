/** Fitted quantities of a GPU's fine-tuning step. Efficiencies are shares of datasheet peaks, 0-1. */
export interface TrainingStepParameters {
  /** Matrix work, of the bf16 dense peak whatever the precision: no measured FP8 run was faster. */
  readonly computeEfficiency: number;
  /**
   * Bytes that everything between the matrix products moves through HBM in one pass, per token, layer and hidden unit, at
   * the datasheet's bandwidth: norms, activations, dropout, adapters.
   */
  readonly elementwiseBytesPerUnit: number;
  /** What is left of that traffic once torch.compile or Transformer Engine has fused it. */
  readonly fusedShare: number;
  /** How far torch.compile takes hold under checkpointing: 0 not at all, 1 in full. */
  readonly compileShareUnderCheckpointing: number;
  /** Launching the kernels of a micro-batch, independent of its size. */
  readonly secondsPerMicroBatch: number;
  /**
   * Rate at which FSDP gathers weights and gradients are summed, at most the links' own. The measured rates are much the
   * same on all GPUs, far below their links: the software's, not the wires'.
   */
  readonly gatherBytesPerSecond: number;
  /** How communication hides behind work: p-norm of the two, from adding up (1) to the longer alone (infinity). */
  readonly overlapExponent: number;
  /** Slowdown by FP8 linear layers that nothing fuses. */
  readonly naiveFp8Factor: number;
}

/** Fitted quantities of the memory peak, the same for every GPU. */
export interface FineTuningMemoryParameters {
  /** Activations held for the backward pass, bytes per token, layer and hidden unit; eager and compiled. */
  readonly eagerActivationBytesPerUnit: number;
  readonly compiledActivationBytesPerUnit: number;
  /** Logits, their softmax and gradients at the loss, bytes per token and vocabulary entry. */
  readonly logitBytesPerUnit: number;
  /** Held whatever the batch: a second copy of the embedding, temporary buffers. */
  readonly workspaceBytes: number;
}

/** Constants that are not fitted, with their records in `data/fine-tuning-assumptions.json`. */
export interface FineTuningAssumptions {
  readonly bandwidthCeiling: number;
  readonly computeCeiling: number;
  /** Adapter weight, gradient and two moments of AdamW. */
  readonly bytesPerTrainedParameter: number;
  readonly gradientBytesPerTrainedParameter: number;
  /** Input of each layer, per token, layer and hidden unit. */
  readonly checkpointBytesPerUnit: number;
  /** Layers whose gathered weights FSDP holds at once: the one at work and the one fetched ahead. */
  readonly gatheredLayers: number;
}
