import { fineTuningAnswerOf, type FineTuningAnswer } from "../questions/fine-tuning/fine-tuning-answer.ts";
import type { FineTuningAsked } from "../questions/fine-tuning/fine-tuning-platforms.ts";
import { fineTuningQuestion } from "../questions/fine-tuning/fine-tuning-question.ts";
import type { FineTuningStudy } from "../study/fine-tuning-study.ts";
import { askedOf, type Workspace } from "./workspace.ts";

const asked = new WeakMap<Workspace, FineTuningAsked>();

/** The answer about fine-tuning in a workspace, worked out once. */
export function fineTuningAnswerIn(study: FineTuningStudy, workspace: Workspace): FineTuningAnswer {
  let known = asked.get(workspace);
  if (known === undefined) asked.set(workspace, (known = askedOf(workspace, fineTuningQuestion)));
  return fineTuningAnswerOf(study, known);
}
