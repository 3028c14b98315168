import { describe, expect, it } from "vitest";
import { measuredFineTuningRows } from "../catalog/fine-tuning-rows.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import type { MeasuredServingRow } from "../core/serving/fit/measured-row.ts";
import type { FittedPlatforms } from "../core/serving/fit/calibrate.ts";
import { isScored } from "../core/serving/fit/cross-validation.ts";
import { budgetOfRow, predictedStepSeconds, runningInRow } from "../core/serving/fit/row-prediction.ts";
import { evidenceOf } from "../core/serving/fit/evidence.ts";
import { deploymentOfRow, workloadOfRow } from "../core/serving/fit/row-conditions.ts";
import { fineTuningFactsOf } from "./fine-tuning-facts.ts";
import { fineTuningStudyData, fineTuningStudyOf } from "./fit-fine-tuning-study.ts";
import { servingStudyData, servingStudyOf } from "./fit-serving-study.ts";
import { rowsAsColumns, rowsFromColumns } from "./row-columns.ts";
import { servingFitOf } from "./serving-fit.ts";
import { servingFactsOf } from "./serving-facts.ts";
import { gemmaFineTuningData } from "./shipped/gemma-4-31b-fine-tuning.ts";
import { fineTuningDefaults } from "./shipped/fine-tuning-defaults.ts";
import { gemmaServingData } from "./shipped/gemma-4-31b-serving.ts";
import { openServingStudy } from "./serving-study.ts";

const GEMMA = "gemma-4-31b-it";
const facts = servingFactsOf(GEMMA);

/** Half as fast on the same GPUs under the same settings: they would pull every fit. */
const ofAnotherLlm = servingRows.map((row) => ({
  ...row,
  id: `other-${row.id}`,
  llmId: "made-up-70b",
  chunkGapMedianSeconds: row.chunkGapMedianSeconds && row.chunkGapMedianSeconds * 2,
}));

const LONG_PROMPT_TOKENS = 2000;
const { context, platforms } = servingFitOf(gemmaServingData);

function stepSecondsOf(row: MeasuredServingRow, fitted: FittedPlatforms): number {
  const { step, kvHolding } = fitted[row.gpuId]!;
  return predictedStepSeconds(row, runningInRow(row, budgetOfRow(row, context), kvHolding), step, context);
}

/** What the fitted model itself would have measured of the same runs at long prompts. */
const ofLongPrompts: readonly MeasuredServingRow[] = servingRows
  .filter(({ missing, maxNumSeqs }) => missing === null && maxNumSeqs !== null)
  .map((row) => {
    const conditions = { ...row.conditions, promptTokens: LONG_PROMPT_TOKENS };
    const engine = { id: "vllm", version: "0.30.1" } as const;
    const long = { ...row, id: `long-${row.id}`, datasetId: "long-prompts", conditions, engine };
    return { ...long, chunkGapMedianSeconds: stepSecondsOf(long, platforms) };
  });

describe(servingStudyData, () => {
  it("changes nothing for the rows of another LLM", () => {
    expect(servingStudyData(facts, [...ofAnotherLlm, ...servingRows])).toEqual(gemmaServingData);
  });

  it("is pulled by the same rows under its own LLM's name", () => {
    const pulled = servingStudyData(facts, [...ofAnotherLlm.map((row) => ({ ...row, llmId: GEMMA })), ...servingRows]);
    expect(pulled.fitted).not.toEqual(gemmaServingData.fitted);
  });

  it("comes back from JSON as it was", () => {
    expect(JSON.parse(JSON.stringify(gemmaServingData))).toEqual(gemmaServingData);
  });
});

