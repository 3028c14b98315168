import { peakRequestsPerSecond } from "../../core/economics/demand.ts";
import { breachClause, infeasibilityClause, LIMIT_NAMES } from "../../core/serving/answer/delivery-wording.ts";
import { hasLimits, type LimitBreach, worst } from "../../core/serving/answer/limits.ts";
import { inCount, inList, inPercent, inRate, inRatio, inTime } from "../../core/units/wording.ts";
import { doubtSentences, type VerdictWording, winnerSentences } from "../../core/verdict/verdict-sentence.ts";
import type { Closest } from "./closest.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";
import { type BatchLimitReason, type FleetSize, type ServingReason, servingReasons } from "./serving-reasons.ts";

/** The answer in sentences of a reader's words: who, by how much, what binds, and what is missing. */
export function servingSentences(answer: ServingAnswer): readonly string[] {
  return [...servingVerdict(answer), ...servingDoubts(answer)];
}

/** Who, by how much, and what binds; where none can, why, and what comes closest. */
export function servingVerdict(answer: ServingAnswer): readonly string[] {
  const { platforms, ranking, closest } = answer;
  const wording = wordingOf(answer);
  const [binding = []] = servingReasons(platforms, ranking)
    .map((reason) => bindingClauses(reason, wording.nameOf))
    .filter((clauses) => clauses.length > 0);
  return [
    ...winnerSentences(ranking, wording),
    ...binding.map(sentence),
    ...(ranking.kind === "none" ? whyNone(platforms) : []),
    ...(closest === null ? [] : closestSentences(closest, wording.nameOf)),
  ];
}

/** Why it may be another, and whose price is missing. */
export function servingDoubts(answer: ServingAnswer): readonly string[] {
  const { platforms, ranking, region } = answer;
  const unpriced = platforms.filter(({ quote }) => quote?.kind === "unpriced").map(({ label }) => label);
  return [
    ...doubtSentences(ranking, region, wordingOf(answer)),
    ...(unpriced.length === 0 ? [] : [sentence(unpricedClause(unpriced))]),
  ];
}

function sentence(clause: string): string {
  return `${clause}.`;
}

/** What the answer's verdict, regions and flips are worded with. */
export function wordingOf({ platforms, asked, ranking }: ServingAnswer): VerdictWording {
  const labels = new Map(platforms.map(({ platform, label }) => [platform.id, label]));
  const { demand, limits } = asked.choice;
  const adapter = platforms.length > 0 && platforms.every(({ platform }) => platform.settings.lora);
  // What limits keep out is said where they leave one or none.
  const areDecisive = hasLimits(limits) && (ranking.kind === "none" || ranking.kind === "only-one");
  const conditions = `${adapter ? " with LoRA" : ""}${areDecisive ? " within these limits" : ""}`;
  return {
    nameOf: (id) => labels.get(id) ?? id,
    costPer: demand === null ? "per output token" : "per month",
    atLoad: `${demand === null ? "at" : "for"} ${loadText(asked)}${conditions}`,
    alternatesWith: demand === null ? "from load to load" : "with whole rental units",
  };
}

function loadText({ choice }: ServingAnswer["asked"]): string {
  const { demand, workload } = choice;
  if (demand === null) {
    return `${inCount(workload.concurrency)} ${workload.concurrency === 1 ? "request" : "requests"} in flight`;
  }
  const peak = peakRequestsPerSecond(demand);
  const atPeak = peak > demand.requestsPerSecond ? `, ${inRate(peak)} at the peak` : "";
  return `${inRate(demand.requestsPerSecond)} requests/s${atPeak}`;
}

type NameOf = (id: string) => string;

/** What decides, beside the ranking itself; nothing of what is said elsewhere. */
function bindingClauses(reason: ServingReason, nameOf: NameOf): readonly string[] {
  switch (reason.kind) {
    case "batch-limit":
      return [`${nameOf(reason.id)} ${batchLimitClause(reason)}`];
    case "price-and-throughput":
      return [
        `At ${inRatio(reason.priceRatio)} the hourly price of ${nameOf(reason.than)}, ${nameOf(reason.id)} delivers ${inRatio(reason.throughputRatio)} its tokens`,
      ];
    case "fleet":
      return [
        `${nameOf(reason.id)} needs ${sizeText(reason.own)}`,
        `${nameOf(reason.than)} needs ${sizeText(reason.other)}`,
      ];
    case "cheaper":
    case "close":
    case "dearer-here":
    case "only-one":
    case "price-unknown":
    case "breaks-limit":
    case "infeasible":
      return [];
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

function sizeText({ units, gpusPerUnit, peakUtilization }: FleetSize): string {
  const gpus = `${inCount(gpusPerUnit)} ${gpusPerUnit === 1 ? "GPU" : "GPUs"}`;
  return `${inCount(units)} x ${gpus}, ${inPercent(peakUtilization)} full at the peak`;
}

/** More platforms than these are counted. */
const MOST_EXPLAINED = 3;

/** What keeps each platform out: that it cannot, or the limit that it breaks by most. */
function whyNone(platforms: readonly ServingPlatformAnswer[]): readonly string[] {
  const clauses = platforms.flatMap(({ label, delivery }) => {
    if (delivery.kind === "cannot") return [`${label} ${infeasibilityClause(delivery.why)}`];
    const breach = worst(delivery.breaches);
    return breach === null ? [] : [`${label} ${breachClause(breach)}`];
  });
  const more = clauses.length - MOST_EXPLAINED;
  return [
    ...clauses.slice(0, MOST_EXPLAINED).map(sentence),
    ...(more > 0 ? [sentence(more === 1 ? "Neither can the other" : `Neither can the ${more} others`)] : []),
  ];
}

function closestSentences({ id, breaches, limits, concurrencyWithin }: Closest, nameOf: NameOf): readonly string[] {
  const limitText = ({ kind }: LimitBreach): string => {
    const seconds = limitFor(kind, limits);
    return `${LIMIT_NAMES[kind]}${seconds === null ? "" : ` ${inTime(seconds)}`}`;
  };
  const within = concurrencyWithin !== null && concurrencyWithin > 0;
  return [
    `Closest is ${nameOf(id)}, with limits of ${inList(breaches.map(limitText))}.`,
    ...(within ? [`It keeps yours up to ${inCount(concurrencyWithin)} in flight.`] : []),
  ];
}

function limitFor(
  kind: LimitBreach["kind"],
  { tpotSeconds, ttftSeconds, requestSeconds }: Closest["limits"],
): number | null {
  switch (kind) {
    case "tpot-per-token":
    case "tpot-per-chunk":
      return tpotSeconds;
    case "ttft":
      return ttftSeconds;
    case "request":
      return requestSeconds;
  }
}

function unpricedClause(labels: readonly string[]): string {
  const names = labels.length > MOST_EXPLAINED ? `${labels.length} platforms` : inList(labels);
  return `Without a price ${names} cannot be chosen`;
}
