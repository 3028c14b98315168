/**
 * What a GPU's measured rows teach about running the engine on it. All are fitted in `calibration`; none is a
 * hardware property (a fitted efficiency absorbs whatever the formula leaves out).
 */
export interface StepParameters {
  /** Share of the tensor cores' dense peak that batched matrix work reaches. */
  readonly computeEfficiency: number;
  /** Share of HBM bandwidth at which the KV cache is read in attention. */
  readonly kvReadEfficiency: number;
  /** Per running sequence and step: scheduling, sampling, detokenizing. */
  readonly secondsPerSequence: number;
  /** Per step, whatever runs: launches, scheduling, the parts no other term covers. */
  readonly secondsPerStep: number;
  /** Per step when the KV cache is FP8: quantizing on write and on read. */
  readonly fp8KvSecondsPerStep: number;
  /** Per step when drafting at all, and for each drafted token. */
  readonly draftingSecondsPerStep: number;
  readonly secondsPerDraftToken: number;
  /** Per step with an adapter, and for n tokens in the step `loraSecondsPerToken * n ^ loraTokenExponent`. */
  readonly loraSecondsPerStep: number;
  readonly loraSecondsPerToken: number;
  readonly loraTokenExponent: number;
  /** Share of the dense peak that prefill reaches. */
  readonly prefillEfficiency: number;
  /** Per request, besides its prompt's matrix work: admission, and the step that its prefill slows. */
  readonly admissionSeconds: number;
}

/** From a request's arrival to its first streamed chunk, with nothing waiting. */
export interface FirstChunkParameters {
  /** Per request outside the engine's steps: HTTP, tokenizing, first flush. */
  readonly handlingSeconds: number;
  /** Steps that a request arriving at a busy engine waits besides its own. */
  readonly stepsWaited: number;
}

/** A batch of a deployment, as far as physics may get its step wrong. */
export interface StepSituation {
  readonly gpuId: string;
  readonly runningRequests: number;
  readonly draftLength: number;
  readonly lora: boolean;
  readonly fp8Kv: boolean;
  readonly fp8Weights: boolean;
  readonly tensorParallel: number;
  /** KV elements read for one request in a step: stands for the context length. */
  readonly kvElementsPerRequest: number;
}

/** What of a situation is neither the batch nor the context. */
export type StepSettings = Omit<StepSituation, "runningRequests" | "kvElementsPerRequest">;

/** What measured rows teach about physics' error; made by calibration. */
export interface StepResiduals {
  /**
   * Expected log residual over the running batch. It is the same for every context: a correction that faded with the
   * context could let a longer prompt take less time.
   */
  readonly meanAlong: (settings: StepSettings) => (runningRequests: number) => number;
  /** Standard deviation of the log residual that a measurement there would show. */
  readonly deviationAt: (situation: StepSituation) => number;
}

/** Physics as it is, taken at its word. */
export const NO_RESIDUALS: StepResiduals = { meanAlong: () => () => 0, deviationAt: () => 0 };

/** What rows that ran out of KV cache teach about how much there is and what a request takes of it. */
export interface KvHolding {
  /** Memory of one GPU that neither the weights nor the counted overhead explain. */
  readonly overheadBytesPerGpu: number;
  /** KV bytes that a running request is seen to take, over the bytes its blocks need. */
  readonly factor: number;
  /** Rows of this GPU that ran out of KV cache; where there are none, what other GPUs' rows say. */
  readonly fittedRows: number;
}

/** vLLM's block arithmetic as it stands, with nothing fitted. */
export const PLAIN_BLOCKS: KvHolding = { overheadBytesPerGpu: 0, factor: 1, fittedRows: 0 };

/** Everything the performance model needs to know of one GPU beyond its datasheet. */
export interface PlatformParameters {
  readonly step: StepParameters;
  readonly firstChunk: FirstChunkParameters;
  readonly kvHolding: KvHolding;
}

/** Constants of the engine and of the hardware floor that are assumed or measured elsewhere, each with its source. */
export interface EngineAssumptions {
  /** Highest share of datasheet HBM bandwidth that streaming weights has been measured to reach. */
  readonly bandwidthCeiling: number;
  /** Highest share of the dense peak that linear layers have been measured to reach. */
  readonly computeCeiling: number;
  /** Share of the 16-bit dense peak that causal attention reaches in prefill. */
  readonly prefillAttentionEfficiency: number;
  /** CUDA context, communication buffers and CUDA graphs. */
  readonly fixedOverheadBytes: number;
  /** Bytes per token of the profile run that sizes activations, in units of the widest layer's 16-bit activation. */
  readonly activationCopies: number;
  /** Bytes of sampling workspace for one logit. */
  readonly bytesPerLogit: number;
}
