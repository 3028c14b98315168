import {
  inPercents,
  inSignedPercents,
  SUMMARY_HEADER,
  summaryCells,
  type GpuName,
} from "../core/validation/error-text.ts";
import { indented, textTable } from "./text-table.ts";
import type { FineTuningValidation } from "../study/fine-tuning-validation.ts";

export function trainingValidationTexts(training: FineTuningValidation, nameOf: GpuName): readonly string[] {
  const { stepTime, rows, band, peaks, fits } = training;
  const worst = rows.toSorted((a, b) => Math.abs(b.relativeError) - Math.abs(a.relativeError)).slice(0, 5);
  return [
    `Fine-tuning model ${training.modelVersion}: time of an optimizer step, leave one row out
Everything is refitted without the row; a row whose like nobody else ran is an extrapolation.
${indented(
  textTable(
    ["", "rows", ...SUMMARY_HEADER, "physics alone"],
    stepTime.map((own) => [
      own.gpu === null ? "all" : nameOf(own.gpu),
      String(own.rows),
      ...summaryCells(own),
      inPercents(own.physicsMeanAbsoluteError),
    ]),
  ),
)}
  Worst: ${worst.map(({ row, relativeError }) => `${row} ${inSignedPercents(relativeError)}`).join(", ")}
  ${band.rowsInside} of ${band.rows} (${inPercents(band.rowsInside / band.rows)}) inside the ${band.share * 100} % band`,
    `Fine-tuning memory, true peaks
${indented(
  textTable(
    ["", "in sample", "held out", "held out rests on"],
    peaks.map(({ row, relativeError, heldOutRelativeError, hasSibling }) => [
      row,
      inSignedPercents(relativeError),
      inSignedPercents(heldOutRelativeError),
      hasSibling ? "other peaks" : "the published formula",
    ]),
    ["", "held out rests on"],
  ),
)}
  Peak against the device: ${fits.ranAndPredictedToFit} of ${fits.ran} runs that went through fit, ${fits.failedAndPredictedNotToFit} of ${fits.failed} that ran out of memory do not
  Against the model: ${fits.contradictions.map(({ row, outcome, peakShare }) => `${row} (${outcome}, ${inPercents(peakShare)} of the device)`).join(", ") || "none"}
  No threshold tells ${fits.contradictedBetween.join(" (went through) from ")} (out of memory)`,
  ];
}
