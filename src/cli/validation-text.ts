import type { ErrorSummary } from "./error-summary.ts";
import type { PublishedErrors } from "./published-comparison.ts";
import type { GpuErrors, TargetVerdict } from "./step-time-errors.ts";
import { indented, inPercents, inSignedPercents, textTable } from "./text-table.ts";
import type { Validation } from "./validation.ts";

/** Names a GPU to a reader, by id. */
export type GpuName = (gpu: string) => string;

export const SUMMARY_HEADER = ["mean |error|", "median", "90th pct.", "bias"] as const;

export function summaryCells(summary: ErrorSummary): readonly string[] {
  return [
    inPercents(summary.meanAbsoluteError),
    inPercents(summary.medianAbsoluteError),
    inPercents(summary.ninetiethPercentileAbsoluteError),
    inSignedPercents(summary.bias),
  ];
}

export function validationText(validation: Validation, nameOf: GpuName): string {
  const { stepTime, benchmark, excludedRows, publishedAgainstSteadyState: published } = validation;
  const { overall, everyGpu } = stepTime.target;
  const excludedCount = excludedRows.reduce((sum, { rows }) => sum + rows.length, 0);
  const errorsOf = (quantity: PublishedErrors["quantity"], queueing: PublishedErrors["queueing"]) =>
    published.errors.filter((errors) => errors.quantity === quantity && errors.queueing === queueing);
  return `${[
    `Headroom model ${validation.modelVersion} against the ${benchmark.rows} rows of ${benchmark.id} (${benchmark.publisher})`,
    `Step time, leave one cell out
A cell is GPU, weights, KV type, drafts, LoRA, TP and running batch; each is predicted with everything fitted without it.`,
    `(a) Rows that the steady rule keeps\n${stepTimeTable(stepTime.heldOutSteadyRows, nameOf)}
${indented(`Target: mean at most ${inPercents(overall)}, no GPU over ${inPercents(everyGpu)}: ${verdictText(stepTime.verdict, nameOf)}`)}`,
    `(b) All scored rows, with those it leaves out\n${stepTimeTable(stepTime.heldOutAllRows, nameOf)}`,
    `In sample: steady rows, by the fit that saw them\n${stepTimeTable(stepTime.inSampleSteadyRows, nameOf)}`,
    `Rows left out of fits: ${excludedCount}\n${indented(excludedText(excludedRows))}`,
    `Worst held-out rows\n${indented(worstText(stepTime.worstHeldOutRows))}`,
    `Step time of combinations never seen, steady rows\n${indented(unseenText(validation.unseenCombinations))}`,
    `Published output tokens/s against the predicted steady state, same folds, steady rows
The benchmark's client drains its warm-up inside the measured window, so a published rate is lower than the steady one.
That client is not simulated yet: these are not errors of the model alone, and are held to no target.
${publishedTable(errorsOf("outputTokensPerSecond", null), nameOf)}`,
    `Published median TTFT against the predicted steady median, same folds, steady rows (client not simulated either)
(a) None waits for a slot\n${publishedTable(errorsOf("ttftMedianSeconds", "none-waits"), nameOf)}
(b) Some wait\n${publishedTable(errorsOf("ttftMedianSeconds", "some-wait"), nameOf)}`,
    ...(published.infeasibleRows.length === 0
      ? []
      : [`Rows that the held-out fit finds infeasible: ${published.infeasibleRows.join(", ")}`]),
    `Not measured yet: throughput and TTFT through the client's simulation; the share of rows inside a 90 % band (no bands
yet); other LLMs and GPUs without rows of their own.`,
  ].join("\n\n")}\n`;
}

function stepTimeTable(errors: readonly GpuErrors[], nameOf: GpuName): string {
  return indented(
    textTable(
      ["", "rows", "cells", ...SUMMARY_HEADER],
      errors.map((own) => [
        own.gpu === null ? "all" : nameOf(own.gpu),
        String(own.rows),
        String(own.cells),
        ...summaryCells(own),
      ]),
    ),
  );
}

function publishedTable(errors: readonly PublishedErrors[], nameOf: GpuName): string {
  return indented(
    textTable(
      ["", "rows", ...SUMMARY_HEADER],
      errors.map((own) => [own.gpu === null ? "all" : nameOf(own.gpu), String(own.rows), ...summaryCells(own)]),
    ),
  );
}

export function verdictText({ reached, missedBy }: TargetVerdict, nameOf: GpuName): string {
  if (reached) return "reached";
  const misses = missedBy.map(
    ({ gpu, fraction }) => `${inPoints(fraction)} ${gpu === null ? "over all" : `on ${nameOf(gpu)}`}`,
  );
  return `missed by ${misses.join(", ")}`;
}

function inPoints(fraction: number): string {
  return `${(fraction * 100).toFixed(2)} points`;
}

function excludedText(excluded: Validation["excludedRows"]): string {
  return excluded.map(({ reason, rows }) => `${reason} (${rows.length}): ${rows.join(", ")}`).join("\n");
}

function worstText(worst: Validation["stepTime"]["worstHeldOutRows"]): string {
  return textTable(
    ["row", "measured", "predicted", "error", "left out of fits", "cell"],
    worst.map(({ row, cell, exclusion, measuredStepSeconds, predictedStepSeconds, relativeError }) => [
      row,
      `${(measuredStepSeconds * 1000).toFixed(2)} ms`,
      `${(predictedStepSeconds * 1000).toFixed(2)} ms`,
      inSignedPercents(relativeError),
      exclusion ?? "",
      cell,
    ]),
    ["row", "left out of fits", "cell"],
  );
}

function unseenText(unseen: Validation["unseenCombinations"]): string {
  return textTable(
    ["", "rows", ...SUMMARY_HEADER, "target", "verdict"],
    unseen.map((own) => [
      own.name,
      String(own.rows),
      ...summaryCells(own),
      inPercents(own.target),
      own.reached ? "reached" : `missed by ${inPoints(own.meanAbsoluteError - own.target)}`,
    ]),
    ["", "verdict"],
  );
}
