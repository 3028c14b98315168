import { useState } from "react";
import { useStore } from "zustand";
import { evaluationOf, type Evaluation } from "../scenario/evaluation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { workspaceStore } from "../scenario/store.ts";
import type { Workspace } from "../scenario/workspace.ts";

export function useScenario<T>(select: (scenario: Scenario) => T): T {
  return useStore(workspaceStore, ({ serving }) => select(serving));
}

export function useWorkspace<T>(select: (workspace: Workspace) => T): T {
  return useStore(workspaceStore, select);
}

export function useEvaluation<T>(select: (evaluation: Evaluation) => T): T {
  return useStore(workspaceStore, ({ serving }) => select(evaluationOf(serving)));
}

const LENGTHS = [
  "inputTokens",
  "outputTokens",
  "inputTokensVariation",
  "outputTokensVariation",
  "prefixCachedFraction",
] as const satisfies readonly (keyof Scenario["workload"])[];

/** Everything but the load, for what runs over all loads: a dragged slider does not compute it anew. */
export function useScenarioButLoad(): Scenario {
  const scenario = useScenario((current) => current);
  const [kept, setKept] = useState(scenario);
  const same =
    kept.platforms === scenario.platforms &&
    kept.tuned === scenario.tuned &&
    // Settings are tuned for one load.
    (!scenario.tuned || kept.workload.concurrency === scenario.workload.concurrency) &&
    kept.demand === scenario.demand &&
    kept.limits === scenario.limits &&
    kept.tieThresholdFraction === scenario.tieThresholdFraction &&
    kept.priceUnit === scenario.priceUnit &&
    LENGTHS.every((field) => kept.workload[field] === scenario.workload[field]);
  if (!same) setKept(scenario);
  return same ? kept : scenario;
}
