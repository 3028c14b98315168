import { type FineTuningResult, fineTuningResultOf } from "../questions/fine-tuning/fine-tuning-result.ts";
import { gemmaFineTuningStudy } from "../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerIn } from "../workspace/fine-tuning-answers.ts";
import type { Workspace } from "../workspace/workspace.ts";

export function fineTuningResultIn(workspace: Workspace): FineTuningResult {
  return fineTuningResultOf(fineTuningAnswerIn(gemmaFineTuningStudy, workspace));
}
