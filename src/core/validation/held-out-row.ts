import type { ClientConditions } from "../serving/client/client-prediction.ts";
import type { HeldOutPrediction } from "../serving/fit/cross-validation.ts";
import type { CalibrationContext } from "../serving/fit/row-prediction.ts";
import { BAND_DEVIATE } from "../units/band.ts";
import { comparedRow, type ComparedRow } from "./published-comparison.ts";
import type { StepTimeError } from "./step-time-errors.ts";

/** What fits without its cell make of one row, as plain figures that can be handed on. */
export interface HeldOutRow extends StepTimeError {
  readonly row: string;
  readonly measuredStepSeconds: number;
  readonly predictedStepSeconds: number;
  /** Whether the measured step lies inside the predicted band. */
  readonly insideBand: boolean;
  /** Published figures; null where they are not compared, or the fold finds the row infeasible. */
  readonly compared: ComparedRow | null;
}

export function heldOutRow(
  prediction: HeldOutPrediction,
  context: CalibrationContext,
  client: ClientConditions,
): HeldOutRow {
  const { row, cell, exclusion, measuredStepSeconds, predictedStepSeconds, relativeError, logDeviation } = prediction;
  return {
    row: row.id,
    gpu: row.gpuId,
    cell,
    exclusion,
    measuredStepSeconds,
    predictedStepSeconds,
    relativeError,
    insideBand: Math.abs(Math.log(measuredStepSeconds / predictedStepSeconds)) <= BAND_DEVIATE * logDeviation,
    compared: arePublishedFiguresCompared(exclusion) ? comparedRow(prediction, context, client) : null,
  };
}

/** Steady rows, which are scored, and those of one wave, which are only shown. */
export function arePublishedFiguresCompared(exclusion: StepTimeError["exclusion"]): boolean {
  return exclusion === null || exclusion === "one-wave";
}
