import { servingAnswerOf, type ServingAnswer } from "../questions/serving/serving-answer.ts";
import type { ServingAsked } from "../questions/serving/serving-platforms.ts";
import { servingQuestion } from "../questions/serving/serving-question.ts";
import type { ServingStudy } from "../study/serving-study.ts";
import { askedOf, type Workspace } from "./workspace.ts";

const asked = new WeakMap<Workspace, ServingAsked>();

/** What serving is asked in a workspace: one object for each workspace, since answers are remembered by it. */
export function servingAskedIn(workspace: Workspace): ServingAsked {
  let known = asked.get(workspace);
  if (known === undefined) asked.set(workspace, (known = askedOf(workspace, servingQuestion)));
  return known;
}

/** The answer about serving in a workspace, worked out once. */
export function servingAnswerIn(study: ServingStudy, workspace: Workspace): ServingAnswer {
  return servingAnswerOf(study, servingAskedIn(workspace));
}
