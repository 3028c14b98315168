import type { Deployment } from "./deployment.ts";
import type { RequestLengths } from "./serving-workload.ts";
import type { PlatformModel } from "./platform-model.ts";
import { stepFloor } from "./floor.ts";
import { meanLiveTokens } from "./kv-cache.ts";
import { stepSituation, stepTime } from "./step-time.ts";

/** Batches up to here are knots each; beyond there are four to a doubling, so that the measured batches are among them. */
const DENSE_KNOTS = 8;
const KNOTS_PER_DOUBLING = 4;

function knotAt(index: number): number {
  return index < DENSE_KNOTS ? index + 1 : DENSE_KNOTS * 2 ** ((index - DENSE_KNOTS + 1) / KNOTS_PER_DOUBLING);
}

/** Index of the last knot at or below a batch of one or more. */
function knotBelow(batch: number): number {
  if (batch < DENSE_KNOTS) return Math.floor(batch) - 1;
  const index = DENSE_KNOTS - 1 + Math.floor(KNOTS_PER_DOUBLING * Math.log2(batch / DENSE_KNOTS));
  // The logarithm may be off by its last digit either way.
  if (knotAt(index + 1) <= batch) return index + 1;
  return knotAt(index) > batch ? index - 1 : index;
}

/**
 * A step's own time (without other requests' prompts) over the batch, as measurements correct it.
 *
 * What is measured scatters; between its cells and beyond them the correction could bend the curve so far that a larger
 * batch takes less time, or makes fewer tokens a second. Neither happens on a GPU, so each knot is held between the time
 * of the knot before and the time that leaves its tokens per second where they were, and straight lines join the knots:
 * along them neither can happen either.
 */
interface StepCurve {
  readonly ownSecondsAt: (batch: number) => number;
  /** Standard deviation of the log of what would be measured there. */
  readonly deviationAt: (batch: number) => number;
}

/** @param expectedAt What physics, measurements and the floor make of a batch by itself. */
function heldCurve(expectedAt: (batch: number) => number): StepCurve["ownSecondsAt"] {
  const knots: number[] = [];
  const addKnot = (): void => {
    const index = knots.length;
    const expected = expectedAt(knotAt(index));
    const last = knots[index - 1];
    knots.push(
      last === undefined ? expected : Math.max(last, Math.min(expected, (last * knotAt(index)) / knotAt(index - 1))),
    );
  };
  return (batch) => {
    const index = knotBelow(Math.max(1, batch));
    while (knots.length <= index + 1) addKnot();
    return between(index, batch, (knot) => knots[knot]!);
  };
}

function remembered(valueAt: (knot: number) => number): (knot: number) => number {
  const values = new Map<number, number>();
  return (knot) => {
    let value = values.get(knot);
    if (value === undefined) values.set(knot, (value = valueAt(knot)));
    return value;
  };
}

/** A smooth quantity over the batch: worked out at the knots beside the batches asked for, straight lines between them. */
function alongKnots(valueAt: (batch: number) => number): (batch: number) => number {
  const knownAt = remembered(valueAt);
  return (batch) => between(knotBelow(Math.max(1, batch)), batch, (index) => knownAt(knotAt(index)));
}

/** On the straight line between the values at a knot and at the next; below the first knot its value. */
function between(index: number, batch: number, valueAt: (index: number) => number): number {
  const low = knotAt(index);
  const value = valueAt(index);
  if (batch <= low) return value;
  return value + ((batch - low) / (knotAt(index + 1) - low)) * (valueAt(index + 1) - value);
}

/** What was worked out for one model object. */
interface KnownCurves {
  /** By all that a curve depends on. */
  readonly curves: Map<string, StepCurve>;
  /** Mean log residuals at the knots, by the settings alone: other lengths have the same. */
  readonly logRatios: Map<string, (knot: number) => number>;
}

const knownOfModels = new WeakMap<PlatformModel, KnownCurves>();
/** A search goes through a few hundred settings; without an end a page left open would keep them all. */
const MOST_CURVES = 2000;

/** The curve of a deployment under a workload, remembered for each model object. */
export function stepCurveOf(model: PlatformModel, workload: RequestLengths, deployment: Deployment): StepCurve {
  let known = knownOfModels.get(model);
  if (!known) knownOfModels.set(model, (known = { curves: new Map(), logRatios: new Map() }));
  const { curves, logRatios } = known;
  const { draftLength, lora, kvCache, weights, tensorParallel } = deployment;
  const settings = [draftLength, lora, kvCache, weights, tensorParallel].join();
  // Of the lengths only the live context matters here.
  const key = `${meanLiveTokens(workload)},${settings}`;
  let curve = curves.get(key);
  if (curve) return curve;
  const { gpu, llm, parameters, engine, residuals } = model;
  const situation = stepSituation(llm, workload, deployment, 1);
  let logRatioAt = logRatios.get(settings);
  if (!logRatioAt) logRatios.set(settings, (logRatioAt = remembered(residuals.meanAlong(situation))));
  const ownSecondsAt = heldCurve((batch) => {
    const physics = stepTime(gpu, llm, workload, deployment, parameters.step, engine, batch, 1, 0).totalSeconds;
    const floor = stepFloor(gpu, llm, workload, deployment, engine, batch).totalSeconds;
    return Math.max(floor, physics * Math.exp(logRatioAt(batch)));
  });
  const deviationAt = alongKnots((batch) => residuals.deviationAt({ ...situation, runningRequests: batch }));
  curve = { ownSecondsAt, deviationAt };
  if (curves.size >= MOST_CURVES) curves.clear();
  curves.set(key, curve);
  return curve;
}
