import type { Demand } from "../../core/economics/demand.ts";
import { gpuHoursOfUnit } from "../../core/economics/fleet.ts";
import { cheapestMix, type FleetMix, type PricedUnit } from "../../core/economics/fleet-mix.ts";
import { costOf } from "../../core/economics/quote.ts";
import type { ServingPlatformAnswer } from "./serving-platforms.ts";
import { costPerMonthOf } from "./serving-cost.ts";

/** Units of two platforms that serve a demand together. */
export interface PlatformMix extends FleetMix {
  readonly ids: readonly [string, string];
}

interface Unit {
  readonly id: string;
  readonly unit: PricedUnit;
  readonly alonePerMonth: number;
}

/** The cheapest units of any two platforms, where they serve the demand for less than any one alone. */
export function cheapestPair(
  platforms: readonly ServingPlatformAnswer[],
  demand: Demand,
  outputTokens: number,
): PlatformMix | null {
  const units = platforms.flatMap((platform) => unitOf(platform, demand, outputTokens));
  const cheapestAlone = Math.min(...units.map(({ alonePerMonth }) => alonePerMonth));
  const pairs = units.flatMap((first, i) => units.slice(i + 1).map((second) => [first, second] as const));
  const mixes = pairs.flatMap(([first, second]): readonly PlatformMix[] => {
    const mix = cheapestMix([first.unit, second.unit], demand);
    return mix === null || mix.costPerMonth >= cheapestAlone ? [] : [{ ids: [first.id, second.id], ...mix }];
  });
  return mixes.reduce<PlatformMix | null>(
    (best, mix) => (best === null || mix.costPerMonth < best.costPerMonth ? mix : best),
    null,
  );
}

/** Of a platform that serves the demand within the limits, at a known price. */
function unitOf(
  { platform, delivery, quote }: ServingPlatformAnswer,
  demand: Demand,
  outputTokens: number,
): readonly Unit[] {
  if (delivery.kind === "cannot" || delivery.size.kind !== "fleet") return [];
  const { gpusPerUnit, requestsPerSecondPerUnit: requestsPerSecond } = delivery.size.plan;
  const costPerMonth = costOf(gpuHoursOfUnit(gpusPerUnit, demand), platform.offer);
  const alonePerMonth = costPerMonthOf(quote, demand, outputTokens);
  if (costPerMonth === null || alonePerMonth === null) return [];
  return [{ id: platform.id, unit: { requestsPerSecond, costPerMonth }, alonePerMonth }];
}
