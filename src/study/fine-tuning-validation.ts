import {
  fitFineTuningMemory,
  memoryOfRow,
  type MemoryContext,
} from "../core/fine-tuning/fit/fit-fine-tuning-memory.ts";
import type { FineTuningContext } from "../core/fine-tuning/fit/fit-training-step.ts";
import { peakShare } from "../core/fine-tuning/fit/memory-evidence.ts";
import {
  leaveOneFineTuningRowOut,
  peakPredictions,
  type HeldOutFineTuningRow,
} from "../core/fine-tuning/fit/fine-tuning-cross-validation.ts";
import { BAND_DEVIATE, BAND_SHARE } from "../core/units/band.ts";
import { errorSummary, type ErrorSummary } from "../core/validation/error-summary.ts";
import { fineTuningFactsOf } from "./fine-tuning-facts.ts";
import type { FineTuningStudy } from "./fine-tuning-study.ts";
import { fineTuningContextOf } from "./fit-fine-tuning-study.ts";

interface FineTuningErrors extends ErrorSummary {
  /** Null over all GPUs. */
  readonly gpu: string | null;
  /** Mean size of the errors of physics alone. */
  readonly physicsMeanAbsoluteError: number;
}

/** How far the fine-tuning model is from what was measured. Errors are fractions of the measured value. */
export interface FineTuningValidation {
  readonly modelVersion: string;
  /** Leave one row out. */
  readonly stepTime: readonly FineTuningErrors[];
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
export function fineTuningValidation(study: FineTuningStudy): FineTuningValidation {
  const { rows } = study.model;
  const context = fineTuningContextOf(fineTuningFactsOf(study.id), rows);
  const heldOut = leaveOneFineTuningRowOut(rows, context);
  const gpuIds = [...context.gpus.keys()];
  const isInside = ({ measuredStepSeconds, predictedStepSeconds, logDeviation }: HeldOutFineTuningRow): boolean =>
    Math.abs(Math.log(measuredStepSeconds / predictedStepSeconds)) <= BAND_DEVIATE * logDeviation;
  return {
    modelVersion: study.modelVersion,
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
    peaks: peakPredictions(rows, context).map(({ row, ...errors }) => ({
      row: row.id,
      ...errors,
    })),
    fits: fitsOf(study.model, context),
  };
}

function errorsOf(gpu: string | null, rows: readonly HeldOutFineTuningRow[]): readonly FineTuningErrors[] {
  const summary = errorSummary(rows.map(({ relativeError }) => relativeError));
  const physics = errorSummary(rows.map(({ physicsRelativeError }) => physicsRelativeError));
  return summary && physics ? [{ gpu, ...summary, physicsMeanAbsoluteError: physics.meanAbsoluteError }] : [];
}

function fitsOf(
  { rows, contradicted }: FineTuningStudy["model"],
  context: FineTuningContext & MemoryContext,
): FineTuningValidation["fits"] {
  const memory = fitFineTuningMemory(rows, context);
  const shares = rows.map((row) => ({ row, share: peakShare(memoryOfRow(row, memory, context)) }));
  const ran = shares.filter(({ row }) => row.outcome === "ok");
  const failed = shares.filter(({ row }) => row.outcome === "out-of-memory");
  const wrong = [...ran.filter(({ share }) => share > 1), ...failed.filter(({ share }) => share <= 1)];
  return {
    ran: ran.length,
    ranAndPredictedToFit: ran.filter(({ share }) => share <= 1).length,
    failed: failed.length,
    failedAndPredictedNotToFit: failed.filter(({ share }) => share > 1).length,
    contradictions: wrong.map(({ row, share }) => ({ row: row.id, outcome: row.outcome, peakShare: share })),
    contradictedBetween: contradicted ? [contradicted.highestRan.row.id, contradicted.lowestFailed.row.id] : [],
  };
}
