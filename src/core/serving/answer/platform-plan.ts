import type { Demand } from "../../economics/demand.ts";
import { peakRequestsPerSecond } from "../../economics/demand.ts";
import { replicaCount } from "../physics/deployment.ts";
import { type FleetPlan, fleetPlan, type RentalUnit } from "../../economics/fleet.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import type { Limits } from "./limits.ts";
import {
  type PlatformOffer,
  type PlatformPrediction,
  predictPlatform,
  type ServingModel,
} from "./platform-evaluation.ts";
import { type SustainableRate, sustainableRate } from "./sustainable.ts";
import { type TunableSetting, type Tuning, tunePlatform } from "./tuning.ts";

/** An offer with the terms on which it is rented, and what tuning may not touch. */
export interface PlatformTerms extends PlatformOffer {
  readonly reservedPricePerGpuHour: number | null;
  readonly spotPricePerGpuHour: number | null;
  readonly rentalUnitGpus: number;
  readonly lockedSettings: readonly TunableSetting[];
}

/** What is asked of all platforms alike. */
export interface PlanRequest {
  /** Its concurrency counts where there is no demand. */
  readonly workload: ServingWorkload;
  readonly limits: Limits;
  readonly demand: Demand | null;
  readonly tuned: boolean;
}

/** A platform's settings and size as they come out of a request, before it is evaluated. */
export interface SizedPlatform {
  readonly offer: PlatformOffer;
  readonly tuning: Tuning | null;
  /** What one replica sustains of a demand's requests; null without a demand, or where it cannot serve any. */
  readonly sustained: SustainableRate | null;
}

/** Searches the settings, where that is asked, and finds what a replica sustains: all that no amount of demand changes. */
export function sizePlatform(model: ServingModel, request: PlanRequest, terms: PlatformTerms): SizedPlatform {
  const { workload, limits, demand, tuned } = request;
  const asked = demand === null ? terms : { ...terms, gpuCount: terms.rentalUnitGpus };
  const goal = demand === null ? "load" : "demand";
  const tuning = tuned ? tunePlatform(model, workload, limits, asked, terms.lockedSettings, goal) : null;
  const offer = tuning?.offer ?? asked;
  const isWhole = Number.isInteger(replicaCount(offer));
  if (demand === null || !isWhole) return { offer, tuning, sustained: null };
  const result = sustainableRate(model, workload, limits, offer);
  return { offer, tuning, sustained: result.kind === "sustains" ? result.rate : null };
}

/** Predicts a sized platform: at the load in flight, or with as many units as the demand needs at its busiest moment. */
export function predictSized(
  model: ServingModel,
  { workload, limits, demand }: PlanRequest,
  terms: PlatformTerms,
  { offer, sustained }: SizedPlatform,
): { readonly prediction: PlatformPrediction; readonly workload: ServingWorkload } {
  if (demand === null) return { prediction: predictPlatform(model, workload, limits, offer), workload };
  if (sustained === null) {
    const single = { ...workload, concurrency: 1 };
    return { prediction: predictPlatform(model, single, limits, offer), workload: single };
  }
  const replicasPerUnit = offer.gpuCount / offer.tensorParallel;
  const unit: RentalUnit = {
    gpus: offer.gpuCount,
    requestsPerSecond: sustained.requestsPerSecond * replicasPerUnit,
    prices: {
      onDemand: terms.pricePerGpuHour,
      reserved: terms.reservedPricePerGpuHour,
      spot: terms.spotPricePerGpuHour,
    },
  };
  const planAt = (rateFactor: number): FleetPlan =>
    fleetPlan({ ...unit, requestsPerSecond: unit.requestsPerSecond * rateFactor }, demand, workload.outputTokens);
  const fleet = planAt(1);
  const replicas = fleet.units * replicasPerUnit;
  const perReplica = peakRequestsPerSecond(demand) / replicas;
  const inFlight = inFlightForRate(model, workload, limits, offer, perReplica, sustained.inFlight);
  const fleetOffer = { ...offer, gpuCount: fleet.units * offer.gpuCount };
  // A replica has whole requests in flight; of a small demand some replicas have none.
  const atPeak = { ...workload, concurrency: Math.max(1, Math.round(inFlight * replicas)) };
  const prediction = predictPlatform(model, atPeak, limits, fleetOffer);
  if (prediction.performance === null) return { prediction, workload: atPeak };
  const { costPerMillionOutputTokens } = fleet;
  const { outputTokensPerSecond, outputTokensPerSecondBand } = prediction.performance;
  const [slowest, fastest] = outputTokensPerSecondBand.map(
    (rate) => planAt(rate / outputTokensPerSecond).costPerMillionOutputTokens,
  );
  const costBand = [fastest!, slowest!] as const;
  return { prediction: { ...prediction, fleet, costPerMillionOutputTokens, costBand }, workload: atPeak };
}

/** Requests in flight on a replica that serves so many a second, by Little's law between whole numbers of them. */
function inFlightForRate(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
  requestsPerSecond: number,
  most: number,
): number {
  const rateAt = (concurrency: number): number =>
    predictPlatform(model, { ...workload, concurrency }, limits, { ...offer, gpuCount: offer.tensorParallel })
      .performance!.requestsPerSecond;
  const single = rateAt(1);
  if (requestsPerSecond <= single) return requestsPerSecond / single;
  let [low, high] = [1, most];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (rateAt(middle) < requestsPerSecond) low = middle;
    else high = middle;
  }
  return high;
}
