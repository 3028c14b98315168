import { calibrateTrainingSteps } from "./calibrate-training.ts";
import { fitTrainingMemory, memoryOfRow, type MemoryContext } from "./fit-training-memory.ts";
import { stepSecondsOfRow, type TrainingContext } from "./fit-training-step.ts";
import { deploymentOfTrainingRow, isTimed, type MeasuredTrainingRow } from "./measured-training-row.ts";
import { trainingResidualAt } from "./training-residuals.ts";

/** One row predicted by a fit that did not see it. Errors are predicted / measured - 1. */
export interface HeldOutTrainingRow {
  readonly row: MeasuredTrainingRow;
  readonly measuredStepSeconds: number;
  readonly predictedStepSeconds: number;
  readonly relativeError: number;
  /** Of physics alone, without what other rows say of its residual. */
  readonly physicsRelativeError: number;
  readonly logDeviation: number;
}

/** Leave-one-row-out errors of the step time: everything is refitted for every row. */
export function leaveOneTrainingRowOut(
  rows: readonly MeasuredTrainingRow[],
  context: TrainingContext,
): readonly HeldOutTrainingRow[] {
  return rows.filter(isTimed).map((row) => {
    const { steps, residuals } = calibrateTrainingSteps(
      rows.filter((other) => other !== row),
      context,
    );
    const physics = stepSecondsOfRow(row, steps[row.gpuId]!, context);
    const { mean, deviation } = trainingResidualAt(residuals)({
      deployment: deploymentOfTrainingRow(row),
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
export interface PeakPrediction {
  readonly row: MeasuredTrainingRow;
  readonly relativeError: number;
  readonly heldOutRelativeError: number;
  /** Whether another measured peak says how large these activations are; without one, the held-out value is a prior. */
  readonly hasSibling: boolean;
}

export function peakPredictions(
  rows: readonly MeasuredTrainingRow[],
  context: MemoryContext,
): readonly PeakPrediction[] {
  const measured = rows.filter(({ peakBytes }) => peakBytes !== null);
  const all = fitTrainingMemory(rows, context);
  return measured.map((row) => {
    const without = fitTrainingMemory(
      rows.filter((other) => other !== row),
      context,
    );
    const errorOf = (parameters: typeof all): number =>
      memoryOfRow(row, parameters, context).peakBytes / row.peakBytes! - 1;
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
