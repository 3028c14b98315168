import type { ServingAnswer } from "../../questions/serving/serving-answer.ts";
import type { FineTuningAnswer } from "../../questions/fine-tuning/fine-tuning-answer.ts";
import { fineTuningQuestion } from "../../questions/fine-tuning/fine-tuning-question.ts";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { servingAnswerIn } from "../answers.ts";
import type { Ignored } from "../outside-text.ts";
import type { Workspace } from "../workspace.ts";
import { hasMoved, type Headline } from "./headline.ts";
import { openedLink } from "./read-link.ts";
import { linkOf } from "./write-link.ts";

/** What opening a link leaves to be told: parts that were not understood, and a headline that no longer holds. */
export interface LinkReport {
  readonly ignored: readonly Ignored[];
  readonly moved: MovedHeadline | null;
}

export interface MovedHeadline {
  readonly seen: Headline;
  readonly now: Headline;
}

/** Its study is loaded with the first link that needs it; until then a link of it says nothing of what was seen. */
const fineTuningParts = () =>
  Promise.all([import("../fine-tuning-answers.ts"), import("../../study/shipped-fine-tuning-studies.ts")]);
let fineTuning: Awaited<ReturnType<typeof fineTuningParts>> | null = null;

/** The link part (query and fragment) that restores a workspace, with the headline it shows now. */
export function linkTo(workspace: Workspace): string {
  return linkOf(workspace, headlineOf(workspace));
}

/** Reads an address; anything damaged is replaced by its default and reported. */
export async function openLink(
  address: string,
): Promise<{ readonly workspace: Workspace; readonly report: LinkReport | null }> {
  const { workspace, seen, ignored } = openedLink(address);
  if (workspace.question === fineTuningQuestion.id) await loadFineTuning();
  const now = seen === null ? null : headlineOf(workspace);
  const moved = seen !== null && now !== null && hasMoved(seen, now) ? { seen, now } : null;
  return { workspace, report: ignored.length === 0 && moved === null ? null : { ignored, moved } };
}

/** So that links of fine-tuning say what was seen. */
async function loadFineTuning(): Promise<void> {
  fineTuning ??= await fineTuningParts();
}

function headlineOf(workspace: Workspace): Headline | null {
  if (workspace.question !== fineTuningQuestion.id) return headlineIn(servingAnswerIn(gemmaServingStudy, workspace));
  if (fineTuning === null) return null;
  const [{ fineTuningAnswerIn }, { gemmaFineTuningStudy }] = fineTuning;
  return headlineIn(fineTuningAnswerIn(gemmaFineTuningStudy, workspace));
}

function headlineIn({ study, ranking, platforms }: ServingAnswer | FineTuningAnswer): Headline {
  return {
    modelVersion: study.modelVersion,
    winner: ranking.kind === "none" ? null : ranking.winner.id,
    tie: ranking.kind === "close",
    relativeCost: Object.fromEntries(platforms.map(({ platform, relativeCost }) => [platform.id, relativeCost])),
  };
}
