import type { Deployment } from "./deployment.ts";
import type { RequestLengths } from "./serving-workload.ts";
import type { PlatformModel } from "./platform-model.ts";
import { meanLiveTokens } from "./kv-cache.ts";
import { stepSituation, stepTime } from "./step-time.ts";

/** Batches up to here are knots each; beyond there are two to a doubling, so that the measured batches are among them. */
const DENSE_KNOTS = 4;
const KNOT_RATIO = Math.SQRT2;

function knotAt(index: number): number {
  return index < DENSE_KNOTS ? index + 1 : DENSE_KNOTS * KNOT_RATIO ** (index - DENSE_KNOTS + 1);
}

/** Index of the last knot at or below a batch of one or more. */
function knotBelow(running: number): number {
  if (running < DENSE_KNOTS) return Math.floor(running) - 1;
  const index = DENSE_KNOTS - 1 + Math.floor(Math.log(running / DENSE_KNOTS) / Math.log(KNOT_RATIO));
  // The logarithm may be off by its last digit either way.
  if (knotAt(index + 1) <= running) return index + 1;
  return knotAt(index) > running ? index - 1 : index;
}

interface Knot {
  readonly running: number;
  readonly ownSeconds: number;
}

/**
 * A step's own time (without other requests' prompts) over the running batch, as measurements correct it.
 *
 * What is measured scatters; between its cells and beyond them the correction could bend the curve so far that a larger
 * batch takes less time, or serves less. Neither happens on a GPU, so from one request upwards each knot is held between
 * two bounds: no shorter than the knot before, and no longer than leaves throughput where it was.
 */
export interface StepCurve {
  readonly ownSecondsAt: (running: number) => number;
  /** Standard deviation of the log of what would be measured there. */
  readonly deviationAt: (running: number) => number;
}

/** What a slot's time holds besides its steps, and how many those are: with them a step's time is a throughput. */
interface SlotTime {
  readonly otherSeconds: number;
  readonly stepsAt: (running: number) => number;
}

function correctedCurve(
  ownPhysics: (running: number) => number,
  logRatio: (running: number) => number,
  slot: SlotTime,
): StepCurve["ownSecondsAt"] {
  const knots: Knot[] = [];
  const { otherSeconds, stepsAt } = slot;
  /** Own time at which `running` requests are served as fast as another knot's. */
  const secondsForRateOf = (knot: Knot, running: number): number =>
    ((running / knot.running) * (otherSeconds + stepsAt(knot.running) * knot.ownSeconds) - otherSeconds) /
    stepsAt(running);
  const correctedAt = (running: number): number => ownPhysics(running) * Math.exp(logRatio(running));
  const addKnot = (): void => {
    const running = knotAt(knots.length);
    const corrected = correctedAt(running);
    const last = knots.at(-1);
    const ownSeconds =
      last === undefined ? corrected : Math.max(last.ownSeconds, Math.min(corrected, secondsForRateOf(last, running)));
    knots.push({ running, ownSeconds });
  };
  return (running) => {
    const index = knotBelow(running);
    while (knots.length <= index + 1) addKnot();
    const [low, high] = [knots[index]!, knots[index + 1]!];
    // Step and throughput both lie between those of the two knots.
    const least = Math.max(low.ownSeconds, secondsForRateOf(high, running));
    const most = Math.min(high.ownSeconds, secondsForRateOf(low, running));
    return Math.max(least, Math.min(correctedAt(running), most));
  };
}

/** Each value is worked out once: a dragged slider comes back to the same batches. */
function remembered(compute: (running: number) => number): (running: number) => number {
  const values = new Map<number, number>();
  return (running) => {
    let value = values.get(running);
    if (value === undefined) values.set(running, (value = compute(running)));
    return value;
  };
}

const curvesOfModels = new WeakMap<PlatformModel, Map<string, StepCurve>>();
/** A search goes through a few hundred settings; without an end a page left open would keep them all. */
const MOST_CURVES = 2000;

/**
 * The curve of a deployment under a workload, remembered for each model object.
 *
 * @param decodeSteps Steps of one request after its first chunk.
 */
export function stepCurveOf(
  model: PlatformModel,
  workload: RequestLengths,
  deployment: Deployment,
  decodeSteps: number,
): StepCurve {
  let curves = curvesOfModels.get(model);
  if (!curves) curvesOfModels.set(model, (curves = new Map()));
  const { draftLength, lora, kvCache, weights, tensorParallel } = deployment;
  // Of the lengths only the live context and the steps matter here.
  const key = [meanLiveTokens(workload), decodeSteps, draftLength, lora, kvCache, weights, tensorParallel].join();
  const known = curves.get(key);
  if (known) return known;
  const { gpu, llm, parameters, engine, residuals } = model;
  const situation = stepSituation(llm, workload, deployment, 1);
  const { handlingSeconds, stepsWaited } = parameters.firstChunk;
  const ownSecondsAt = correctedCurve(
    (running) => stepTime(gpu, llm, workload, deployment, parameters.step, engine, running, 1, 0).totalSeconds,
    residuals.meanAlong(situation),
    {
      otherSeconds: handlingSeconds,
      stepsAt: (running) => 1 + stepsWaited * (1 - 1 / running) + decodeSteps,
    },
  );
  const deviationAt = remembered((runningRequests) => residuals.deviationAt({ ...situation, runningRequests }));
  const curve = { ownSecondsAt, deviationAt };
  if (curves.size >= MOST_CURVES) curves.clear();
  curves.set(key, curve);
  return curve;
}
