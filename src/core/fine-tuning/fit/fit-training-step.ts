import { at } from "../../numerics/at.ts";
import { leastSquares, reuseLast, softL1 } from "../../numerics/least-squares.ts";
import type { Prior } from "../../serving/fit/parameter-vector.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { isTimed, type MeasuredFineTuningRow, setupOfRow, type TimedRow } from "./measured-fine-tuning-row.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import type { FineTuningAssumptions, TrainingStepParameters } from "../physics/fine-tuning-parameters.ts";
import { trainingStep } from "../physics/training-step.ts";

export const TRAINING_STEP_PARAMETERS = [
  "computeEfficiency",
  "elementwiseBytesPerUnit",
  "fusedShare",
  "compileShareUnderCheckpointing",
  "secondsPerMicroBatch",
  "gatherBytesPerSecond",
  "overlapExponent",
  "naiveFp8Factor",
] as const satisfies readonly (keyof TrainingStepParameters)[];

export type TrainingStepPriors = Readonly<Record<keyof TrainingStepParameters, Prior>>;

/** What rows are read with. */
export interface FineTuningContext {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly assumptions: FineTuningAssumptions;
  readonly stepPriors: TrainingStepPriors;
}

export type FittedTrainingSteps = Readonly<Record<string, TrainingStepParameters>>;

/** Standard deviation of log residuals: settings differ in more than the model has terms for. */
const STEP_SPREAD = 0.04;

/**
 * How far GPUs scatter around common parameters, on the fit scale. Efficiencies depend on a GPU's kernels; the traffic
 * and the overheads are those of the software, the same everywhere. How compile and checkpointing work together differs
 * between the two stacks that were measured.
 */
const BETWEEN_GPUS_SPREAD: Readonly<Record<keyof TrainingStepParameters, number>> = {
  computeEfficiency: 0.4,
  elementwiseBytesPerUnit: 0.1,
  fusedShare: 0.1,
  compileShareUnderCheckpointing: 3,
  secondsPerMicroBatch: 0.7,
  gatherBytesPerSecond: 0.3,
  overlapExponent: 0.01,
  naiveFp8Factor: 0.2,
};

/** Highest value a parameter can take; null for those above 0 without a bound. */
function ceilingOf(parameter: keyof TrainingStepParameters, { computeCeiling }: FineTuningAssumptions): number | null {
  switch (parameter) {
    case "computeEfficiency":
      return computeCeiling;
    case "fusedShare":
    case "compileShareUnderCheckpointing":
      return 1;
    default:
      return null;
  }
}

function isAboveOne(parameter: keyof TrainingStepParameters): boolean {
  return parameter === "naiveFp8Factor" || parameter === "overlapExponent";
}

function toFitScale(
  parameter: keyof TrainingStepParameters,
  value: number,
  assumptions: FineTuningAssumptions,
): number {
  const ceiling = ceilingOf(parameter, assumptions);
  // Neither a slowdown nor a p-norm is below 1.
  if (isAboveOne(parameter)) return Math.log(value - 1);
  return ceiling === null ? Math.log(value) : Math.log(value / (ceiling - value));
}

function fromFitScale(parameter: keyof TrainingStepParameters, x: number, assumptions: FineTuningAssumptions): number {
  const ceiling = ceilingOf(parameter, assumptions);
  if (isAboveOne(parameter)) return 1 + Math.exp(x);
  return ceiling === null ? Math.exp(x) : ceiling / (1 + Math.exp(-x));
}

export function stepSecondsOfRow(
  row: MeasuredFineTuningRow,
  steps: FittedTrainingSteps,
  context: FineTuningContext,
): number {
  return trainingStep(setupOfRow(row, context), stepParametersOf(steps, row.gpuId)).stepSeconds;
}

/** @throws RangeError for a GPU that nothing was fitted for. */
export function stepParametersOf(steps: FittedTrainingSteps, gpuId: string): TrainingStepParameters {
  const parameters = steps[gpuId];
  if (!parameters) throw new RangeError(`unknown GPU: ${gpuId}`);
  return parameters;
}

interface TrainingStepFit {
  readonly steps: FittedTrainingSteps;
  /** The timed rows, each with 1 - its leverage. Its residual over this is what a fit without it would leave. */
  readonly timed: readonly { readonly row: TimedRow; readonly freedom: number }[];
}

/** Fits all GPUs at once: each one's parameters scatter around common ones, which priors hold where no row speaks. */
export function fitTrainingSteps(rows: readonly MeasuredFineTuningRow[], context: FineTuningContext): TrainingStepFit {
  const { assumptions, stepPriors } = context;
  const gpuIds = [...context.gpus.keys()];
  const timedByGpu = gpuIds.map((id) => rows.filter(isTimed).filter(({ gpuId }) => gpuId === id));
  const n = TRAINING_STEP_PARAMETERS.length;
  const centers = TRAINING_STEP_PARAMETERS.map((p) => toFitScale(p, stepPriors[p].center, assumptions));
  const parametersIn = (own: readonly number[]): TrainingStepParameters =>
    Object.fromEntries(
      TRAINING_STEP_PARAMETERS.map((p, i) => [p, fromFitScale(p, at(own, i), assumptions)]),
    ) as unknown as TrainingStepParameters;
  const ownOf = (x: readonly number[], gpu: number): readonly number[] => x.slice(n * (gpu + 1), n * (gpu + 2));
  const dataResiduals = timedByGpu.map((own) =>
    reuseLast((x: readonly number[]) => {
      const parameters = parametersIn(x);
      return own.map((row) => {
        const predicted = trainingStep(setupOfRow(row, context), parameters).stepSeconds;
        return softL1(Math.log(predicted / row.stepSeconds) / STEP_SPREAD);
      });
    }),
  );
  const { parameters: x, influence } = leastSquares(
    (all) => [
      ...dataResiduals.flatMap((residualsOf, gpu) => residualsOf(ownOf(all, gpu))),
      ...TRAINING_STEP_PARAMETERS.flatMap((p, i) => [
        (at(all, i) - at(centers, i)) / stepPriors[p].logSpread,
        ...gpuIds.map((_, gpu) => (at(all, n * (gpu + 1) + i) - at(all, i)) / BETWEEN_GPUS_SPREAD[p]),
      ]),
    ],
    [...centers, ...gpuIds.flatMap(() => centers)],
  );
  const pulls = influence();
  return {
    steps: Object.fromEntries(gpuIds.map((id, gpu) => [id, parametersIn(ownOf(x, gpu))])),
    // In the order of the residuals: GPU by GPU.
    timed: timedByGpu.flat().map((row, i) => ({
      row,
      freedom: 1 - at(pulls, i).reduce((sum, value) => sum + value * value, 0),
    })),
  };
}
