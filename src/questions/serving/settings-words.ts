import type { ServingSettings } from "./serving-choice.ts";

/** What may tell two platforms of the same GPUs apart, the settings most often changed first. */
export function settingsWords(settings: ServingSettings): readonly string[] {
  const { lora, draftLength, weights, kvCache, tensorParallel, maxNumSeqs } = settings;
  return [
    lora ? "LoRA" : "no LoRA",
    draftLength === 0 ? "no drafts" : `${draftLength} ${draftLength === 1 ? "draft" : "drafts"}`,
    `${weights.toUpperCase()} weights`,
    `${kvCache.toUpperCase()} KV cache`,
    `TP ${tensorParallel}`,
    `${maxNumSeqs} sequences`,
    `max_model_len ${settings.maxModelLen}`,
    `${settings.maxNumBatchedTokens} batched tokens`,
    `memory share ${settings.gpuMemoryUtilization}`,
  ];
}
