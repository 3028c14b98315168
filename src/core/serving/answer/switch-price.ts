import { verdictOf } from "./recommend.ts";
import type { PlatformPrediction } from "./platform-evaluation.ts";
import { largestWinningShare } from "./winning-share.ts";

/**
 * Price per GPU-hour at which the recommendation turns: up to it a platform is recommended, above it another is, all
 * other prices as they are. Not the price of equal cost: a platform in a tie is decided on by speed. Raising its own
 * price never makes a platform the recommended one, so there is one such price, found by bisection.
 *
 * @returns Null where the platform is recommended at no price or at any.
 */
export function switchPricePerGpuHour(
  platforms: readonly PlatformPrediction[],
  gpuId: string,
  tieThresholdFraction: number,
): number | null {
  const platform = platforms.find(({ gpu }) => gpu.id === gpuId);
  if (!platform || platform.costPerMillionOutputTokens === null) return null;
  const winsAt = (share: number): boolean => {
    const repriced = platforms.map((other) => (other === platform ? withPriceShare(platform, share) : other));
    return verdictOf(repriced, tieThresholdFraction).winner === gpuId;
  };
  const share = largestWinningShare(winsAt);
  return share === null ? null : platform.offer.pricePerGpuHour * share;
}

/**
 * The prediction as it would be at this share of its price: cost goes with it, nothing else does. Of a demand's fleet
 * it is the share of all its prices, reserved and spot too.
 */
export function withPriceShare(prediction: PlatformPrediction, share: number): PlatformPrediction {
  const { offer, costPerMillionOutputTokens: cost, costBand } = prediction;
  return {
    ...prediction,
    offer: { ...offer, pricePerGpuHour: offer.pricePerGpuHour * share },
    costPerMillionOutputTokens: cost === null ? null : cost * share,
    costBand: costBand === null ? null : [costBand[0] * share, costBand[1] * share],
  };
}
