import { evidenceOf, isExtrapolated } from "../../core/serving/fit/evidence.ts";
import { measuredDots, type MeasuredDot } from "../../core/serving/fit/measured-dots.ts";
import { wholeLogGrid } from "../../core/numerics/log-grid.ts";
import type { ServingRequest } from "../../core/serving/answer/served-load.ts";
import { type LoadedPlatform, loadedPlatform } from "../../core/serving/answer/serving-delivery.ts";
import type { PlatformPerformance } from "../../core/serving/physics/platform-performance.ts";
import type { ServingStudy } from "../../study/serving-study.ts";
import { comparisonOf } from "../comparison.ts";
import {
  candidateAt,
  deploymentOf,
  type ServingAsked,
  type ServingPlatform,
  servingPlatforms,
} from "./serving-platforms.ts";
import { SERVING_RANGES } from "./serving-schema.ts";

/** One platform's steady state at one load. */
export type CurvePoint = CurveServed | { readonly kind: "cannot"; readonly concurrency: number };

export interface CurveServed {
  readonly kind: "serves";
  readonly concurrency: number;
  readonly performance: PlatformPerformance;
  /** Null without a price. */
  readonly costPerMillionOutputTokens: number | null;
  /** Over the cheapest platform at the same load. */
  readonly relativeCost: number | null;
  /** Whether all of this lies outside what was measured on the GPU. */
  readonly extrapolated: boolean;
}

/** A platform's modelled line over the whole range of loads, and the published rows of its settings. */
export interface PlatformCurve {
  readonly id: string;
  readonly points: readonly CurvePoint[];
  readonly dots: readonly MeasuredDot[];
}

const POINTS_PER_OCTAVE = 4;

/**
 * A curve over requests in flight for each platform, or for one rental unit of it where there is a demand; the load asked
 * about plays no part, but that tuned settings are those of it.
 */
export function curvesOf(study: ServingStudy, asked: ServingAsked): readonly PlatformCurve[] {
  const { rows } = study.model;
  const platforms = servingPlatforms(study, asked).map((platform) => inFlight(study, platform));
  const { min, max } = SERVING_RANGES.concurrency;
  const loads = wholeLogGrid(min, max, POINTS_PER_OCTAVE).map((concurrency) => {
    const candidates = platforms.map((platform) => candidateAt(platform, platform.loaded.at(concurrency)));
    // Lines are compared where they are, whatever the limits.
    const unlimited = candidates.map((own) => ({ ...own, withinLimits: own.bill !== null }));
    return { concurrency, costs: comparisonOf(unlimited, asked.tieThresholdFraction).platforms };
  });
  return platforms.map(({ row, loaded }, index): PlatformCurve => {
    const { deployment } = loaded.sized;
    const points = loads.map(({ concurrency, costs }): CurvePoint => {
      const served = loaded.at(concurrency);
      if (served.kind === "cannot") return { kind: "cannot", concurrency };
      const { performance, workload } = served;
      const { quote = null, relativeCost = null } = costs[index] ?? {};
      return {
        kind: "serves",
        concurrency,
        performance,
        costPerMillionOutputTokens: quote?.kind === "priced" ? quote.cost : null,
        relativeCost,
        extrapolated: isExtrapolated(evidenceOf(rows, workload, deployment, performance.busiest.runningRequests)),
      };
    });
    return { id: row.id, points, dots: measuredDots(rows, asked.choice.workload, deployment) };
  });
}

/** A demand's platform as one rental unit with requests in flight; another as it is. */
function inFlight(study: ServingStudy, platform: ServingPlatform): ServingPlatform {
  const { request, row, loaded } = platform;
  if (request.demand === null) return platform;
  const asSet: ServingRequest = { ...request, demand: null, tuned: false };
  const unit: LoadedPlatform = loadedPlatform(study.model, asSet, loaded.sized.deployment, row.offer.rentalUnitGpus);
  return { ...platform, request: asSet, loaded: unit, deployment: deploymentOf(row) };
}
