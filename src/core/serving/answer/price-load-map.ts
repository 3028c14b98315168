import type { Verdict } from "./load-flips.ts";
import type { PlatformPrediction } from "./platform-evaluation.ts";
import { verdictOf } from "./recommend.ts";
import { withPriceShare } from "./switch-price.ts";

/**
 * The recommendation at each load over shares of one platform's present price, all other prices as they are: an array
 * for each load, one load at a time. A price changes no throughput, so each load is predicted once.
 *
 * @param predictionsAt What the platforms do at a load, at their present prices.
 */
export function* priceLoadMap(
  predictionsAt: (load: number) => readonly PlatformPrediction[],
  loads: readonly number[],
  gpuId: string,
  priceShares: readonly number[],
  tieThresholdFraction: number,
): Generator<readonly Verdict[]> {
  for (const load of loads) {
    const platforms = predictionsAt(load);
    yield priceShares.map((share) => {
      const repriced = platforms.map((platform) =>
        platform.gpu.id === gpuId ? withPriceShare(platform, share) : platform,
      );
      return verdictOf(repriced, tieThresholdFraction);
    });
  }
}

/** Positive values evenly spread on a logarithmic scale, ends included. */
export function logGrid(least: number, most: number, steps: number): readonly number[] {
  return Array.from({ length: steps + 1 }, (_, i) => least * (most / least) ** (i / steps));
}