describe(servingStudyOf, () => {
  const study = servingStudyOf(facts, [...servingRows, ...ofLongPrompts]);
  const { rows } = study.model;
  const longRow = rows.find(({ id }) => id === "long-vessl-i-124")!;

  it("predicts the rows of each benchmark at their own lengths", () => {
    // Read as rows of short prompts, what the model made of long ones would be steps that it cannot explain.
    const mistaken = ofLongPrompts.map((row) => ({ ...row, conditions: facts.benchmarks[0].conditions }));
    const { fitted: byMistake } = servingStudyData(facts, [...servingRows, ...mistaken]);
    const shiftUnder = (fitted: FittedPlatforms): number =>
      Math.max(
        ...servingRows
          .filter(isScored)
          .map((row) => Math.abs(stepSecondsOf(row, fitted) / stepSecondsOf(row, platforms) - 1)),
      );
    expect(workloadOfRow(longRow).inputTokens).toBe(LONG_PROMPT_TOKENS);
    expect(shiftUnder(study.model.fitted)).toBeLessThan(0.03);
    expect(shiftUnder(byMistake)).toBeGreaterThan(0.1);
  });

  it("counts as measured what ran at the lengths asked for, and nothing else", () => {
    const workload = { ...workloadOfRow(longRow), outputTokens: longRow.conditions.outputTokens };
    const deployment = { ...deploymentOfRow(longRow), acceptanceRate: null };
    const running = longRow.concurrencyPerReplica;
    expect(evidenceOf(rows, workload, deployment, running)).toBe("measured");
    expect(evidenceOf(servingRows, workload, deployment, running)).toBe("extrapolated");
  });

  it("keeps the defaults of its first benchmark", () => {
    expect(study.conditions).toEqual(openServingStudy(gemmaServingData).conditions);
  });
});

describe(rowsAsColumns, () => {
  it("gives every row back as it was, whatever was divided for its rate", () => {
    const mixed = [...servingRows, ...ofLongPrompts.map((row) => ({ ...row, outputTokensPerSecond: Math.PI }))];
    const groups = rowsAsColumns(mixed, (id) => (id === "long-prompts" ? null : 60));
    expect(groups).toHaveLength(2);
    const shown = mixed.map(
      ({ failedRequests: _failed, ttftP99Seconds: _ttft, chunkGapP99Seconds: _gap, ...row }) => row,
    );
    expect(groups.flatMap(rowsFromColumns)).toMatchObject(shown);
  });

  it("refuses a rate that is no whole number of tokens in the window", () => {
    const [row] = servingRows;
    expect(() => rowsAsColumns([{ ...row!, outputTokensPerSecond: 0.001 }], () => 60)).toThrow("no whole number");
  });
});

describe(fineTuningStudyData, () => {
  const fineTuningFacts = fineTuningFactsOf(GEMMA);
  const ofAnother = measuredFineTuningRows.map((row) => ({
    ...row,
    id: `other-${row.id}`,
    llmId: "made-up-70b",
    stepSeconds: row.stepSeconds && row.stepSeconds * 2,
  }));

  it("changes nothing for the rows of another LLM", () => {
    expect(fineTuningStudyData(fineTuningFacts, [...ofAnother, ...measuredFineTuningRows])).toEqual(
      gemmaFineTuningData,
    );
  });

  it("names the LLM, the stack and the benchmark of each row", () => {
    const { rows } = fineTuningStudyOf(fineTuningFacts, measuredFineTuningRows).model;
    expect(new Set(rows.map(({ llmId, stack, datasetId }) => [llmId, stack, datasetId].join()))).toEqual(
      new Set([
        "gemma-4-31b-it,vessl-cookbook,vessl-gemma-4-31b-lora",
        "gemma-4-31b-it,pytorch-peft,h200-gemma-4-31b-lora",
      ]),
    );
  });
});

describe("fineTuningDefaults", () => {
  it("are of the GPUs that have rows, in a few hundred bytes", () => {
    expect(Object.keys(fineTuningDefaults.bestMeasured).toSorted()).toEqual(
      gemmaFineTuningData.gpus.map(({ id }) => id).toSorted(),
    );
    expect(JSON.stringify(fineTuningDefaults).length).toBeLessThan(1000);
  });
});
