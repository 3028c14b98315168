import { largestWinningShare } from "../../serving/answer/winning-share.ts";
import { recommendTraining } from "./recommend-training.ts";
import type { TrainingEvaluation } from "./training-evaluation.ts";

/**
 * Price per GPU-hour up to which a platform is recommended, all other prices as they are. Not the price of equal cost: a
 * tie is decided on time. Tuned settings are those of the present prices.
 *
 * @returns Null where the platform is recommended at no price or at any.
 */
export function trainingSwitchPricePerGpuHour(
  platforms: readonly TrainingEvaluation[],
  gpuId: string,
  tieThresholdFraction: number,
): number | null {
  const platform = platforms.find(({ gpu }) => gpu.id === gpuId);
  if (!platform || platform.costPerMillionTokens === null) return null;
  const winsAt = (share: number): boolean => {
    const repriced = platforms.map((other) => (other === platform ? atPriceShare(platform, share) : other));
    return recommendTraining(repriced, tieThresholdFraction).winner === gpuId;
  };
  const share = largestWinningShare(winsAt);
  return share === null ? null : platform.offer.pricePerGpuHour * share;
}

function atPriceShare(evaluation: TrainingEvaluation, share: number): TrainingEvaluation {
  return {
    ...evaluation,
    offer: { ...evaluation.offer, pricePerGpuHour: evaluation.offer.pricePerGpuHour * share },
    cost: evaluation.cost! * share,
    costPerMillionTokens: evaluation.costPerMillionTokens! * share,
  };
}
