import type { Band } from "../units/band.ts";
import { SECONDS_PER_HOUR, TOKENS_PER_MILLION } from "../units/units.ts";
import type { Offer } from "./offer.ts";

/** GPU-hours by how they are bought. */
export interface GpuHours {
  readonly onDemand: number;
  readonly reserved: number;
  readonly spot: number;
}

/** What has to be bought for one unit of what platforms are compared by, whatever it costs. */
export interface Bill {
  readonly gpuHours: GpuHours;
  /** The same at the ends of the delivery's 90 % band. */
  readonly least: GpuHours;
  readonly most: GpuHours;
}

/** A bill at an offer's prices. */
export type Quote =
  | { readonly kind: "priced"; readonly cost: number; readonly costBand: Band }
  /** An hour of a kind that is needed has no known price. */
  | { readonly kind: "unpriced" };

/** Cost as a line over the on-demand price, all else as offered: `fixed + perPrice * pricePerGpuHour`. */
interface PriceLine {
  readonly fixed: number;
  readonly perPrice: number;
}

/** Hours of a kind that is not offered are bought on demand. */
export function priceLineOf({ onDemand, reserved, spot }: GpuHours, offer: Offer): PriceLine {
  const { reservedPricePerGpuHour, spotPricePerGpuHour } = offer;
  const isReservedOffered = reservedPricePerGpuHour !== null;
  const isSpotOffered = spotPricePerGpuHour !== null;
  return {
    fixed:
      (isReservedOffered ? reserved * reservedPricePerGpuHour : 0) + (isSpotOffered ? spot * spotPricePerGpuHour : 0),
    perPrice: onDemand + (isReservedOffered ? 0 : reserved) + (isSpotOffered ? 0 : spot),
  };
}

/** GPU-hours at an offer's prices, in their unit; null where an hour that is needed has no known price. */
export function costOf(gpuHours: GpuHours, offer: Offer): number | null {
  const { fixed, perPrice } = priceLineOf(gpuHours, offer);
  if (perPrice === 0) return fixed;
  return offer.pricePerGpuHour === null ? null : fixed + perPrice * offer.pricePerGpuHour;
}

/** A bill at an offer's prices, with the band that follows from its ends. */
export function quoteOf({ gpuHours, least, most }: Bill, offer: Offer): Quote {
  const [cost, low, high] = [costOf(gpuHours, offer), costOf(least, offer), costOf(most, offer)];
  if (cost === null || low === null || high === null) return { kind: "unpriced" };
  return { kind: "priced", cost, costBand: [low, high] };
}

/**
 * On-demand price per GPU-hour at which a platform costs `targetCost`, its other prices as they are.
 *
 * @returns Null where that price changes nothing, or where no price is low enough.
 */
export function equalCostPrice({ fixed, perPrice }: PriceLine, targetCost: number): number | null {
  if (perPrice === 0 || targetCost < fixed) return null;
  return (targetCost - fixed) / perPrice;
}

/**
 * GPU-hours, all on demand, for a million tokens of a platform that is busy all the time.
 *
 * @param tokensPerSecond Of the whole platform of `gpuCount` GPUs.
 * @throws RangeError for a throughput, or an end of its band, that is not above 0.
 */
export function billAtFullUse(gpuCount: number, tokensPerSecond: number, [slowest, fastest]: Band): Bill {
  const hoursAt = (rate: number): GpuHours => {
    if (!(rate > 0)) throw new RangeError(`throughput must be above 0: ${rate}`);
    return { onDemand: (gpuCount * TOKENS_PER_MILLION) / (SECONDS_PER_HOUR * rate), reserved: 0, spot: 0 };
  };
  return { gpuHours: hoursAt(tokensPerSecond), least: hoursAt(fastest), most: hoursAt(slowest) };
}

/** A bill for so many units of what platforms are compared by, as one for a single unit. */
export function billPerUnit({ gpuHours, least, most }: Bill, units: number): Bill {
  const perUnit = ({ onDemand, reserved, spot }: GpuHours): GpuHours => ({
    onDemand: onDemand / units,
    reserved: reserved / units,
    spot: spot / units,
  });
  return { gpuHours: perUnit(gpuHours), least: perUnit(least), most: perUnit(most) };
}
