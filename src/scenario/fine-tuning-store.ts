import type { FineTuningChange } from "./fine-tuning-changes.ts";
import { fineTuningIn } from "./fine-tuning-workspace.ts";
import { changeWorkspace } from "./store.ts";
import { withFineTuning } from "./workspace.ts";

/** Changes the fine-tuning scenario, and with its prices those of serving. Apart, so that serving does not load its model. */
export function changeFineTuning(change: FineTuningChange): void {
  changeWorkspace((workspace) => {
    const before = fineTuningIn(workspace);
    return withFineTuning(workspace, before, change(before));
  });
}
