import { temporal, type TemporalState } from "zundo";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Change } from "./changes.ts";
import { defaultWorkspace } from "./default-workspace.ts";
import type { Workspace } from "./workspace.ts";

/** Changes closer together than this are one step of undo: a dragged slider, a number being typed. */
const GESTURE_MILLISECONDS = 600;

/** The only state of the app: what the user chose, for every question. Answers are computed from it. */
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

export const workspaceHistory: StoreApi<TemporalState<Workspace>> = workspaceStore.temporal;

export function changeWorkspace(change: Change): void {
  const before = workspaceStore.getState();
  const after = change(before);
  if (after !== before) workspaceStore.setState(after, true);
}

/** Starts from another workspace (a link), with nothing to undo to. */
export function startFrom(workspace: Workspace): void {
  workspaceStore.setState(workspace, true);
  workspaceHistory.getState().clear();
}
