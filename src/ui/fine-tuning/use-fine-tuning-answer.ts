import { useStore } from "zustand";
import type { FineTuningAnswer } from "../../questions/fine-tuning/fine-tuning-answer.ts";
import { gemmaFineTuningStudy } from "../../study/shipped-fine-tuning-studies.ts";
import { fineTuningAnswerIn } from "../../workspace/fine-tuning-answers.ts";
import { workspaceStore } from "../../workspace/store.ts";

export function useFineTuningAnswer(): FineTuningAnswer {
  return useStore(workspaceStore, (workspace) => fineTuningAnswerIn(gemmaFineTuningStudy, workspace));
}
