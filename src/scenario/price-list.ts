import { assumedIndexPerGpuHour, priceIndex, pricePresets } from "../catalog/serving-model.ts";
import type { PriceUnit } from "./scenario.ts";

/** What the compared platforms' prices are: the source article's index, a dated list, or the user's own. */
export type PriceList = "index" | "own" | (string & {});

/** What scenarios of every mode have of prices. */
export interface PricedScenario {
  readonly priceUnit: PriceUnit;
  readonly platforms: readonly PricedPlatform[];
}

export interface PricedPlatform {
  readonly gpu: string;
  readonly pricePerGpuHour: number;
  readonly compared: boolean;
}

/** The article's index, and an assumed one of GPUs that it does not have. */
export const indexPerGpuHour: Readonly<Record<string, number>> = {
  ...priceIndex.indexPerGpuHour,
  ...assumedIndexPerGpuHour,
};

/** Told from the prices, so that a typed one makes the list the user's own. */
export function priceListOf({ platforms, priceUnit }: PricedScenario): PriceList {
  const isList = (unit: PriceUnit, prices: Readonly<Record<string, number>>): boolean =>
    priceUnit === unit &&
    platforms.every(({ gpu, compared, pricePerGpuHour }) =>
      compared ? prices[gpu] === pricePerGpuHour : prices[gpu] === undefined || unit === "index",
    );
  if (isList("index", indexPerGpuHour)) return "index";
  return pricePresets.find(({ usdPerGpuHour }) => isList("USD", usdPerGpuHour))?.id ?? "own";
}

const NONE: readonly string[] = [];
const unpricedByList = new Map(
  pricePresets.map(({ id, usdPerGpuHour }) => [
    id,
    Object.keys(indexPerGpuHour).filter((gpu) => usdPerGpuHour[gpu] === undefined),
  ]),
);

/** GPUs that the list in use has no price for: the number kept for them is of another list. */
export function unpricedIn(scenario: PricedScenario): readonly string[] {
  return unpricedByList.get(priceListOf(scenario)) ?? NONE;
}

/** Whether a currency is chosen, but the numbers are still the relative index. */
export function isIndexReadAsCurrency({ platforms, priceUnit }: PricedScenario): boolean {
  return (
    priceUnit !== "index" && platforms.every(({ gpu, pricePerGpuHour }) => indexPerGpuHour[gpu] === pricePerGpuHour)
  );
}
