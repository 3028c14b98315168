import { gpus } from "../../study/known-gpus.ts";
import { whyItCannotClause } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import { inCount, inDuration } from "../../core/units/wording.ts";
import { type AnswerFigure, type AnswerText, certaintyOf, decidingIds, flipClauses } from "../answer-text.ts";
import type { FineTuningAnswer } from "./fine-tuning-answer.ts";
import type { FineTuningPlatformAnswer } from "./fine-tuning-platforms.ts";
import {
  fineTuningDoubts,
  fineTuningNoteSentences,
  fineTuningVerdict,
  fineTuningVerdictWording,
} from "./fine-tuning-sentence.ts";

/** The answer in a reader's words. */
export function fineTuningAnswerText(answer: FineTuningAnswer, inPrice: (price: number) => string): AnswerText {
  const { ranking, platforms, flips, study } = answer;
  const { nameOf, alternatesWith } = fineTuningVerdictWording(answer);
  const wording = { nameOf, alternatesWith, inPrice, inLoad: inCount, loadUnit: "tokens" };
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const clauses = flipClauses(flips, winner, wording);
  const deciding = decidingIds(ranking);
  return {
    verdict: fineTuningVerdict(answer),
    changes: clauses.length === 0 ? null : `${clauses.slice(0, SHOWN_FLIPS).join("; ")}.`,
    certainty: certaintyOf(
      platforms.flatMap(({ platform, label, delivery, relativeCost, relativeCostBand }) =>
        deciding.includes(platform.id) && delivery.kind === "delivers"
          ? [{ label, evidence: delivery.evidence, relativeCost, relativeCostBand }]
          : [],
      ),
      "this run",
      `runs by ${[...new Set(study.benchmarks.map(({ publisher }) => publisher))].join(", ")}`,
    ),
    doubts: fineTuningDoubts(answer),
    figures: platforms.flatMap((own) => (own.platform.id === winner ? figuresOf(own, inPrice) : [])),
    beside: [
      ...clauses.slice(SHOWN_FLIPS),
      ...(winner === null ? [] : platforms.flatMap(exclusionClause)),
      "Memory is counted: no published run says its peak",
    ],
    warnings: fineTuningNoteSentences(answer),
  };
}

/** The winner's price and that of the next, which are the likeliest to move it. */
const SHOWN_FLIPS = 2;

function figuresOf(
  { delivery, runQuote }: FineTuningPlatformAnswer,
  inPrice: (price: number) => string,
): readonly AnswerFigure[] {
  if (delivery.kind === "cannot") return [];
  const { wallSeconds, tokensPerSecond } = delivery.performance;
  return [
    ...(runQuote?.kind === "priced" ? [{ value: inPrice(runQuote.cost), unit: "for the run" }] : []),
    { value: inDuration(wallSeconds), unit: "from start to end" },
    { value: inCount(tokensPerSecond), unit: "tokens/s" },
  ];
}

function exclusionClause({ label, delivery }: FineTuningPlatformAnswer): readonly string[] {
  return delivery.kind === "cannot" ? [`${label} ${whyItCannotClause(delivery.why, gpus)}`] : [];
}
