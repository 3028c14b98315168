/** Which projections of every layer get an adapter. */
export const LORA_TARGETS = ["all", "attention", "mlp"] as const;
export type LoraTargets = (typeof LORA_TARGETS)[number];

/** A LoRA fine-tuning run: what is to be trained, not how. */
export interface FineTuningRun {
  /** Tokens trained on in the whole run, every epoch counted. */
  readonly tokens: number;
  /** Tokens of every (packed) sequence. */
  readonly sequenceLength: number;
  /** Sequences in one optimizer step, over all GPUs. */
  readonly globalBatchSequences: number;
  readonly loraRank: number;
  readonly loraTargets: LoraTargets;
}
