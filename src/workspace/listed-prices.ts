import { priceLists as published } from "../catalog/price-lists.ts";
import type { Offer } from "../core/economics/offer.ts";
import type { PriceUnit } from "./price-units.ts";
import type { Workspace } from "./workspace.ts";

/** Prices of one source on one day, by GPU; a GPU that it does not offer has no key. */
export interface PriceList {
  readonly id: string;
  readonly unit: PriceUnit;
  readonly pricePerGpuHour: Readonly<Record<string, number>>;
}

/** The source article's relative index, then the dated lists of providers. */
export const priceLists: readonly PriceList[] = [
  { id: "index", unit: "index", pricePerGpuHour: published.priceIndex.indexPerGpuHour },
  ...published.pricePresets.map(({ id, usdPerGpuHour }) => ({
    id,
    unit: "USD" as const,
    pricePerGpuHour: usdPerGpuHour,
  })),
];

/** Null where the list does not offer the GPU. */
export function priceIn(list: PriceList, gpu: string): number | null {
  return Object.hasOwn(list.pricePerGpuHour, gpu) ? (list.pricePerGpuHour[gpu] ?? null) : null;
}

/** The prices of one list: reserved and spot ones, which it does not have, are unknown. */
export function offerOf(list: PriceList | null, gpu: string): Pick<Offer, Prices> {
  return {
    pricePerGpuHour: list && priceIn(list, gpu),
    reservedPricePerGpuHour: null,
    spotPricePerGpuHour: null,
  };
}

type Prices = "pricePerGpuHour" | "reservedPricePerGpuHour" | "spotPricePerGpuHour";

/** The list that all prices are of, told from the prices, so that a typed one makes them the user's own: then null. */
export function priceListOf({ platforms, priceUnit }: Pick<Workspace, "platforms" | "priceUnit">): PriceList | null {
  const isIn = (list: PriceList): boolean =>
    list.unit === priceUnit && platforms.every(({ gpu, offer }) => offer.pricePerGpuHour === priceIn(list, gpu));
  return priceLists.find(isIn) ?? null;
}

/** Whether a currency is chosen, but the numbers are still the relative index. */
export function isIndexReadAsCurrency({ platforms, priceUnit }: Pick<Workspace, "platforms" | "priceUnit">): boolean {
  const [index] = priceLists;
  return (
    priceUnit !== "index" &&
    index !== undefined &&
    platforms.some(({ offer }) => offer.pricePerGpuHour !== null) &&
    platforms.every(({ gpu, offer }) => offer.pricePerGpuHour === priceIn(index, gpu))
  );
}
