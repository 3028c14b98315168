import type { Deployment } from "../core/serving/physics/deployment.ts";
import type { Demand } from "../core/economics/demand.ts";
import type { Limits } from "../core/serving/answer/limits.ts";
import type { TunableSetting } from "../core/serving/answer/tuning.ts";
import type { ServingWorkload } from "../core/serving/physics/serving-workload.ts";

/** One platform as the user set it up. Settings are always explicit, so that a saved scenario never moves with the defaults. */
export interface PlatformChoice extends Deployment {
  /** In the scenario's `priceUnit`, per GPU and hour; above 0. */
  readonly pricePerGpuHour: number;
  /** The same under a commitment and as spot capacity; null where there is no such offer. */
  readonly reservedPricePerGpuHour: number | null;
  readonly spotPricePerGpuHour: number | null;
  /** Fewest GPUs that can be rented at once; capacity is bought in whole units of them. */
  readonly rentalUnitGpus: number;
  /** Settings that tuning leaves as they are. */
  readonly lockedSettings: readonly TunableSetting[];
  /** False keeps the platform and its settings, but out of the comparison. */
  readonly compared: boolean;
}

/** What prices are in: the source's relative index, or a currency (ISO 4217 code). */
export const PRICE_UNITS = ["index", "USD", "EUR", "GBP", "JPY", "KRW", "CNY", "INR"] as const;
export type PriceUnit = (typeof PRICE_UNITS)[number];

/** Everything the user chose, and nothing computed: plain, readonly, serializable. */
export interface Scenario {
  readonly version: 1;
  readonly mode: "serve";
  readonly llm: string;
  readonly workload: Required<ServingWorkload>;
  readonly limits: Limits;
  /** Whether each platform's settings are searched for rather than taken as they are. */
  readonly tuned: boolean;
  /** Traffic to rent for; null asks about requests in flight instead, on the GPUs that there are. */
  readonly demand: Demand | null;
  readonly priceUnit: PriceUnit;
  /** Two platforms whose cost differs by less than this fraction are a tie. */
  readonly tieThresholdFraction: number;
  /** In fixed catalogue order, one per GPU. */
  readonly platforms: readonly PlatformChoice[];
}

/** Ranges the controls, the scenario file and the permalink all accept. */
export const SCENARIO_RANGES = {
  concurrency: { min: 1, max: 16_384 },
  inputTokens: { min: 1, max: 131_072 },
  outputTokens: { min: 2, max: 131_072 },
  pricePerGpuHour: { min: 0.0001, max: 1_000_000 },
  acceptanceRate: { min: 0, max: 1 },
  draftLength: { min: 0, max: 3 },
  maxNumSeqs: { min: 1, max: 4096 },
  maxNumBatchedTokens: { min: 16, max: 1_048_576 },
  maxModelLen: { min: 16, max: 262_144 },
  gpuMemoryUtilization: { min: 0.1, max: 1 },
  kvCacheBytesPerGpu: { min: 1e6, max: 1e13 },
  gpuCount: { min: 1, max: 64 },
  tensorParallel: { min: 1, max: 8 },
  tpotSeconds: { min: 0.0001, max: 3600 },
  ttftSeconds: { min: 0.0001, max: 36_000 },
  requestSeconds: { min: 0.0001, max: 360_000 },
  inputTokensVariation: { min: 0, max: 5 },
  outputTokensVariation: { min: 0, max: 5 },
  prefixCachedFraction: { min: 0, max: 0.99 },
  rentalUnitGpus: { min: 1, max: 64 },
  requestsPerSecond: { min: 0.000_001, max: 1_000_000 },
  peakOverMean: { min: 1, max: 24 },
  spareUnits: { min: 0, max: 8 },
  fraction: { min: 0, max: 1 },
  tieThresholdFraction: { min: 0, max: 1 },
} as const;
