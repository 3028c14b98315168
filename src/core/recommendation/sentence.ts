import type { Gpu } from "../hardware/gpu.ts";
import type { Infeasibility } from "../performance/feasibility.ts";
import type { LimitBreach } from "./limits.ts";
import type { Reason, Recommendation } from "./recommend.ts";
import { inCount, inGigabytes, inPercent, inRatio, inTime } from "./wording.ts";

/** What was compared, for wording. */
export interface Wording {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly concurrency: number;
  readonly adapter: boolean;
}

/** The recommendation in one sentence: platform, cost against the next, and what binds. */
export function recommendationSentence({ winner, reasons }: Recommendation, wording: Wording): string {
  const load = `${inCount(wording.concurrency)} ${wording.concurrency === 1 ? "request" : "requests"} in flight`;
  const withAdapter = wording.adapter ? " with a LoRA adapter" : "";
  if (winner === null)
    return `No platform serves ${load}${withAdapter} within these limits: ${whyNone(reasons, wording)}.`;
  const [verdict, binding] = reasons;
  const because = binding ? bindingClause(binding, wording) : null;
  return `${verdictClause(verdict!, winner, `${load}${withAdapter}`, wording)}${because === null ? "" : `; ${because}`}.`;
}

function nameOf(gpu: string, { gpus }: Wording): string {
  return gpus.get(gpu)?.shortName ?? gpu;
}

function verdictClause(reason: Reason, winner: string, load: string, wording: Wording): string {
  const name = nameOf(winner, wording);
  switch (reason.kind) {
    case "cheaper":
      return `${name}: ${inPercent(reason.savingFraction)} cheaper per output token than ${nameOf(reason.than, wording)} at ${load}`;
    case "tie": {
      const others = reason.gpus.filter((gpu) => gpu !== winner).map((gpu) => nameOf(gpu, wording));
      const within = `${name} and ${others.join(" and ")} cost the same within ${inPercent(reason.spreadFraction)} at ${load}`;
      return `${name}, on ${reason.decidedBy}, in a tie: ${within}`;
    }
    case "only-one":
      return `${name}: the only platform compared that serves ${load} within these limits`;
    default:
      return `${name} at ${load}`;
  }
}

function bindingClause(reason: Reason, wording: Wording): string | null {
  switch (reason.kind) {
    case "batch-limit":
      return `${nameOf(reason.gpu, wording)} ${batchLimitClause(reason.by, reason.requestsPerReplica)}`;
    case "price-and-throughput": {
      const price =
        reason.priceRatio >= 1
          ? `costs ${inRatio(reason.priceRatio)} as much an hour as ${nameOf(reason.than, wording)}`
          : `costs ${inRatio(reason.priceRatio)} what ${nameOf(reason.than, wording)} does an hour`;
      return `it ${price} and delivers ${inRatio(reason.throughputRatio)} its tokens`;
    }
    default:
      return null;
  }
}

/** What keeps a replica from running more; replicas of one GPU are called by it. */
function batchLimitClause(by: "max-num-seqs" | "max-num-batched-tokens" | "kv-cache", requests: number): string {
  switch (by) {
    case "kv-cache":
      return `runs out of KV cache at about ${inCount(requests)} requests per replica`;
    case "max-num-seqs":
      return `runs no more than ${inCount(requests)} requests per replica (max_num_seqs)`;
    case "max-num-batched-tokens":
      return `runs no more than ${inCount(requests)} requests per replica (max_num_batched_tokens)`;
  }
}

function whyNone(reasons: readonly Reason[], wording: Wording): string {
  const clauses = reasons.flatMap((reason) => {
    if (reason.kind === "breaks-limit") return [`${nameOf(reason.gpu, wording)} ${breachClause(reason.breach)}`];
    if (reason.kind === "infeasible") return [`${nameOf(reason.gpu, wording)} ${infeasibilityClause(reason.reason)}`];
    return [];
  });
  return clauses.length === 0 ? "none is compared" : clauses.join("; ");
}

/** A limit that is not kept, and by how much. */
export function breachClause({ kind, limitSeconds, actualSeconds }: LimitBreach): string {
  const over = `${inTime(actualSeconds)}, ${inPercent(actualSeconds / limitSeconds - 1)} over the limit of ${inTime(limitSeconds)}`;
  switch (kind) {
    case "ttft":
      return `has a mean TTFT of ${over}`;
    case "tpot-per-token":
      return `takes ${over}, per output token`;
    case "tpot-per-chunk":
      return `takes ${over}, per chunk`;
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
    case "context-exceeds-max-model-len":
      return `needs a context of ${inCount(reason.neededTokens)} tokens, but max_model_len is ${inCount(reason.maxModelLen)}`;
    case "batched-tokens-below-drafts":
      return `needs max_num_batched_tokens of ${inCount(reason.neededTokens)} for drafting with an adapter, has ${inCount(reason.maxNumBatchedTokens)}`;
    case "weights-exceed-memory":
      return `needs ${inGigabytes(reason.neededBytes)} before any KV cache, may use ${inGigabytes(reason.availableBytes)}`;
    case "kv-cache-too-small":
      return `needs ${inGigabytes(reason.neededBytes)} of KV cache for one request, has ${inGigabytes(reason.availableBytes)}`;
  }
}
