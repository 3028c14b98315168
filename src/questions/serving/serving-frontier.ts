import { type FrontierPoint, frontierOf, frontierPoints } from "../../core/serving/answer/frontier.ts";
import type { Offer } from "../../core/economics/offer.ts";
import { SECONDS_PER_HOUR } from "../../core/units/units.ts";
import type { ServingAnswer } from "./serving-answer.ts";
import { servingPlatforms } from "./serving-platforms.ts";

/** What a platform gives at full use: to each user, for each GPU, and for each unit of price; null without a price. */
export interface FrontierYield {
  readonly tokensPerSecondPerUser: number;
  readonly outputTokensPerSecondPerGpu: number;
  readonly outputTokensPerPriceUnit: number | null;
}

/** What a platform can be set to, by rising speed for each user: more of it is less throughput. */
export interface PlatformFrontier {
  readonly id: string;
  readonly points: readonly (FrontierPoint & FrontierYield)[];
}

/** Each platform's frontier over load and settings, in pieces of a few milliseconds. */
export function* servingFrontiers({ study, asked }: ServingAnswer): Generator<null, readonly PlatformFrontier[]> {
  const { workload, limits } = asked.choice;
  const frontiers: PlatformFrontier[] = [];
  for (const { row, loaded } of servingPlatforms(study, asked)) {
    const points: FrontierPoint[] = [];
    for (const some of frontierPoints(study.model, workload, limits, loaded.sized.deployment, row.settings.locked)) {
      points.push(...some);
      yield null;
    }
    const priced = frontierOf(points).map((point) => ({
      ...point,
      outputTokensPerPriceUnit: tokensPerPriceUnit(row.offer, point.outputTokensPerSecondPerGpu),
    }));
    frontiers.push({ id: row.id, points: priced });
  }
  return frontiers;
}

function tokensPerPriceUnit({ pricePerGpuHour }: Offer, outputTokensPerSecondPerGpu: number): number | null {
  return pricePerGpuHour === null ? null : (outputTokensPerSecondPerGpu * SECONDS_PER_HOUR) / pricePerGpuHour;
}

/** Where the platforms are under what is asked and their own settings; without those that cannot serve. */
export function presentYields({ platforms }: ServingAnswer): readonly (FrontierYield & { readonly id: string })[] {
  return platforms.flatMap(({ platform, delivery }) => {
    if (delivery.kind === "cannot") return [];
    const { performance, deployment } = delivery;
    const outputTokensPerSecondPerGpu = performance.outputTokensPerSecond / deployment.gpuCount;
    return [
      {
        id: platform.id,
        tokensPerSecondPerUser: 1 / performance.tpotSeconds,
        outputTokensPerSecondPerGpu,
        outputTokensPerPriceUnit: tokensPerPriceUnit(platform.offer, outputTokensPerSecondPerGpu),
      },
    ];
  });
}
