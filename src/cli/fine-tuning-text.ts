import { servingModel } from "../catalog/serving-model.ts";
import { defaultScenario } from "../scenario/default-scenario.ts";
import { fineTuningEvaluationOf } from "../scenario/fine-tuning-evaluation.ts";
import { parseFineTuningFile } from "../scenario/fine-tuning-file.ts";
import { type FineTuningResult, fineTuningResultOf } from "../scenario/fine-tuning-result.ts";
import { defaultFineTuningScenario, type FineTuningScenario } from "../scenario/fine-tuning-scenario.ts";
import { fineTuningIn } from "../scenario/fine-tuning-workspace.ts";
import { decodeWorkspace } from "../scenario/workspace-permalink.ts";
import type { ReadScenario } from "./scenario-text.ts";

// All that needs the fine-tuning model, which is fitted as it is loaded: only for what speaks of it.

const LLM_IDS = [servingModel.llm.id];

/** Of a link the mode that it shows. */
export function scenarioOfWorkspace(link: string): ReadScenario {
  const defaults = { serving: defaultScenario, fineTuning: defaultFineTuningScenario };
  const { workspace, ignored } = decodeWorkspace(link, defaults, LLM_IDS);
  const scenario = workspace.mode === "serve" ? workspace.serving : fineTuningIn(workspace);
  return { ok: true, scenario, ignored };
}

export function parsedFineTuning(json: unknown): ReturnType<typeof parseFineTuningFile> {
  return parseFineTuningFile(json, defaultFineTuningScenario, LLM_IDS);
}

export function fineTuningResult(scenario: FineTuningScenario): FineTuningResult {
  return fineTuningResultOf(fineTuningEvaluationOf(scenario));
}
