import type { Offer } from "../core/economics/offer.ts";
import { type Change, onPlatform } from "./changes.ts";
import type { Platform } from "./workspace.ts";
import { WORKSPACE_RANGES } from "./workspace-ranges.ts";

const PRICES = ["pricePerGpuHour", "reservedPricePerGpuHour", "spotPricePerGpuHour"] as const;
const { min, max } = WORKSPACE_RANGES.pricePerGpuHour;

/**
 * An offer with every price in another currency, to the digits that a price field shows; unknown ones stay unknown.
 *
 * @param rate New currency for one of the old.
 */
export function withPricesTimes(offer: Offer, rate: number): Offer {
  return { ...offer, ...Object.fromEntries(PRICES.map((key) => [key, converted(offer[key], rate)])) };
}

/** @param except The row whose price is in the new currency already. */
export function withConversion(rate: number, except: string | null): Change {
  return onPlatform(null, (platform) =>
    platform.id === except ? platform : { ...platform, offer: withPricesTimes(platform.offer, rate) },
  );
}

/** Whether every converted price is one that a price field takes. */
export function canConvert(
  { platforms }: { readonly platforms: readonly Pick<Platform, "id" | "offer">[] },
  rate: number,
  except: string | null,
): boolean {
  return platforms
    .filter(({ id }) => id !== except)
    .flatMap(({ offer }) => PRICES.map((key) => withPricesTimes(offer, rate)[key]))
    .every((price) => price === null || (price >= min && price <= max));
}

function converted(price: number | null, rate: number): number | null {
  if (price === null) return null;
  const value = price * rate;
  return value >= 1 ? Number(value.toFixed(4)) : Number(value.toPrecision(4));
}
