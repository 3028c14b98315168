import { fineTuningToFile, parseFineTuningFile } from "../../scenario/fine-tuning-file.ts";
import { defaultFineTuningScenario } from "../../scenario/fine-tuning-scenario.ts";
import { fineTuningIn } from "../../scenario/fine-tuning-workspace.ts";
import { withFineTuning, type Workspace } from "../../scenario/workspace.ts";
import type { FileChange } from "../scenario-files.ts";

/** What a fine-tuning file changes, or every problem it has. */
export function changeByFineTuningFile(json: unknown, llmIds: readonly string[]): FileChange {
  const parsed = parseFineTuningFile(json, defaultFineTuningScenario, llmIds);
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    change: (workspace) => ({
      ...withFineTuning(workspace, fineTuningIn(workspace), parsed.scenario),
      mode: "fine-tune",
    }),
  };
}

export function fineTuningFileOf(workspace: Workspace): unknown {
  return fineTuningToFile(fineTuningIn(workspace));
}
