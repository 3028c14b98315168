import type { LoadAxis } from "../../core/verdict/load-axis.ts";
import type { LoadedPlatform } from "../../core/serving/answer/serving-delivery.ts";
import type { PricedContender } from "../../core/verdict/contender.ts";
import { type ContendersAt, onceEach } from "../../core/verdict/repricing.ts";
import { regionMap } from "../../core/verdict/region-map.ts";
import type { RegionStanding } from "../../core/verdict/region-standing.ts";
import { type Region, regionAt, regionsOf } from "../../core/verdict/regions.ts";
import { standingOf } from "../../core/verdict/standing.ts";
import { logGrid } from "../../core/numerics/log-grid.ts";
import { contendersIn } from "../comparison.ts";
import { candidateAt, type ServingAsked, type ServingPlatform, type ServingRow } from "./serving-platforms.ts";
import { SERVING_RANGES } from "./serving-schema.ts";

/** Three nodes to a doubling; a region spans one space, 2.4 % of the axis, at least. */
const IN_FLIGHT_AXIS: LoadAxis = {
  ...ends(SERVING_RANGES.concurrency),
  whole: true,
  steps: 42,
  regionSteps: 1,
  endRatio: 1,
};

/** Mean requests per second of a demand: less is a trickle and more another data centre, and both stand by themselves. */
const RATE_AXIS: LoadAxis = { least: 0.1, most: 10_000, whole: false, steps: 50, regionSteps: 1, endRatio: 1.0001 };

function ends({ min, max }: { readonly min: number; readonly max: number }): Pick<LoadAxis, "least" | "most"> {
  return { least: min, most: max };
}

/** Loads over which an answer is looked at: requests in flight or, where there is a demand, its mean requests per second. */
export function loadAxisOf({ choice }: Pick<ServingAsked, "choice">): LoadAxis {
  return choice.demand === null ? IN_FLIGHT_AXIS : RATE_AXIS;
}

/** Who may be chosen at any load, all else as asked, each load worked out once. */
export function contendersOver(platforms: readonly ServingPlatform[]): ContendersAt {
  return onceEach((load) => platforms.flatMap((platform) => contenderAt(platform, load)));
}

interface RowAtLoads {
  readonly loaded: LoadedPlatform;
  readonly byLoad: Map<number, readonly PricedContender[]>;
}

/** Of rows as they are: while one price is dragged the other rows are the same objects. */
const rowsAtLoads = new WeakMap<ServingRow, RowAtLoads>();

/** The platform where it may be chosen, else nothing. */
function contenderAt(platform: ServingPlatform, load: number): readonly PricedContender[] {
  const { row, loaded } = platform;
  let known = rowsAtLoads.get(row);
  if (known?.loaded !== loaded) rowsAtLoads.set(row, (known = { loaded, byLoad: new Map() }));
  let contender = known.byLoad.get(load);
  if (contender === undefined)
    known.byLoad.set(load, (contender = contendersIn([candidateAt(platform, loaded.at(load))])));
  return contender;
}

/** Who is to be taken at a load: with those around it, so that headline, strip and map never differ. */
export function regionStandingAt(contendersAt: ContendersAt, asked: ServingAsked, load: number): RegionStanding {
  return regionAt((at) => standingOf(contendersAt(at), asked.tieThresholdFraction), loadAxisOf(asked), load);
}

/** How the answer changes over the whole axis of loads, all else as asked. Tuned settings stay those of the load asked about. */
export function loadRegions(contendersAt: ContendersAt, asked: ServingAsked): readonly Region[] {
  return regionsOf((at) => standingOf(contendersAt(at), asked.tieThresholdFraction), loadAxisOf(asked));
}

/** Regions over load at each of several prices of one platform, all other prices as they are. */
export interface PriceLoadMap {
  readonly id: string;
  readonly axis: LoadAxis;
  readonly pricesPerGpuHour: readonly number[];
  readonly currentPricePerGpuHour: number;
  /** By price. */
  readonly regions: readonly (readonly Region[])[];
}

/** The map reaches this far either way of the present price. */
const PRICE_REACH = 4;

/** Prices a map is drawn at: evenly spread on a logarithmic scale, the present one in their middle. */
export function mapPrices(currentPricePerGpuHour: number, steps: number): readonly number[] {
  const half = Math.ceil(steps / 2);
  const shares = logGrid(1 / PRICE_REACH, PRICE_REACH, 2 * half);
  return shares.map((share, i) => (i === half ? currentPricePerGpuHour : share * currentPricePerGpuHour));
}

/** Platforms whose price can be moved against another's: those with a price, where there are two. */
export function repriceable(platforms: readonly ServingPlatform[]): readonly string[] {
  const priced = platforms.filter(({ row }) => row.offer.pricePerGpuHour !== null);
  return priced.length < 2 ? [] : priced.map(({ row }) => row.id);
}

/**
 * The map, a price at a time, to be worked through between frames.
 *
 * @throws RangeError for a platform that is not among `repriceable`.
 */
export function* priceLoadMap(
  platforms: readonly ServingPlatform[],
  asked: ServingAsked,
  id: string,
  steps: number,
): Generator<null, PriceLoadMap> {
  const price = platforms.find(({ row }) => row.id === id)?.row.offer.pricePerGpuHour ?? null;
  if (price === null) throw new RangeError(`${id} has no price to move`);
  const axis = loadAxisOf(asked);
  const pricesPerGpuHour = mapPrices(price, steps);
  const regions: (readonly Region[])[] = [];
  const columns = regionMap(contendersOver(platforms), axis, id, pricesPerGpuHour, asked.tieThresholdFraction);
  for (const column of columns) {
    regions.push(column);
    yield null;
  }
  return { id, axis, pricesPerGpuHour, currentPricePerGpuHour: price, regions };
}
