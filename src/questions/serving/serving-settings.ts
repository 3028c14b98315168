import { bestMeasuredRow } from "../../core/serving/fit/best-measured.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import type { ServingSettings } from "./serving-choice.ts";

/** Sequences of the benchmark's base rows, which every platform was measured with. */
const BASE_SEQUENCES = 64;

/** Settings equal for all platforms but for the weights: no drafting, KV cache in bf16, as measured everywhere. */
export function baseServingSettings({ conditions, gpus }: ServingStudy, gpu: string, lora: boolean): ServingSettings {
  return {
    engine: "vllm",
    tensorParallel: 1,
    expertParallel: 1,
    attentionDataParallel: 1,
    // FP8 where the GPU has it.
    weights: gpus.get(gpu)?.peakFlopsPerSecond.fp8 == null ? "bf16" : "fp8",
    kvCache: "bf16",
    draftLength: 0,
    acceptanceRate: null,
    lora,
    maxNumSeqs: BASE_SEQUENCES,
    maxNumBatchedTokens: conditions.maxNumBatchedTokens,
    maxModelLen: conditions.maxModelLen,
    gpuMemoryUtilization: conditions.gpuMemoryUtilization,
    kvCacheBytesPerGpu: null,
    locked: [],
  };
}

/** Settings of the GPU's fastest steady row; null for a GPU that has none. */
export function bestMeasuredServingSettings(study: ServingStudy, gpu: string, lora: boolean): ServingSettings | null {
  const row = bestMeasuredRow(study.model.rows, gpu, lora);
  if (row === null || row.kvCache === null || row.maxNumSeqs === null) return null;
  const { kvCache, maxNumSeqs, draftLength } = row;
  return { ...baseServingSettings(study, gpu, lora), kvCache, maxNumSeqs, draftLength };
}
