import { priceLists } from "../catalog/price-lists.ts";
import type { PriceUnit } from "./price-units.ts";

const { pricePresets } = priceLists;

/** The cheapest and the dearest price known. */
interface UsualPrices {
  readonly low: number;
  readonly high: number;
}

/**
 * What a GPU costs per hour in the dated price lists; of a GPU that no list has, what any GPU costs in them.
 *
 * @returns Null for units that no list is in: without a rate nothing is known there.
 */
export function usualPricesOf(gpu: string, unit: PriceUnit): UsualPrices | null {
  if (unit !== "USD") return null;
  const own = pricePresets.flatMap(({ usdPerGpuHour }) => usdPerGpuHour[gpu] ?? []);
  const known = own.length > 0 ? own : pricePresets.flatMap(({ usdPerGpuHour }) => Object.values(usdPerGpuHour));
  return known.length === 0 ? null : { low: Math.min(...known), high: Math.max(...known) };
}
