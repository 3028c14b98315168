import { TRAINING_MODEL_VERSION } from "../catalog/training-model.ts";
import { defaultScenario } from "./default-scenario.ts";
import { evaluationOf, headlineOf } from "./evaluation.ts";
import { fineTuningEvaluationOf } from "./fine-tuning-evaluation.ts";
import { defaultFineTuningScenario } from "./fine-tuning-scenario.ts";
import { fineTuningIn } from "./fine-tuning-workspace.ts";
import type { Headline } from "./permalink.ts";
import type { Workspace } from "./workspace.ts";
import { decodeWorkspace, type DecodedWorkspace, encodeWorkspace } from "./workspace-permalink.ts";

/** The link part that restores a workspace of both modes, with the headline that the shown mode has now. */
export function fineTuningLinkTo(workspace: Workspace): string {
  return encodeWorkspace(workspace, headlineNow(workspace));
}

export function openFineTuningLink(address: string, llmIds: readonly string[]): DecodedWorkspace {
  return decodeWorkspace(address, { serving: defaultScenario, fineTuning: defaultFineTuningScenario }, llmIds);
}

/** What the shown mode says of the workspace now. */
export function headlineNow(workspace: Workspace): Headline {
  if (workspace.mode === "serve") return headlineOf(evaluationOf(workspace.serving));
  const { recommendation, relativeCost } = fineTuningEvaluationOf(fineTuningIn(workspace));
  const { winner, tie } = recommendation;
  return { modelVersion: TRAINING_MODEL_VERSION, winner, tie, relativeCost: Object.fromEntries(relativeCost) };
}
