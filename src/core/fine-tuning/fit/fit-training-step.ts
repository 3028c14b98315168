import { leastSquares, reuseLast, softL1 } from "../../numerics/least-squares.ts";
import type { Prior } from "../../serving/fit/parameter-vector.ts";
import type { Gpu } from "../../facts/gpu.ts";
import {
  deploymentOfTrainingRow,
  isTimed,
  runOfTrainingRow,
  type MeasuredTrainingRow,
} from "./measured-training-row.ts";
import type { TrainableLlm } from "../physics/trainable-llm.ts";
import type { TrainingAssumptions, TrainingStepParameters } from "../physics/training-parameters.ts";
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
export interface TrainingContext {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: TrainableLlm;
  readonly assumptions: TrainingAssumptions;
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
function ceilingOf(parameter: keyof TrainingStepParameters, { computeCeiling }: TrainingAssumptions): number | null {
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

function toFitScale(parameter: keyof TrainingStepParameters, value: number, assumptions: TrainingAssumptions): number {
  const ceiling = ceilingOf(parameter, assumptions);
  // Neither a slowdown nor a p-norm is below 1.
  if (isAboveOne(parameter)) return Math.log(value - 1);
  return ceiling === null ? Math.log(value) : Math.log(value / (ceiling - value));
}

function fromFitScale(parameter: keyof TrainingStepParameters, x: number, assumptions: TrainingAssumptions): number {
  const ceiling = ceilingOf(parameter, assumptions);
  if (isAboveOne(parameter)) return 1 + Math.exp(x);
  return ceiling === null ? Math.exp(x) : ceiling / (1 + Math.exp(-x));
}

export function stepSecondsOfRow(
  row: MeasuredTrainingRow,
  parameters: TrainingStepParameters,
  { gpus, llm, assumptions }: TrainingContext,
): number {
  const gpu = gpus.get(row.gpuId);
  if (!gpu) throw new RangeError(`unknown GPU: ${row.gpuId}`);
  return trainingStep(gpu, llm, runOfTrainingRow(row), deploymentOfTrainingRow(row), parameters, assumptions)
    .stepSeconds;
}

export interface TrainingStepFit {
  readonly steps: FittedTrainingSteps;
  /** For each timed row, by id: 1 - its leverage. Its residual over this is what a fit without it would leave. */
  readonly freedoms: ReadonlyMap<string, number>;
}

/** Fits all GPUs at once: each one's parameters scatter around common ones, which priors hold where no row speaks. */
export function fitTrainingSteps(rows: readonly MeasuredTrainingRow[], context: TrainingContext): TrainingStepFit {
  const timed = rows.filter(isTimed);
  const { assumptions, stepPriors } = context;
  const gpuIds = [...context.gpus.keys()];
  const n = TRAINING_STEP_PARAMETERS.length;
  const centers = TRAINING_STEP_PARAMETERS.map((p) => toFitScale(p, stepPriors[p].center, assumptions));
  const parametersIn = (own: readonly number[]): TrainingStepParameters =>
    Object.fromEntries(
      TRAINING_STEP_PARAMETERS.map((p, i) => [p, fromFitScale(p, own[i]!, assumptions)]),
    ) as unknown as TrainingStepParameters;
  const ownOf = (x: readonly number[], gpu: number): readonly number[] => x.slice(n * (gpu + 1), n * (gpu + 2));
  const dataResiduals = gpuIds.map((id) => {
    const own = timed.filter(({ gpuId }) => gpuId === id);
    return reuseLast((x: readonly number[]) => {
      const parameters = parametersIn(x);
      return own.map((row) =>
        softL1(Math.log(stepSecondsOfRow(row, parameters, context) / row.stepSeconds) / STEP_SPREAD),
      );
    });
  });
  const { parameters: x, influence } = leastSquares(
    (at) => [
      ...dataResiduals.flatMap((residualsOf, gpu) => residualsOf(ownOf(at, gpu))),
      ...TRAINING_STEP_PARAMETERS.flatMap((p, i) => [
        (at[i]! - centers[i]!) / stepPriors[p].logSpread,
        ...gpuIds.map((_, gpu) => (at[n * (gpu + 1) + i]! - at[i]!) / BETWEEN_GPUS_SPREAD[p]),
      ]),
    ],
    [...centers, ...gpuIds.flatMap(() => centers)],
  );
  const pulls = influence();
  return {
    steps: Object.fromEntries(gpuIds.map((id, gpu) => [id, parametersIn(ownOf(x, gpu))])),
    // In the order of the residuals: GPU by GPU.
    freedoms: new Map(
      gpuIds
        .flatMap((id) => timed.filter(({ gpuId }) => gpuId === id))
        .map((row, i) => [row.id, 1 - pulls[i]!.reduce((sum, value) => sum + value * value, 0)]),
    ),
  };
}
