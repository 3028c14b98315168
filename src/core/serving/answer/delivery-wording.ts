import type { Infeasibility } from "../physics/feasibility.ts";
import { inCount, inGigabytes, inPercent, inTime } from "../../units/wording.ts";
import type { LimitBreach } from "./limits.ts";

/** "within a mean TTFT of 2.00 s" */
export const LIMIT_NAMES: Readonly<Record<LimitBreach["kind"], string>> = {
  ttft: "mean TTFT",
  request: "whole request",
  "tpot-per-token": "TPOT per token",
  "tpot-per-chunk": "TPOT per chunk",
};

/** A limit that is not kept, and by how much. */
export function breachClause({ kind, limitSeconds, actualSeconds }: LimitBreach): string {
  const excess = actualSeconds / limitSeconds - 1;
  const [actual, limit] = [inTime(actualSeconds), inTime(limitSeconds)];
  const over = excess < 1 ? `${inPercent(excess)} over the limit of ${limit}` : `against a limit of ${limit}`;
  switch (kind) {
    case "ttft":
      return `has a mean TTFT of ${actual}, ${over}`;
    case "request":
      return `takes ${actual} per request, ${over}`;
    case "tpot-per-token":
      return `takes ${actual} per output token, ${over}`;
    case "tpot-per-chunk":
      return `takes ${actual} per chunk, ${over}`;
  }
}

/** Why a platform cannot serve the workload, with the numbers that show it. */
export function infeasibilityClause(reason: Infeasibility): string {
  switch (reason.kind) {
    case "dtype-unsupported":
      return `has no ${reason.dtype.toUpperCase()} tensor cores: choose bf16 weights`;
    case "checkpoint-unknown":
      return `has no known ${reason.dtype.toUpperCase()} checkpoint of ${reason.llm}`;
    case "replicas-not-whole":
      return `cannot split ${inCount(reason.gpuCount)} GPUs into replicas of ${inCount(reason.tensorParallel)}`;
    case "all-reduce-unknown":
      return `has no measured all-reduce over ${inCount(reason.tensorParallel)} GPUs`;
    case "drafter-unknown":
      return `has no drafter for ${reason.llm}: set drafts to 0`;
    case "acceptance-unknown":
      return `has no measured acceptance for ${inCount(reason.draftLength)} drafts: type one`;
    case "gpu-not-measured":
      return `has no measured rows of ${reason.llm} to predict from`;
    case "context-exceeds-max-model-len":
      return `cannot hold a context of ${inCount(reason.neededTokens)} tokens: max_model_len is ${inCount(reason.maxModelLen)}`;
    case "batched-tokens-too-few":
      return `needs max_num_batched_tokens of ${inCount(reason.neededTokens)} for its max_num_seqs, has ${inCount(reason.maxNumBatchedTokens)}`;
    case "weights-exceed-memory":
      return `needs ${inGigabytes(reason.neededBytes)} for weights and workspace, may use ${inGigabytes(reason.availableBytes)}`;
    case "kv-cache-exceeds-memory":
      return `cannot have ${inGigabytes(reason.neededBytes)} of KV cache as typed: weights leave ${inGigabytes(reason.availableBytes)}`;
    case "kv-cache-too-small":
      return `needs ${inGigabytes(reason.neededBytes)} of KV cache for one request, has ${inGigabytes(reason.availableBytes)}`;
  }
}
