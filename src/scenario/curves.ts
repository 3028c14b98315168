import { evidenceOf, isExtrapolated } from "../core/serving/fit/evidence.ts";
import { measuredDots, type MeasuredDot } from "../core/serving/fit/measured-dots.ts";
import type { PlatformPerformance } from "../core/serving/physics/platform-performance.ts";
import type { Band } from "../core/units/band.ts";
import { servingModel } from "../catalog/serving-model.ts";
import { concurrencyGrid } from "../core/serving/answer/load-flips.ts";
import type { PlatformOffer } from "../core/serving/answer/platform-evaluation.ts";
import { predictionsAt, relativeCosts } from "./evaluation.ts";
import { SCENARIO_RANGES, type Scenario } from "./scenario.ts";

/** One platform's steady state at one load; null where it cannot serve it. */
export interface CurvePoint {
  readonly concurrency: number;
  readonly costPerMillionOutputTokens: number | null;
  /** Over the cheapest platform at the same load. */
  readonly relativeCost: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly outputTokensPerSecondBand: Band | null;
  readonly stepSecondsBand: Band | null;
  readonly tpotSeconds: number | null;
  readonly stepSeconds: number | null;
  /** Least time of a step with any engine, on the fullest replica. */
  readonly floorStepSeconds: number | null;
  readonly ttftSeconds: number | null;
  readonly requestSeconds: number | null;
  /** Whether all of this lies outside what was measured on the GPU. */
  readonly extrapolated: boolean;
}

/** A platform's modelled line over the whole range of loads, and the published rows of its settings. */
export interface PlatformCurve {
  readonly gpu: string;
  readonly points: readonly CurvePoint[];
  readonly dots: readonly MeasuredDot[];
}

const POINTS_PER_OCTAVE = 4;

const curveLists = new WeakMap<Scenario, readonly PlatformCurve[]>();

/** A curve for each compared platform, or one rental unit of it where there is a demand, computed once for each scenario object; its own concurrency plays no part. */
export function curvesOf(scenario: Scenario): readonly PlatformCurve[] {
  const known = curveLists.get(scenario);
  if (known) return known;
  const curves = computeCurves(scenario);
  curveLists.set(scenario, curves);
  return curves;
}

function computeCurves(scenario: Scenario): readonly PlatformCurve[] {
  const { min, max } = SCENARIO_RANGES.concurrency;
  const loads = concurrencyGrid(min, max, POINTS_PER_OCTAVE).map((concurrency) => {
    const predictions = predictionsAt(scenario, concurrency);
    return { concurrency, predictions, relativeCost: relativeCosts(predictions) };
  });
  return scenario.platforms
    .filter((platform) => platform.compared)
    .map((platform, index) => {
      // As tuned, where settings are.
      const { offer } = loads[0]!.predictions[index]!;
      return {
        gpu: platform.gpu,
        points: loads.map(({ concurrency, predictions, relativeCost }) => {
          const { performance, costPerMillionOutputTokens } = predictions[index]!;
          return {
            concurrency,
            costPerMillionOutputTokens,
            relativeCost: relativeCost.get(platform.gpu) ?? null,
            outputTokensPerSecond: performance?.outputTokensPerSecond ?? null,
            outputTokensPerSecondBand: performance?.outputTokensPerSecondBand ?? null,
            stepSecondsBand: performance?.stepSecondsBand ?? null,
            tpotSeconds: performance?.tpotSeconds ?? null,
            stepSeconds: performance?.stepSeconds ?? null,
            floorStepSeconds: performance?.floorStepSeconds ?? null,
            ttftSeconds: performance?.ttftSeconds ?? null,
            requestSeconds: performance?.requestSeconds ?? null,
            extrapolated: performance !== null && isExtrapolatedAt(scenario, offer, concurrency, performance),
          };
        }),
        dots: measuredDots(servingModel.rows, scenario.workload, offer, servingModel.conditions),
      };
    });
}

function isExtrapolatedAt(
  { workload }: Scenario,
  offer: PlatformOffer,
  concurrency: number,
  { busiest }: PlatformPerformance,
): boolean {
  const { rows, conditions } = servingModel;
  return isExtrapolated(evidenceOf(rows, { ...workload, concurrency }, offer, conditions, busiest.runningRequests));
}
