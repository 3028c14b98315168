import type { Deployment } from "../core/deployment/deployment.ts";
import type { Limits } from "../core/recommendation/limits.ts";
import type { ServingWorkload } from "../core/workload/serving.ts";

/** One platform as the user set it up. Settings are always explicit, so that a saved scenario never moves with the defaults. */
export interface PlatformChoice extends Deployment {
  /** In the scenario's `priceUnit`, per GPU and hour; above 0. */
  readonly pricePerGpuHour: number;
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
  readonly workload: ServingWorkload;
  readonly limits: Limits;
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
  tieThresholdFraction: { min: 0, max: 1 },
} as const;
