import { recommend } from "./recommend.ts";
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
    return recommend(repriced, tieThresholdFraction).winner === gpuId;
  };
  const share = largestWinningShare(winsAt);
  return share === null ? null : platform.offer.pricePerGpuHour * share;
}

/** The prediction as it would be at this share of its price: cost goes with it, nothing else does. */
function withPriceShare(prediction: PlatformPrediction, share: number): PlatformPrediction {
  return {
    ...prediction,
    offer: { ...prediction.offer, pricePerGpuHour: prediction.offer.pricePerGpuHour * share },
    costPerMillionOutputTokens: prediction.costPerMillionOutputTokens! * share,
  };
}
