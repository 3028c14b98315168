import type { FirstChunkParameters, KvHolding, StepParameters } from "../physics/parameters.ts";
import { prefillTime } from "../physics/prefill.ts";
import { leastSquares, softL1 } from "../../numerics/least-squares.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { budgetOfRow, gpuOf, runningInRow, type CalibrationContext } from "./row-prediction.ts";

/** Before any row: a few milliseconds of HTTP and tokenizing, and one or two steps until a busy engine takes a request up. */
const HANDLING_CENTER_SECONDS = 0.005;
const STEPS_WAITED_CENTER = 1.5;
/** Of the logarithm: a factor of about three. */
const PRIOR_SPREAD = 1;
/** First-chunk times of one setting scatter by about 15 % between runs and settings. */
const TTFT_SPREAD = 0.15;

/**
 * Fits what a request waits for its first chunk besides its prefill and one step, on the rows where none queues.
 * The rows give medians; with nothing waiting, mean and median are taken as one.
 *
 * @param rows Steady rows of one GPU.
 */
export function fitFirstChunk(
  rows: readonly MeasuredServingRow[],
  step: StepParameters,
  kvHolding: KvHolding,
  context: CalibrationContext,
): FirstChunkParameters {
  const { llm, engine } = context;
  const unqueued = rows.flatMap((row) => {
    const running = runningInRow(row, budgetOfRow(row, context), kvHolding);
    if (row.ttftMedianSeconds === null || running < row.concurrencyPerReplica) return [];
    const workload = workloadOfRow(row);
    const deployment = deploymentOfRow(row);
    return {
      running,
      stepSeconds: row.chunkGapMedianSeconds!,
      prefillSeconds: prefillTime(gpuOf(row, context), llm, workload, deployment, step, engine).totalSeconds,
      ttftSeconds: row.ttftMedianSeconds,
    };
  });
  const centers = [Math.log(HANDLING_CENTER_SECONDS), Math.log(STEPS_WAITED_CENTER)];
  const { parameters } = leastSquares(
    (x) => [
      ...unqueued.map((row) => {
        const steps = 1 + Math.exp(x[1]!) * (1 - 1 / row.running);
        const predicted = Math.exp(x[0]!) + row.prefillSeconds + steps * row.stepSeconds;
        return softL1(Math.log(predicted / row.ttftSeconds) / TTFT_SPREAD);
      }),
      ...centers.map((center, i) => (x[i]! - center) / PRIOR_SPREAD),
    ],
    centers,
  );
  return { handlingSeconds: Math.exp(parameters[0]!), stepsWaited: Math.exp(parameters[1]!) };
}
