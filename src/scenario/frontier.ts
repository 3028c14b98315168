import { servingModel } from "../catalog/serving-model.ts";
import { type FrontierPoint, frontierOf, frontierPoints } from "../core/serving/answer/frontier.ts";
import type { PlatformOffer } from "../core/serving/answer/platform-evaluation.ts";
import { SECONDS_PER_HOUR } from "../core/units/units.ts";
import { comparedIn, type Evaluation, sizedOf } from "./evaluation.ts";
import type { Scenario } from "./scenario.ts";

/** What a platform delivers, for each GPU and for each unit of price, at full use. */
export interface Delivery {
  readonly tokensPerSecondPerUser: number;
  readonly outputTokensPerSecondPerGpu: number;
  readonly outputTokensPerPriceUnit: number;
}

export interface DeliveryPoint extends FrontierPoint, Delivery {}

/** What a platform can be set to, by rising speed for each user: more of it is less throughput. */
export interface PlatformFrontier {
  readonly gpu: string;
  readonly points: readonly DeliveryPoint[];
}

/** Each compared platform's frontier over load and settings, in pieces of a few milliseconds. */
export function* frontiersOf(scenario: Scenario): Generator<null, readonly PlatformFrontier[]> {
  const { workload, limits } = scenario;
  const sized = sizedOf(scenario);
  const frontiers: PlatformFrontier[] = [];
  for (const { gpu, lockedSettings } of comparedIn(scenario)) {
    const points: FrontierPoint[] = [];
    for (const some of frontierPoints(servingModel, workload, limits, sized.get(gpu)!.offer, lockedSettings)) {
      points.push(...some);
      yield null;
    }
    frontiers.push({ gpu, points: frontierOf(points).map((point) => ({ ...point, ...pricedOf(point) })) });
  }
  return frontiers;
}

function pricedOf({ offer, outputTokensPerSecondPerGpu }: FrontierPoint): Pick<Delivery, "outputTokensPerPriceUnit"> {
  return { outputTokensPerPriceUnit: tokensPerPriceUnit(offer, outputTokensPerSecondPerGpu) };
}

function tokensPerPriceUnit({ pricePerGpuHour }: PlatformOffer, outputTokensPerSecondPerGpu: number): number {
  return (outputTokensPerSecondPerGpu * SECONDS_PER_HOUR) / pricePerGpuHour;
}

/** Where the compared platforms are under the scenario's own load and settings; without those that cannot serve. */
export function deliveriesOf({ platforms }: Evaluation): readonly (Delivery & { readonly gpu: string })[] {
  return platforms.flatMap(({ gpu, offer, performance }) => {
    if (performance === null) return [];
    const outputTokensPerSecondPerGpu = performance.outputTokensPerSecond / offer.gpuCount;
    return [
      {
        gpu: gpu.id,
        tokensPerSecondPerUser: 1 / performance.tpotSeconds,
        outputTokensPerSecondPerGpu,
        outputTokensPerPriceUnit: tokensPerPriceUnit(offer, outputTokensPerSecondPerGpu),
      },
    ];
  });
}
