import { calibrateFineTuning } from "../core/fine-tuning/fit/calibrate-fine-tuning.ts";
import type { MemoryContext } from "../core/fine-tuning/fit/fit-fine-tuning-memory.ts";
import type { FineTuningContext } from "../core/fine-tuning/fit/fit-training-step.ts";
import type { MeasuredFineTuningRow } from "../core/fine-tuning/fit/measured-fine-tuning-row.ts";
import { openFineTuningStudy, type FineTuningStudy, type FineTuningStudyData } from "./fine-tuning-study.ts";
import { rowsOfLlm } from "./rows-of-llm.ts";

/** What a fine-tuning study is made from, besides rows. */
export interface FineTuningFacts
  extends
    FineTuningContext,
    MemoryContext,
    Pick<FineTuningStudyData, "benchmarks" | "stability" | "tunedStacks" | "tunedStackNote" | "publishedRun"> {}

/** What rows of the LLM are read and fitted with. */
export function fineTuningContextOf(
  facts: FineTuningFacts,
  rows: readonly MeasuredFineTuningRow[],
): FineTuningContext & MemoryContext {
  const measuredIds = new Set(rowsOfLlm(rows, facts.llm).map(({ gpuId }) => gpuId));
  const { llm, assumptions, stepPriors, memoryPriors } = facts;
  return {
    gpus: new Map([...facts.gpus].filter(([id]) => measuredIds.has(id))),
    llm,
    assumptions,
    stepPriors,
    memoryPriors,
  };
}

/** Fits the rows of the LLM, and of no other. */
export function fineTuningStudyData(
  facts: FineTuningFacts,
  allRows: readonly MeasuredFineTuningRow[],
): FineTuningStudyData {
  const rows = rowsOfLlm(allRows, facts.llm);
  const context = fineTuningContextOf(facts, rows);
  const { benchmarks, stability, tunedStacks, tunedStackNote, publishedRun } = facts;
  return {
    llm: context.llm,
    gpus: [...context.gpus.values()],
    assumptions: context.assumptions,
    benchmarks,
    rows,
    fitted: calibrateFineTuning(rows, context),
    stability,
    tunedStacks: tunedStacks.filter(({ gpuId }) => context.gpus.has(gpuId)),
    tunedStackNote,
    publishedRun,
  };
}

export function fineTuningStudyOf(facts: FineTuningFacts, rows: readonly MeasuredFineTuningRow[]): FineTuningStudy {
  return openFineTuningStudy(fineTuningStudyData(facts, rows));
}
