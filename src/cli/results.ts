import type { Extra } from "./extras.ts";
import { servingFrontiers } from "../questions/serving/serving-frontier.ts";
import { servingPlatforms } from "../questions/serving/serving-platforms.ts";
import { servingQuestion } from "../questions/serving/serving-question.ts";
import { contendersOver, loadRegions, priceLoadMap, repriceable } from "../questions/serving/serving-regions.ts";
import { servingResult } from "../questions/serving/serving-result.ts";
import { servingSensitivity } from "../questions/serving/serving-sensitivity.ts";
import type { ServingAnswer } from "../questions/serving/serving-answer.ts";
import { gemmaServingStudy } from "../study/shipped-studies.ts";
import { servingAnswerIn } from "../workspace/answers.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Prices that a map lists. */
const MAP_STEPS = 32;

/** The answer to a workspace's question as plain JSON. Fine-tuning has a study of its own, which serving does not wait for. */
export async function resultOf(workspace: Workspace, extras: readonly Extra[]): Promise<object> {
  if (workspace.question !== servingQuestion.id) {
    const { fineTuningResultIn } = await import("./fine-tuning-results.ts");
    return fineTuningResultIn(workspace);
  }
  const answer = servingAnswerIn(gemmaServingStudy, workspace);
  return { ...servingResult(answer), ...Object.fromEntries(extras.map((extra) => [extra, EXTRA_OF[extra](answer)])) };
}

const EXTRA_OF: Readonly<Record<Extra, (answer: ServingAnswer) => unknown>> = {
  map: (answer) => {
    const platforms = servingPlatforms(answer.study, answer.asked);
    return repriceable(platforms).map((id) => finished(priceLoadMap(platforms, answer.asked, id, MAP_STEPS)));
  },
  frontier: (answer) => finished(servingFrontiers(answer)),
  sensitivity: (answer) => finished(servingSensitivity(answer)),
  segments: ({ study, asked }) => loadRegions(contendersOver(servingPlatforms(study, asked)), asked),
};

/** All of a piece of work that the page does between frames. */
function finished<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
