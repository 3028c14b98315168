import { temporal, type TemporalState } from "zundo";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Change } from "./changes.ts";
import { defaultScenario } from "./default-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** Changes closer together than this are one step of undo: a dragged slider, a number being typed. */
const GESTURE_MILLISECONDS = 600;

/** The only state of the app: what the user chose. Results are computed from it (`evaluationOf`). */
export const scenarioStore = createStore<Scenario>()(
  temporal(() => defaultScenario, {
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

export const scenarioHistory: StoreApi<TemporalState<Scenario>> = scenarioStore.temporal;

export function changeScenario(change: Change): void {
  const before = scenarioStore.getState();
  const after = change(before);
  if (after !== before) scenarioStore.setState(after, true);
}

/** Starts from another scenario (a link, a file), with nothing to undo to. */
export function startFrom(scenario: Scenario): void {
  scenarioStore.setState(scenario, true);
  scenarioHistory.getState().clear();
}
