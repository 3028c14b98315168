import {
  inPercents,
  inPoints,
  inSignedPercents,
  SUMMARY_HEADER,
  summaryCells,
  verdictText,
  type GpuName,
} from "../core/validation/error-text.ts";
import type { FineTuningValidation } from "../study/fine-tuning-validation.ts";
import type { GpuErrors } from "../core/validation/step-time-errors.ts";
import { BAND_TARGET, type Validation } from "../core/validation/validation.ts";
import { publishedTexts } from "./published-text.ts";
import { indented, textTable } from "./text-table.ts";
import { trainingValidationTexts } from "./fine-tuning-validation-text.ts";

export function validationText(
  validation: Validation & { readonly fineTuning: FineTuningValidation },
  nameOf: GpuName,
): string {
  const { stepTime, benchmark, excludedRows, published } = validation;
  const { overall, everyGpu } = stepTime.target;
  const excludedCount = excludedRows.reduce((sum, { rows }) => sum + rows.length, 0);
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
    bandText(validation.band),
    ...publishedTexts(published, nameOf),
    ...trainingValidationTexts(validation.fineTuning, nameOf),
    "Not measured yet: other LLMs and GPUs without rows of their own.",
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

function bandText({ share, rows, rowsInside }: Validation["band"]): string {
  const inside = rowsInside / rows;
  const [least, most] = BAND_TARGET;
  return `Step time, same folds, steady rows: ${rowsInside} of ${rows} (${inPercents(inside)}) inside the ${share * 100} % band
  Target: ${inPercents(least)} to ${inPercents(most)}: ${inside >= least && inside <= most ? "reached" : "missed"}`;
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
