import fc from "fast-check";
import type { Offer } from "./offer.ts";

const anyPrice = fc.double({ min: 1e-4, max: 1e6, noNaN: true });

/** Any prices, whichever kind is dearer, with reserved and spot capacity offered or not. */
export const anyOffer: fc.Arbitrary<Offer & { readonly pricePerGpuHour: number }> = fc.record({
  pricePerGpuHour: anyPrice,
  reservedPricePerGpuHour: fc.option(anyPrice),
  spotPricePerGpuHour: fc.option(anyPrice),
  provider: fc.constant(null),
  rentalUnitGpus: fc.constant(8),
});

export function onDemandAt(pricePerGpuHour: number): Offer {
  return {
    pricePerGpuHour,
    reservedPricePerGpuHour: null,
    spotPricePerGpuHour: null,
    provider: null,
    rentalUnitGpus: 8,
  };
}
