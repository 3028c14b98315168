import type { MeasuredServingRow } from "../../core/serving/fit/measured-row.ts";
import { deploymentOfRow } from "../../core/serving/fit/row-conditions.ts";
import type { ServingChoice, ServingSettings } from "./serving-choice.ts";

/** What a published row ran: its GPUs, settings and load, so that its figures stand beside the prediction. */
interface MeasuredRowAsked {
  readonly gpu: string;
  readonly gpuCount: number;
  readonly settings: ServingSettings;
  readonly workload: ServingChoice["workload"];
}

/** @throws RangeError for a row whose settings are not known. */
export function askedOfRow(row: MeasuredServingRow): MeasuredRowAsked {
  const { gpu, gpuCount, ...deployment } = deploymentOfRow(row);
  const { promptTokens, outputTokens, promptTokensVariation, outputTokensVariation } = row.conditions;
  return {
    gpu,
    gpuCount,
    settings: {
      ...deployment,
      engine: "vllm",
      expertParallel: 1,
      attentionDataParallel: 1,
      // The benchmark's own acceptance, not a rate that somebody typed.
      acceptanceRate: null,
      locked: [],
    },
    workload: {
      inputTokens: promptTokens,
      outputTokens,
      inputTokensVariation: promptTokensVariation,
      outputTokensVariation,
      prefixCachedFraction: 0,
      concurrency: row.concurrencyPerReplica * row.replicas,
    },
  };
}
