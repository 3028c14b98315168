import { gpus } from "../../study/known-gpus.ts";
import { fineTuningNoteSentence, whyItCannotClause } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import { inCount, inDuration, inList } from "../../core/units/wording.ts";
import { doubtSentences, type VerdictWording, winnerSentences } from "../../core/verdict/verdict-sentence.ts";
import type { FineTuningAnswer } from "./fine-tuning-answer.ts";
import { type FineTuningReason, fineTuningReasons } from "./fine-tuning-reasons.ts";

/** More platforms than these are counted. */
const MOST_EXPLAINED = 3;

/** The answer in sentences of a reader's words: who, by how much, how long it takes, and what is missing. */
export function fineTuningSentences(answer: FineTuningAnswer): readonly string[] {
  return [...fineTuningVerdict(answer), ...fineTuningDoubts(answer)];
}

/** Who, by how much, and how long it takes; where none can, why. */
export function fineTuningVerdict(answer: FineTuningAnswer): readonly string[] {
  const wording = fineTuningVerdictWording(answer);
  const reasons = fineTuningReasons(answer);
  const { nameOf } = wording;
  return [
    ...winnerSentences(answer.ranking, wording),
    ...reasons.flatMap((reason) => (reason.kind === "time" ? [timeSentence(reason, nameOf)] : [])),
    ...fastestSentences(answer, nameOf),
    ...(answer.ranking.kind === "none" ? whyNone(reasons, nameOf) : []),
  ];
}

/** Why it may be another: bands, software, and whose price is missing. */
export function fineTuningDoubts(answer: FineTuningAnswer): readonly string[] {
  const { ranking } = answer;
  const wording = fineTuningVerdictWording(answer);
  const reasons = fineTuningReasons(answer);
  const { nameOf } = wording;
  const standing = ranking.kind === "none" ? ranking : ({ kind: "wins", winner: ranking.winner.id } as const);
  return [
    ...doubtSentences(ranking, standing, wording),
    ...reasons.flatMap((reason) => (reason.kind === "software-differs" ? [softwareSentence(reason, nameOf)] : [])),
    ...unpricedSentences(reasons, nameOf),
  ];
}

/** What the answer's verdict and flips are worded with. */
export function fineTuningVerdictWording({ platforms, asked, policy }: FineTuningAnswer): VerdictWording {
  const labels = new Map(platforms.map(({ platform, label }) => [platform.id, label]));
  const tuned = policy === "tuned-fastest" ? ", each at its fastest" : "";
  return {
    nameOf: (id) => labels.get(id) ?? id,
    costPer: "per trained token",
    atLoad: `for ${inCount(asked.choice.tokens)} tokens${tuned}`,
    alternatesWith: "from price to price",
  };
}

type NameOf = (id: string) => string;

type Reason<Kind extends FineTuningReason["kind"]> = Extract<FineTuningReason, { kind: Kind }>;

function timeSentence({ than, wallSeconds, thanWallSeconds }: Reason<"time">, nameOf: NameOf): string {
  return `The run takes ${inDuration(wallSeconds)}, on ${nameOf(than)} ${inDuration(thanWallSeconds)}.`;
}

function softwareSentence({ id, stack, than, thanStack }: Reason<"software-differs">, nameOf: NameOf): string {
  return `Software differs: ${nameOf(id)} was measured with ${stack.stack} (${stack.publisher}), ${nameOf(than)} with ${thanStack.stack} (${thanStack.publisher}), so that part of the difference may be the software’s.`;
}

/** Where platforms are tuned for time and the cheapest is not the fastest, the fastest too. */
function fastestSentences({ platforms, ranking, policy }: FineTuningAnswer, nameOf: NameOf): readonly string[] {
  if (policy !== "tuned-fastest" || ranking.kind === "none") return [];
  const timed = platforms.flatMap(({ platform: { id }, seconds }) => (seconds === null ? [] : [{ id, seconds }]));
  const [fastest] = timed.toSorted((a, b) => a.seconds - b.seconds);
  if (fastest === undefined || fastest.id === ranking.winner.id) return [];
  return [`The fastest is ${nameOf(fastest.id)}, in ${inDuration(fastest.seconds)}.`];
}

function whyNone(reasons: readonly FineTuningReason[], nameOf: NameOf): readonly string[] {
  const clauses = reasons.flatMap((reason) =>
    reason.kind === "infeasible" ? [`${nameOf(reason.id)} ${whyItCannotClause(reason.why, gpus)}.`] : [],
  );
  const more = clauses.length - MOST_EXPLAINED;
  const others = more === 1 ? "Neither can the other." : `Neither can the ${more} others.`;
  return [...clauses.slice(0, MOST_EXPLAINED), ...(more > 0 ? [others] : [])];
}

function unpricedSentences(reasons: readonly FineTuningReason[], nameOf: NameOf): readonly string[] {
  const names = reasons.flatMap((reason) => (reason.kind === "price-unknown" ? [nameOf(reason.id)] : []));
  if (names.length === 0) return [];
  const named = names.length > MOST_EXPLAINED ? `${names.length} platforms` : inList(names);
  return [`Without a price ${named} cannot be chosen.`];
}

/** What to know before running it, a sentence each; what the run itself is about is said once. */
export function fineTuningNoteSentences({ platforms }: FineTuningAnswer): readonly string[] {
  return platforms.flatMap(({ delivery, label }) =>
    delivery.kind === "delivers" ? delivery.notes.map((note) => fineTuningNoteSentence(note, label, gpus)) : [],
  );
}
