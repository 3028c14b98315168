import { TRAINING_MODEL_VERSION, trainingModel } from "./training-model.ts";
import { trainingContext } from "./training-context.ts";
import { measuredTrainingRows } from "./training-rows.ts";
import { fitTrainingMemory, memoryOfRow } from "../core/fine-tuning/fit/fit-training-memory.ts";
import type { MeasuredTrainingRow } from "../core/fine-tuning/fit/measured-training-row.ts";
import { peakShare } from "../core/fine-tuning/fit/memory-evidence.ts";
import {
  leaveOneTrainingRowOut,
  peakPredictions,
  type HeldOutTrainingRow,
} from "../core/fine-tuning/fit/training-cross-validation.ts";
import { BAND_DEVIATE, BAND_SHARE } from "../core/units/band.ts";
import { errorSummary, type ErrorSummary } from "../core/validation/error-summary.ts";

export interface TrainingErrors extends ErrorSummary {
  /** Null over all GPUs. */
  readonly gpu: string | null;
  /** Mean size of the errors of physics alone. */
  readonly physicsMeanAbsoluteError: number;
}

/** How far the fine-tuning model is from what was measured. Errors are fractions of the measured value. */
export interface TrainingValidation {
  readonly modelVersion: string;
  /** Leave one row out. */
  readonly stepTime: readonly TrainingErrors[];
  readonly rows: readonly {
    readonly row: string;
    readonly gpu: string;
    readonly measuredStepSeconds: number;
    readonly predictedStepSeconds: number;
    readonly relativeError: number;
  }[];
  readonly band: { readonly share: number; readonly rows: number; readonly rowsInside: number };
  readonly peaks: readonly {
    readonly row: string;
    readonly relativeError: number;
    readonly heldOutRelativeError: number;
    /** False where nothing else measured says how large these activations are. */
    readonly hasSibling: boolean;
  }[];
  /** Whether each run fits, by peak against device memory alone, against what it did. */
  readonly fits: {
    readonly ran: number;
    readonly ranAndPredictedToFit: number;
    readonly failed: number;
    readonly failedAndPredictedNotToFit: number;
    readonly contradictions: readonly { readonly row: string; readonly outcome: string; readonly peakShare: number }[];
    /** Rows between which no threshold can tell runs that went through from runs that failed. */
    readonly contradictedBetween: readonly string[];
  };
}

/** Takes seconds: everything is refitted for every row. */
export function trainingValidation(): TrainingValidation {
  const heldOut = leaveOneTrainingRowOut(measuredTrainingRows, trainingContext);
  const gpuIds = [...trainingContext.gpus.keys()];
  const isInside = ({ measuredStepSeconds, predictedStepSeconds, logDeviation }: HeldOutTrainingRow): boolean =>
    Math.abs(Math.log(measuredStepSeconds / predictedStepSeconds)) <= BAND_DEVIATE * logDeviation;
  return {
    modelVersion: TRAINING_MODEL_VERSION,
    stepTime: [
      ...gpuIds.flatMap((gpu) =>
        errorsOf(
          gpu,
          heldOut.filter(({ row }) => row.gpuId === gpu),
        ),
      ),
      ...errorsOf(null, heldOut),
    ],
    rows: heldOut.map(({ row, measuredStepSeconds, predictedStepSeconds, relativeError }) => ({
      row: row.id,
      gpu: row.gpuId,
      measuredStepSeconds,
      predictedStepSeconds,
      relativeError,
    })),
    band: { share: BAND_SHARE, rows: heldOut.length, rowsInside: heldOut.filter(isInside).length },
    peaks: peakPredictions(measuredTrainingRows, trainingContext).map(({ row, ...errors }) => ({
      row: row.id,
      ...errors,
    })),
    fits: fitsOf(measuredTrainingRows),
  };
}

function errorsOf(gpu: string | null, rows: readonly HeldOutTrainingRow[]): readonly TrainingErrors[] {
  const summary = errorSummary(rows.map(({ relativeError }) => relativeError));
  const physics = errorSummary(rows.map(({ physicsRelativeError }) => physicsRelativeError));
  return summary && physics ? [{ gpu, ...summary, physicsMeanAbsoluteError: physics.meanAbsoluteError }] : [];
}

function fitsOf(rows: readonly MeasuredTrainingRow[]): TrainingValidation["fits"] {
  const memory = fitTrainingMemory(rows, trainingContext);
  const shares = rows.map((row) => ({ row, share: peakShare(memoryOfRow(row, memory, trainingContext)) }));
  const ran = shares.filter(({ row }) => row.outcome === "ok");
  const failed = shares.filter(({ row }) => row.outcome === "out-of-memory");
  const wrong = [...ran.filter(({ share }) => share > 1), ...failed.filter(({ share }) => share <= 1)];
  const { contradicted } = trainingModel;
  return {
    ran: ran.length,
    ranAndPredictedToFit: ran.filter(({ share }) => share <= 1).length,
    failed: failed.length,
    failedAndPredictedNotToFit: failed.filter(({ share }) => share > 1).length,
    contradictions: wrong.map(({ row, share }) => ({ row: row.id, outcome: row.outcome, peakShare: share })),
    contradictedBetween: contradicted ? [contradicted.highestRan.row, contradicted.lowestFailed.row] : [],
  };
}
