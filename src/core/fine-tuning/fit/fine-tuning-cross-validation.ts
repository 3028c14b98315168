import { calibrateFineTuningSteps } from "./calibrate-fine-tuning.ts";
import { fitFineTuningMemory, hasPeak, memoryOfRow, type MemoryContext } from "./fit-fine-tuning-memory.ts";
import { stepSecondsOfRow, type FineTuningContext } from "./fit-training-step.ts";
import { deploymentOfFineTuningRow, isTimed, type MeasuredFineTuningRow } from "./measured-fine-tuning-row.ts";
import { fineTuningResidualAt } from "./fine-tuning-residuals.ts";

/** One row predicted by a fit that did not see it. Errors are predicted / measured - 1. */
export interface HeldOutFineTuningRow {
  readonly row: MeasuredFineTuningRow;
  readonly measuredStepSeconds: number;
  readonly predictedStepSeconds: number;
  readonly relativeError: number;
  /** Of physics alone, without what other rows say of its residual. */
  readonly physicsRelativeError: number;
  readonly logDeviation: number;
}

/** Leave-one-row-out errors of the step time: everything is refitted for every row. */
export function leaveOneFineTuningRowOut(
  rows: readonly MeasuredFineTuningRow[],
  context: FineTuningContext,
): readonly HeldOutFineTuningRow[] {
  return rows.filter(isTimed).map((row) => {
    const { steps, residuals } = calibrateFineTuningSteps(
      rows.filter((other) => other !== row),
      context,
    );
    const physics = stepSecondsOfRow(row, steps, context);
    const { mean, deviation } = fineTuningResidualAt(residuals)({
      deployment: deploymentOfFineTuningRow(row),
      sequenceLength: row.sequenceLength,
    });
    const predictedStepSeconds = physics * Math.exp(mean);
    return {
      row,
      measuredStepSeconds: row.stepSeconds,
      predictedStepSeconds,
      relativeError: predictedStepSeconds / row.stepSeconds - 1,
      physicsRelativeError: physics / row.stepSeconds - 1,
      logDeviation: deviation,
    };
  });
}

/** A true peak against the model's, with and without the row. */
interface PeakPrediction {
  readonly row: MeasuredFineTuningRow;
  readonly relativeError: number;
  readonly heldOutRelativeError: number;
  /** Whether another measured peak says how large these activations are; without one, the held-out value is a prior. */
  readonly hasSibling: boolean;
}

export function peakPredictions(
  rows: readonly MeasuredFineTuningRow[],
  context: MemoryContext,
): readonly PeakPrediction[] {
  const measured = rows.filter(hasPeak);
  const all = fitFineTuningMemory(rows, context);
  return measured.map((row) => {
    const without = fitFineTuningMemory(
      rows.filter((other) => other !== row),
      context,
    );
    const errorOf = (parameters: typeof all): number =>
      memoryOfRow(row, parameters, context).peakBytes / row.peakBytes - 1;
    return {
      row,
      relativeError: errorOf(all),
      heldOutRelativeError: errorOf(without),
      hasSibling: measured.some(
        (other) =>
          other !== row &&
          other.checkpointing === row.checkpointing &&
          (row.checkpointing || other.compile === row.compile),
      ),
    };
  });
}
