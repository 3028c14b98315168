import { breachClause, infeasibilityClause } from "../../core/serving/answer/delivery-wording.ts";
import type { LimitBreach } from "../../core/serving/answer/limits.ts";
import { loadOf } from "../../core/serving/answer/serving-delivery.ts";
import { HOURS_PER_MONTH } from "../../core/units/units.ts";
import { inCount, inPercent, inRate } from "../../core/units/wording.ts";
import { type FlipWording, loadFlipClauses } from "../../core/verdict/flip-clauses.ts";
import type { Region } from "../../core/verdict/regions.ts";
import { type AnswerFigure, type AnswerText, certaintyOf, decidingIds, flipClauses } from "../answer-text.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import { costPerMonthOf } from "./serving-cost.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";
import { servingDoubts, servingVerdict, wordingOf } from "./serving-sentence.ts";

/** How prices are written, and whether they are money or an index that no month is paid in. */
interface PriceWording {
  readonly inPrice: (price: number) => string;
  readonly isMoney: boolean;
}

/** The answer in a reader's words. @param regions Who is to be taken over all loads. */
export function servingAnswerText(
  answer: ServingAnswer,
  regions: readonly Region[],
  { inPrice, isMoney }: PriceWording,
): AnswerText {
  const { ranking, asked, study, platforms, flips } = answer;
  const wording = flipWordingOf(answer, inPrice);
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const [ownFlip, ...others] = flipClauses(flips, winner, wording);
  const changes = [
    ...(ownFlip === undefined ? [] : [ownFlip]),
    ...loadFlipClauses(regions, loadOf(asked.choice), wording),
  ];
  const [benchmark] = study.benchmarks;
  const deciding = decidingIds(ranking);
  return {
    verdict: servingVerdict(answer),
    changes: changes.length === 0 ? null : `${changes.join("; ")}.`,
    certainty: certaintyOf(
      platforms.flatMap(({ platform, label, delivery, relativeCost, relativeCostBand }) =>
        deciding.includes(platform.id) && delivery.kind === "delivers"
          ? [{ label, evidence: delivery.evidence, relativeCost, relativeCostBand }]
          : [],
      ),
      "this load",
      `rows by ${benchmark.publisher}, ${benchmark.measuredMonth}`,
    ),
    doubts: servingDoubts(answer),
    figures: platforms.flatMap((own) => (own.platform.id === winner ? figuresOf(answer, own, inPrice, isMoney) : [])),
    beside: [
      ...others,
      ...(winner === null ? [] : platforms.flatMap(exclusionClause)),
      ...highestLoadClauses(platforms),
      ...mixClauses(answer, wording),
    ],
    warnings: [],
  };
}

/** What flips, strip and map of an answer are worded with. */
function flipWordingOf(answer: ServingAnswer, inPrice: (price: number) => string): FlipWording {
  const { nameOf, alternatesWith } = wordingOf(answer);
  const inFlight = answer.asked.choice.demand === null;
  return {
    nameOf,
    alternatesWith,
    inPrice,
    inLoad: inFlight ? inCount : inRate,
    loadUnit: inFlight ? "in flight" : "requests/s",
  };
}

function figuresOf(
  { asked }: ServingAnswer,
  { platform, quote, delivery }: ServingPlatformAnswer,
  inPrice: (price: number) => string,
  isMoney: boolean,
): readonly AnswerFigure[] {
  if (delivery.kind === "cannot" || quote?.kind !== "priced") return [];
  const { demand, workload } = asked.choice;
  const { pricePerGpuHour } = platform.offer;
  const rent = pricePerGpuHour === null || !isMoney ? null : pricePerGpuHour * platform.gpuCount * HOURS_PER_MONTH;
  const perMonth = costPerMonthOf(quote, demand, workload.outputTokens) ?? rent;
  const { outputTokensPerSecond } = delivery.performance;
  return [
    ...(perMonth === null ? [] : [{ value: inPrice(perMonth), unit: "a month" }]),
    { value: inPrice(quote.cost), unit: "per M output tokens" },
    {
      value: inCount(outputTokensPerSecond),
      unit: demand === null ? "output tokens/s" : "output tokens/s at the peak",
    },
  ];
}

function exclusionClause({ label, delivery }: ServingPlatformAnswer): readonly string[] {
  if (delivery.kind === "cannot") return [`${label} ${infeasibilityClause(delivery.why)}`];
  return delivery.breaches.map((breach) => `${label} ${breachClause(breach)}`);
}

/** How far each platform that keeps the limits could go. */
function highestLoadClauses(platforms: readonly ServingPlatformAnswer[]): readonly string[] {
  const parts = platforms.flatMap(({ label, highestLoad }) => {
    if (highestLoad === null || highestLoad.concurrency === 0) return [];
    const { concurrency, nextBreach } = highestLoad;
    if (nextBreach === null) return [`${label} at every load`];
    return [`${label} up to ${inCount(concurrency)} in flight (${BINDING[nextBreach.kind]} binds)`];
  });
  return parts.length === 0 ? [] : [`Within the limits: ${parts.join(", ")}`];
}

/** A limit as short as it can be said. */
export const BINDING: Readonly<Record<LimitBreach["kind"], string>> = {
  ttft: "TTFT",
  request: "request time",
  "tpot-per-token": "TPOT",
  "tpot-per-chunk": "TPOT per chunk",
};

function mixClauses({ mix, platforms, asked }: ServingAnswer, { nameOf, inPrice }: FlipWording): readonly string[] {
  if (mix === null) return [];
  const { demand, workload } = asked.choice;
  const alone = platforms.flatMap(({ quote, withinLimits }) =>
    withinLimits ? (costPerMonthOf(quote, demand, workload.outputTokens) ?? []) : [],
  );
  const sizes = mix.ids.map((id, i) => `${inCount(mix.units[i] ?? 0)} units of ${nameOf(id)}`).join(" and ");
  const less = inPercent(1 - mix.costPerMonth / Math.min(...alone));
  return [`Together ${sizes} cost ${inPrice(mix.costPerMonth)} a month, ${less} less than one platform alone`];
}
