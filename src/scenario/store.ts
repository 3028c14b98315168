import { temporal, type TemporalState } from "zundo";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Change } from "./changes.ts";
import { defaultWorkspace, type Mode, withServing, type Workspace } from "./workspace.ts";

/** Changes closer together than this are one step of undo: a dragged slider, a number being typed. */
const GESTURE_MILLISECONDS = 600;

/** The only state of the app: what the user chose, in both modes. Results are computed from it (`evaluationOf`). */
export const workspaceStore = createStore<Workspace>()(
  temporal(() => defaultWorkspace, {
    limit: 200,
    handleSet: (record) => {
      let lastChange = 0;
      return (before) => {
        const now = performance.now();
        if (now - lastChange > GESTURE_MILLISECONDS) record(before);
        lastChange = now;
      };
    },
  }),
);

export const scenarioHistory: StoreApi<TemporalState<Workspace>> = workspaceStore.temporal;

export function changeWorkspace(change: (workspace: Workspace) => Workspace): void {
  const before = workspaceStore.getState();
  const after = change(before);
  if (after !== before) workspaceStore.setState(after, true);
}

/** Changes the serving scenario, and with its prices those of fine-tuning. */
export function changeScenario(change: Change): void {
  changeWorkspace((workspace) => withServing(workspace, change(workspace.serving)));
}

export function changeMode(mode: Mode): void {
  changeWorkspace((workspace) => (workspace.mode === mode ? workspace : { ...workspace, mode }));
}

/** Starts from another workspace (a link), with nothing to undo to. */
export function startFrom(workspace: Workspace): void {
  workspaceStore.setState(workspace, true);
  scenarioHistory.getState().clear();
}
