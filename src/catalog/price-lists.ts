import { priceIndex, pricePresets } from "./prices.ts";

/** The prices of the first view, checked. Like the studies, the build ships the result of this module. */
export const priceLists = {
  priceIndex,
  pricePresets,
};
