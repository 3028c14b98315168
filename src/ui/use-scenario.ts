import { useStore } from "zustand";
import { evaluationOf, type Evaluation } from "../scenario/evaluation.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { scenarioStore } from "../scenario/store.ts";

export function useScenario<T>(select: (scenario: Scenario) => T): T {
  return useStore(scenarioStore, select);
}

export function useEvaluation<T>(select: (evaluation: Evaluation) => T): T {
  return useStore(scenarioStore, (scenario) => select(evaluationOf(scenario)));
}
