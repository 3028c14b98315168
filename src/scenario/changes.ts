import type { PricePreset } from "../catalog/prices.ts";
import { DEFAULT_DEMAND, type Demand } from "../core/economics/demand.ts";
import type { TunableSetting } from "../core/serving/answer/tuning.ts";
import type { Limits } from "../core/serving/answer/limits.ts";
import type { ServingWorkload } from "../core/serving/physics/serving-workload.ts";
import { withContextThatFits } from "./context-length.ts";
import { indexPerGpuHour, type PricedScenario } from "./price-list.ts";
import type { PlatformChoice, PriceUnit, Scenario } from "./scenario.ts";
import { baseSettings, bestMeasuredSettings, type EngineSettings, measuredSetup } from "./settings.ts";

/** What a control does to the scenario. Pure; every function returns a new one. */
export type Change = (scenario: Scenario) => Scenario;

function onPlatforms(change: (platform: PlatformChoice) => PlatformChoice): Change {
  return (scenario) => ({ ...scenario, platforms: scenario.platforms.map(change) });
}

/** What a control does to prices, in either mode. */
export type PriceChange = <S extends PricedScenario>(scenario: S) => S;

/** Typing a platform's price is asking for it to be compared. */
export function withPrice(gpu: string, pricePerGpuHour: number): PriceChange {
  return (scenario) => ({
    ...scenario,
    platforms: scenario.platforms.map((platform) =>
      platform.gpu === gpu ? { ...platform, pricePerGpuHour, compared: true } : platform,
    ),
  });
}

export function withPriceUnit(priceUnit: PriceUnit): PriceChange {
  return (scenario) => ({ ...scenario, priceUnit });
}

/** A list's prices and their unit. Platforms the list has no price for leave the comparison: theirs is unknown, not 0. */
export function withPriceList(priceUnit: PriceUnit, prices: PricePreset["usdPerGpuHour"]): PriceChange {
  return (scenario) => ({
    ...scenario,
    platforms: scenario.platforms.map((platform) => {
      const pricePerGpuHour = prices[platform.gpu];
      if (pricePerGpuHour !== undefined) return { ...platform, pricePerGpuHour, compared: true };
      const assumed = priceUnit === "index" ? indexPerGpuHour[platform.gpu] : undefined;
      return { ...platform, pricePerGpuHour: assumed ?? platform.pricePerGpuHour, compared: false };
    }),
    priceUnit,
  });
}

export function withConcurrency(concurrency: number): Change {
  return (scenario) => ({ ...scenario, workload: { ...scenario.workload, concurrency } });
}

export function withLengths(lengths: Partial<Omit<ServingWorkload, "concurrency">>): Change {
  return (scenario) => withContextThatFits({ ...scenario, workload: { ...scenario.workload, ...lengths } });
}

export function withLimits(limits: Partial<Limits>): Change {
  return (scenario) => ({ ...scenario, limits: { ...scenario.limits, ...limits } });
}

/** @param demand What changes of it; null asks about requests in flight again. */
export function withDemand(demand: Partial<Demand> | null): Change {
  return (scenario) => ({
    ...scenario,
    demand: demand === null ? null : { ...(scenario.demand ?? DEFAULT_DEMAND), ...demand },
  });
}

/** On what terms a platform is rented. @param gpu One platform, or null for all. */
export function withTerms(
  gpu: string | null,
  terms: Partial<Pick<PlatformChoice, "rentalUnitGpus" | "reservedPricePerGpuHour" | "spotPricePerGpuHour">>,
): Change {
  return onPlatforms((platform) => (gpu === null || platform.gpu === gpu ? { ...platform, ...terms } : platform));
}

export function withTuning(): Change {
  return (scenario) => ({
    ...scenario,
    tuned: true,
    platforms: scenario.platforms.map((platform) => ({ ...platform, ...measuredSetup(platform.gpu) })),
  });
}

/** Keeps a setting out of the search, at the value it has there now, or gives it back. */
export function withLock<Setting extends TunableSetting>(
  gpu: string,
  setting: Setting,
  value: PlatformChoice[Setting],
  locked: boolean,
): Change {
  return onPlatforms((platform) => {
    if (platform.gpu !== gpu) return platform;
    const others = platform.lockedSettings.filter((name) => name !== setting);
    return { ...platform, [setting]: value, lockedSettings: locked ? [...others, setting] : others };
  });
}

export function withTieThreshold(tieThresholdFraction: number): Change {
  return (scenario) => ({ ...scenario, tieThresholdFraction });
}

/** The last compared platform stays: an empty comparison has no answer. */
export function withCompared(gpu: string, compared: boolean): Change {
  return (scenario) => {
    const next = onPlatforms((platform) => (platform.gpu === gpu ? { ...platform, compared } : platform))(scenario);
    return next.platforms.some((platform) => platform.compared) ? next : scenario;
  };
}

/** @param gpu One platform, or null for all. */
export function withSettings(
  gpu: string | null,
  settings: Partial<
    Pick<
      PlatformChoice,
      | "kvCache"
      | "draftLength"
      | "acceptanceRate"
      | "maxNumSeqs"
      | "maxNumBatchedTokens"
      | "tensorParallel"
      | "kvCacheBytesPerGpu"
    >
  >,
): Change {
  return onPlatforms((platform) => (gpu === null || platform.gpu === gpu ? { ...platform, ...settings } : platform));
}

export function withBestMeasuredSettings(): Change {
  return untuned((platform) => bestMeasuredSettings(platform.gpu, platform.lora));
}

export function withBaseSettings(): Change {
  return untuned((platform) => baseSettings(platform.lora));
}

function untuned(settingsOf: (platform: PlatformChoice) => EngineSettings): Change {
  return (scenario) => ({
    ...scenario,
    tuned: false,
    platforms: scenario.platforms.map((platform) => ({
      ...platform,
      ...measuredSetup(platform.gpu),
      ...settingsOf(platform),
      lockedSettings: [],
    })),
  });
}

/** An adapter is part of what is served, so it is the same everywhere; platforms on best measured settings stay on them. */
export function withAdapter(lora: boolean, keepBestMeasured: boolean): Change {
  return onPlatforms((platform) => ({
    ...platform,
    ...(keepBestMeasured ? bestMeasuredSettings(platform.gpu, lora) : {}),
    lora,
  }));
}
