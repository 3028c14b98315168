import type { Gpu } from "../../facts/gpu.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { LimitBreach } from "./limits.ts";
import type { BatchLimitReason, FleetSize, Reason, Recommendation } from "./recommend.ts";
import { inCount, inGigabytes, inList, inPercent, inRate, inRatio, inTime } from "./wording.ts";

/** Requests in flight, or traffic by itself and at its busiest. */
export type AskedLoad =
  | { readonly kind: "in-flight"; readonly concurrency: number }
  | { readonly kind: "demand"; readonly requestsPerSecond: number; readonly peakRequestsPerSecond: number };

/** What comes nearest to the limits, and what would bring it there. */
export interface Closest {
  readonly gpu: string;
  readonly breach: LimitBreach;
  /** Highest load within the limits; 0 where not even one request keeps them, null where that is not the question. */
  readonly concurrencyWithin: number | null;
}

/** What was compared, for wording. */
export interface Wording {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly load: AskedLoad;
  readonly adapter: boolean;
  /** Whether any latency limit is set. */
  readonly limited: boolean;
  /** Of platforms that all break a limit, the one that breaks it by least; left out where none does or one serves. */
  readonly closest?: Closest | null;
}

/** The recommendation in one sentence: platform, cost against the next, and what binds. */
export function recommendationSentence({ winner, reasons }: Recommendation, wording: Wording): string {
  const load = loadText(wording.load);
  const withAdapter = wording.adapter ? " with a LoRA adapter" : "";
  if (winner === null)
    return `No platform serves ${load}${withAdapter}${withinLimits(wording)}: ${whyNone(reasons, wording)}.${closestText(wording)}`;
  const [verdict, binding] = reasons;
  const because = binding ? bindingClause(binding, wording) : null;
  return `${verdictClause(verdict!, winner, `${load}${withAdapter}`, wording)}${because === null ? "" : `; ${because}`}.`;
}

function loadText(load: AskedLoad): string {
  if (load.kind === "in-flight") {
    return `${inCount(load.concurrency)} ${load.concurrency === 1 ? "request" : "requests"} in flight`;
  }
  const { requestsPerSecond, peakRequestsPerSecond } = load;
  const peak = peakRequestsPerSecond > requestsPerSecond ? `, ${inRate(peakRequestsPerSecond)} at the peak` : "";
  return `${inRate(requestsPerSecond)} requests/s${peak}`;
}

/** What a percentage is of. */
function costText({ load }: Wording): string {
  return load.kind === "in-flight" ? "per output token" : "per month";
}

function withinLimits({ limited }: Wording): string {
  return limited ? " within these limits" : "";
}

function nameOf(gpu: string, { gpus }: Wording): string {
  return gpus.get(gpu)?.shortName ?? gpu;
}

function verdictClause(reason: Reason, winner: string, load: string, wording: Wording): string {
  const name = nameOf(winner, wording);
  switch (reason.kind) {
    case "cheaper":
      return `${name}: ${inPercent(reason.savingFraction)} cheaper ${costText(wording)} than ${nameOf(reason.than, wording)} ${wording.load.kind === "in-flight" ? "at" : "for"} ${load}`;
    case "tie": {
      const names = inList(reason.gpus.map((gpu) => nameOf(gpu, wording)));
      const within = Math.max(1, Math.ceil(reason.spreadFraction * 100));
      const [cost, at] = wording.load.kind === "in-flight" ? ["cost per output token", "at"] : ["monthly cost", "for"];
      return `Tie on ${cost} ${at} ${load} (${names} within ${within} %), ${name} by ${reason.decidedBy}`;
    }
    case "tie-within-band": {
      const at = wording.load.kind === "in-flight" ? "at" : "for";
      const saving = `${inPercent(reason.savingFraction)} cheaper ${costText(wording)}`;
      return `Tie within the model's 90 % band ${at} ${load}: ${name} is ${saving} than ${nameOf(reason.than, wording)} by the best estimate`;
    }
    case "only-one":
      return `${name}: the only platform compared that serves ${load}${withinLimits(wording)}`;
    default:
      return `${name} at ${load}`;
  }
}

function bindingClause(reason: Reason, wording: Wording): string | null {
  switch (reason.kind) {
    case "batch-limit":
      return `${nameOf(reason.gpu, wording)} ${batchLimitClause(reason)}`;
    case "price-and-throughput": {
      const [name, than] = [nameOf(reason.gpu, wording), nameOf(reason.than, wording)];
      return `at ${inRatio(reason.priceRatio)} the hourly price of ${than}, ${name} delivers ${inRatio(reason.throughputRatio)} its tokens`;
    }
    case "fleet": {
      const sizeOf = ({ units, gpusPerUnit, peakUtilization }: FleetSize): string =>
        `${inCount(units)} x ${inCount(gpusPerUnit)} GPUs, ${inPercent(peakUtilization)} full at the peak`;
      return `${nameOf(reason.gpu, wording)} needs ${sizeOf(reason.own)}, ${nameOf(reason.than, wording)} ${sizeOf(reason.other)}`;
    }
    // Where only one is left: what keeps the next one out.
    case "breaks-limit":
      return `${nameOf(reason.gpu, wording)} ${breachClause(reason.breach)}`;
    case "infeasible":
      return `${nameOf(reason.gpu, wording)} ${infeasibilityClause(reason.reason)}`;
    default:
      return null;
  }
}

function batchLimitClause({ by, requestsPerReplica, gpusPerReplica }: BatchLimitReason): string {
  const requests = `${inCount(requestsPerReplica)} requests per ${gpusPerReplica === 1 ? "GPU" : "replica"}`;
  switch (by) {
    case "kv-cache":
      return `runs out of KV cache at about ${requests}`;
    case "max-num-seqs":
      return `runs no more than ${requests} (max_num_seqs)`;
    case "max-num-batched-tokens":
      return `runs no more than ${requests} (max_num_batched_tokens)`;
  }
}

function closestText(wording: Wording): string {
  const { closest } = wording;
  if (!closest) return "";
  const { gpu, breach, concurrencyWithin } = closest;
  const limit = `a limit of ${inTime(breach.actualSeconds)}`;
  const change =
    concurrencyWithin !== null && concurrencyWithin > 0
      ? `keeps them up to ${inCount(concurrencyWithin)} in flight, and here with ${limit}`
      : `would keep them with ${limit}`;
  return ` Closest is ${nameOf(gpu, wording)}: it ${change}.`;
}

/** Each platform with everything that keeps it out. */
function whyNone(reasons: readonly Reason[], wording: Wording): string {
  const clausesByGpu = new Map<string, string[]>();
  for (const reason of reasons) {
    const clause =
      reason.kind === "breaks-limit"
        ? breachClause(reason.breach)
        : reason.kind === "infeasible"
          ? infeasibilityClause(reason.reason)
          : null;
    if (clause === null || !("gpu" in reason)) continue;
    clausesByGpu.set(reason.gpu, [...(clausesByGpu.get(reason.gpu) ?? []), clause]);
  }
  if (clausesByGpu.size === 0) return "none is compared";
  return [...clausesByGpu].map(([gpu, clauses]) => `${nameOf(gpu, wording)} ${clauses.join(", and ")}`).join("; ");
}

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
