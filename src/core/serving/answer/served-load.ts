import { type Demand, peakRequestsPerSecond } from "../../economics/demand.ts";
import { billOfFleet, type FleetPlan, fleetPlan, millionOutputTokensPerMonth } from "../../economics/fleet.ts";
import { type Bill, billAtFullUse, billPerUnit } from "../../economics/quote.ts";
import type { Band } from "../../units/band.ts";
import type { Deployment } from "../physics/deployment.ts";
import {
  performanceAtRate,
  type PlatformPerformance,
  type ReplicaPerformance,
} from "../physics/platform-performance.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { type LimitBreach, limitBreaches, type Limits } from "./limits.ts";
import { type CannotServe, servedPlatform, servedReplica } from "./served-replica.ts";
import type { AcceptanceInUse, ServingModel } from "./serving-model.ts";
import { type SustainableRate, sustainableRate } from "./sustainable.ts";
import { type TunableSetting, type Tuning, tunePlatform } from "./tuning.ts";

/** What one platform is asked to serve. */
export interface ServingRequest {
  /** Its concurrency counts where there is no demand. */
  readonly workload: ServingWorkload;
  readonly limits: Limits;
  /** Null asks about requests in flight, on the GPUs that there are. */
  readonly demand: Demand | null;
  /** Whether settings are searched for, but for the locked ones. */
  readonly tuned: boolean;
  readonly locked: readonly TunableSetting[];
}

/** A platform with its settings found: of all GPUs that it has or, for a demand, of one rental unit. */
export interface SizedPlatform {
  readonly deployment: Deployment;
  /** Null where settings are taken as they are. */
  readonly tuning: Tuning | null;
}

/** How large a platform is that serves. */
export type ServingSize =
  /** As many GPUs as it was set up with. */
  | { readonly kind: "as-set" }
  /** As many units as the traffic takes, each planned for what it sustains. */
  | { readonly kind: "fleet"; readonly sustained: SustainableRate; readonly plan: FleetPlan }
  /** Not even one request in flight keeps the limits: no number of units serves the traffic. */
  | { readonly kind: "no-fleet" };

/** A platform at one load: it serves, within the limits or not, or it cannot. */
export type ServedLoad = Serves | CannotServe;

export interface Serves {
  readonly kind: "serves";
  /** With the GPUs of all units. */
  readonly deployment: Deployment;
  /** As it is served: for a demand at its busiest moment. */
  readonly workload: ServingWorkload;
  readonly acceptance: AcceptanceInUse;
  readonly performance: PlatformPerformance;
  readonly breaches: readonly LimitBreach[];
  readonly size: ServingSize;
  /** GPU-hours for a million output tokens: at full use or, for a demand, with the idle time; null without a fleet for it. */
  readonly bill: Bill | null;
}

/** Finds a platform's settings, where that is asked. */
export function sizePlatform(
  model: ServingModel,
  request: ServingRequest,
  deployment: Deployment,
  rentalUnitGpus: number,
): SizedPlatform {
  const { workload, limits, demand, tuned, locked } = request;
  const asked = demand === null ? deployment : { ...deployment, gpuCount: rentalUnitGpus };
  if (!tuned) return { deployment: asked, tuning: null };
  const tuning = tunePlatform(model, workload, limits, asked, locked, demand === null ? "load" : "demand");
  return { deployment: tuning.deployment, tuning };
}

export function limitsKey({ tpotSeconds, tpotBasis, ttftSeconds, requestSeconds }: Limits): string {
  return `${tpotSeconds} ${tpotBasis} ${ttftSeconds} ${requestSeconds}`;
}

/**
 * A sized platform at any load, all else as asked: of requests in flight or, where there is a demand, of its mean
 * requests per second. Tuned settings stay those of the load that was asked about.
 */
export function servedAt(
  model: ServingModel,
  request: ServingRequest,
  { deployment }: SizedPlatform,
): (load: number) => ServedLoad {
  const { workload, limits, demand } = request;
  const platform = servedPlatform(model, workload, deployment);
  if (platform.kind === "cannot") return () => platform;
  const { acceptance, at } = platform;
  const asSet = (concurrency: number, size: ServingSize): Serves => {
    const performance = at(concurrency);
    const { outputTokensPerSecond, outputTokensPerSecondBand } = performance;
    const bill =
      size.kind === "no-fleet"
        ? null
        : billAtFullUse(deployment.gpuCount, outputTokensPerSecond, outputTokensPerSecondBand);
    const breaches = limitBreaches(limits, performance);
    return {
      kind: "serves",
      deployment,
      workload: { ...workload, concurrency },
      acceptance,
      performance,
      breaches,
      size,
      bill,
    };
  };
  if (demand === null) return (concurrency) => asSet(concurrency, { kind: "as-set" });
  const replica = servedReplica(model, workload, deployment);
  if (replica.kind === "cannot") return () => replica;
  const result = sustainableRate(replica.performance, workload, limits);
  if (result.kind !== "sustains") return () => asSet(1, { kind: "no-fleet" });
  const unit = { deployment, replica: replica.performance, replicas: platform.replicas, sustained: result.rate };
  return (requestsPerSecond) => {
    const fleet = fleetFor(unit, workload, limits, { ...demand, requestsPerSecond });
    return { kind: "serves", acceptance, ...fleet };
  };
}

/** A rental unit, and what each of its replicas sustains. */
interface SustainingUnit {
  readonly deployment: Deployment;
  readonly replica: ReplicaPerformance;
  readonly replicas: number;
  readonly sustained: SustainableRate;
}

/** As many units as a demand needs, at its busiest moment. */
function fleetFor(
  { deployment, replica, replicas: replicasPerUnit, sustained }: SustainingUnit,
  workload: ServingWorkload,
  limits: Limits,
  demand: Demand,
): Omit<Serves, "kind" | "acceptance"> {
  const { gpuCount: gpus } = deployment;
  const perUnit = sustained.requestsPerSecond * replicasPerUnit;
  const plan = fleetPlan({ gpus, requestsPerSecond: perUnit }, demand);
  const performance = performanceAtRate(replica, plan.units * replicasPerUnit, workload, peakRequestsPerSecond(demand));
  const { outputTokensPerSecond, outputTokensPerSecondBand } = performance;
  const perUnitBand: Band = [
    (perUnit * outputTokensPerSecondBand[0]) / outputTokensPerSecond,
    (perUnit * outputTokensPerSecondBand[1]) / outputTokensPerSecond,
  ];
  const millions = millionOutputTokensPerMonth(demand, workload.outputTokens);
  return {
    deployment: { ...deployment, gpuCount: plan.units * gpus },
    workload: { ...workload, concurrency: performance.requestsPerSecond * performance.requestSeconds },
    performance,
    breaches: limitBreaches(limits, performance),
    size: { kind: "fleet", sustained, plan },
    bill: billPerUnit(billOfFleet(plan, demand, perUnitBand), millions),
  };
}
