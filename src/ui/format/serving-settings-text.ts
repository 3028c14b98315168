import type { Deployment } from "../../core/serving/physics/deployment.ts";
import { baseServingSettings } from "../../questions/serving/serving-settings.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { formatCount, formatGigabytes, formatPercent } from "./format.ts";

/** Settings that decide, and whatever else differs from what was measured. */
export function servingSettingsText(deployment: Omit<Deployment, "gpuCount">, study: ServingStudy): string {
  const { gpu, draftLength, kvCache, maxNumSeqs, lora, acceptanceRate, weights, tensorParallel } = deployment;
  const { maxNumBatchedTokens, maxModelLen, gpuMemoryUtilization, kvCacheBytesPerGpu } = deployment;
  const base = baseServingSettings(study, gpu, lora);
  const parts: readonly (string | false)[] = [
    draftLength === 0 ? "no drafts" : `${draftLength} ${draftLength === 1 ? "draft" : "drafts"}`,
    draftLength > 0 && acceptanceRate !== null && `${formatPercent(acceptanceRate)} accepted`,
    `${dtypeText(kvCache)} KV`,
    `${formatCount(maxNumSeqs)} seqs`,
    lora && "LoRA",
    weights !== base.weights && `${dtypeText(weights)} weights`,
    tensorParallel !== base.tensorParallel && `TP ${tensorParallel}`,
    maxNumBatchedTokens !== base.maxNumBatchedTokens && `${formatCount(maxNumBatchedTokens)} batched tokens`,
    maxModelLen !== base.maxModelLen && `max_model_len ${formatCount(maxModelLen)}`,
    gpuMemoryUtilization !== base.gpuMemoryUtilization && `${formatPercent(gpuMemoryUtilization)} of memory`,
    kvCacheBytesPerGpu !== null && `${formatGigabytes(kvCacheBytesPerGpu)} GB KV cache from the log`,
  ];
  return parts.filter((part) => part !== false).join(", ");
}

function dtypeText(dtype: Deployment["weights"]): string {
  return dtype === "bf16" ? "bf16" : dtype.toUpperCase();
}
