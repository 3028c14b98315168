import { useStore } from "zustand";
import { fineTuningEvaluationOf, type FineTuningEvaluation } from "../../scenario/fine-tuning-evaluation.ts";
import type { FineTuningScenario } from "../../scenario/fine-tuning-scenario.ts";
import { fineTuningIn } from "../../scenario/fine-tuning-workspace.ts";
import { workspaceStore } from "../../scenario/store.ts";

export function useFineTuning<T>(select: (scenario: FineTuningScenario) => T): T {
  return useStore(workspaceStore, (workspace) => select(fineTuningIn(workspace)));
}

export function useFineTuningEvaluation(): FineTuningEvaluation {
  return useStore(workspaceStore, (workspace) => fineTuningEvaluationOf(fineTuningIn(workspace)));
}
