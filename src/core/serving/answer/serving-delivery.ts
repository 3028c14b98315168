import type { Demand } from "../../economics/demand.ts";
import { evidenceBeside, type Evidence, measuredRowFor } from "../fit/evidence.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import type { Deployment } from "../physics/deployment.ts";
import { onePer, recentlyMade, type RecentlyMade } from "./recently-made.ts";
import {
  type Serves,
  servedAt,
  type ServedLoad,
  type ServingRequest,
  type SizedPlatform,
  sizePlatform,
  limitsKey,
} from "./served-load.ts";
import { type CannotServe, lengthsKey, settingsKey } from "./served-replica.ts";
import type { ServingModel } from "./serving-model.ts";
import type { Tuning } from "./tuning.ts";

/** What a platform does under what is asked, whatever it costs: it delivers, within the limits or not, or it cannot. */
export type ServingDelivery = ServingDelivers | ServingCannot;

export interface ServingDelivers extends Omit<Serves, "kind"> {
  readonly kind: "delivers";
  /** Null where settings are taken as they are. */
  readonly tuning: Tuning | null;
  readonly evidence: Evidence;
  /** The published row that ran just this. */
  readonly measuredRow: MeasuredServingRow | null;
}

interface ServingCannot extends CannotServe {
  readonly deployment: Deployment;
  readonly tuning: Tuning | null;
}

/** Requests in flight or, where there is a demand, its mean requests per second. */
export function loadOf({ demand, workload }: Pick<ServingRequest, "demand" | "workload">): number {
  return demand?.requestsPerSecond ?? workload.concurrency;
}

/** A platform with the settings of the request's own load, at any load. Each load is worked out once. */
export interface LoadedPlatform {
  readonly sized: SizedPlatform;
  /** What strip, map, curves and the loads around the headline's need. */
  readonly at: (load: number) => ServedLoad;
  /** With evidence, for the headline's own load. */
  readonly deliveryAt: (load: number) => ServingDelivery;
}

/** Lists of platforms that are gone through in turn. */
const MOST_LOADED = 200;
/** A drag over a slider's range, and back. */
const MOST_LOADS = 2000;
const loadedOf = onePer<ServingModel, RecentlyMade<LoadedPlatform>>(() => recentlyMade(MOST_LOADED));
const deliveryCounts = onePer<ServingModel, { made: number }>(() => ({ made: 0 }));

/** How many deliveries a model has had to make so far: a new price makes none. */
export function deliveriesMade(model: ServingModel): number {
  return deliveryCounts(model).made;
}

/**
 * One platform under a request, remembered by all that its deliveries depend on.
 *
 * @param rentalUnitGpus The fewest GPUs that can be rented at once, of which a demand's fleet is made.
 */
export function loadedPlatform(
  model: ServingModel,
  request: ServingRequest,
  deployment: Deployment,
  rentalUnitGpus: number,
): LoadedPlatform {
  const key = loadedKey(request, deployment, rentalUnitGpus);
  return loadedOf(model).of(key, () => {
    const sized = sizePlatform(model, request, deployment, rentalUnitGpus);
    const at = onceEach(servedAt(model, request, sized));
    const deliveryAt = onceEach((load): ServingDelivery => {
      deliveryCounts(model).made += 1;
      return besideMeasurements(model, sized, at(load));
    });
    return { sized, at, deliveryAt };
  });
}

/** One platform's delivery at the request's own load. */
export function deliver(
  model: ServingModel,
  request: ServingRequest,
  deployment: Deployment,
  rentalUnitGpus: number,
): ServingDelivery {
  return loadedPlatform(model, request, deployment, rentalUnitGpus).deliveryAt(loadOf(request));
}

function onceEach<Value>(compute: (load: number) => Value): (load: number) => Value {
  const known = new Map<number, Value>();
  return (load) => {
    let value = known.get(load);
    if (value === undefined) {
      if (known.size >= MOST_LOADS) known.clear();
      known.set(load, (value = compute(load)));
    }
    return value;
  };
}

function loadedKey(request: ServingRequest, deployment: Deployment, rentalUnitGpus: number): string {
  const { workload, limits, demand, tuned, locked } = request;
  // Settings are searched for at a load; a demand's are those that sustain most, whatever the traffic.
  const search = tuned ? `${locked.join()} ${demand === null ? workload.concurrency : ""}` : "as is";
  const size = demand === null ? String(deployment.gpuCount) : `${demandKey(demand)} ${rentalUnitGpus}`;
  return [settingsKey(deployment), lengthsKey(workload), limitsKey(limits), size, search].join("|");
}

/** All of a demand but how much traffic there is. */
function demandKey({ peakOverMean, dayCurve, spareUnits, releasesIdleUnits, ...shares }: Demand): string {
  return `${peakOverMean} ${dayCurve} ${spareUnits} ${releasesIdleUnits} ${shares.reservedFraction} ${shares.spotFraction}`;
}

/** A load that is served, with what was measured of it. */
function besideMeasurements(
  model: ServingModel,
  { deployment, tuning }: SizedPlatform,
  served: ServedLoad,
): ServingDelivery {
  if (served.kind === "cannot") return { ...served, deployment, tuning };
  const { rows } = model;
  const { workload, performance } = served;
  const measuredRow = measuredRowFor(rows, workload, served.deployment);
  const { runningRequests } = performance.busiest;
  const evidence = evidenceBeside(measuredRow, rows, workload, served.deployment, runningRequests);
  return { ...served, kind: "delivers", tuning, evidence, measuredRow };
}
