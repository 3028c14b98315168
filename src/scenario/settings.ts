import { servingModel } from "../catalog/serving-model.ts";
import { bestMeasuredRow } from "../core/serving/fit/best-measured.ts";
import type { Dtype } from "../core/units/dtype.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";

/** The settings of a platform that decide its speed, and that presets set. */
export interface EngineSettings {
  readonly kvCache: Dtype;
  readonly draftLength: number;
  readonly acceptanceRate: number | null;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly lora: boolean;
}

/** The benchmark's own base settings: what every platform was measured with. */
const BASE_SETTINGS = {
  kvCache: "bf16",
  draftLength: 0,
  acceptanceRate: null,
  maxNumSeqs: 64,
  maxNumBatchedTokens: servingModel.conditions.maxNumBatchedTokens,
} as const;

/** The benchmark's nodes have eight GPUs. */
const MEASURED_GPUS = 8;

/** Which preset all compared platforms are on; custom where none. */
export type SettingsPolicy = "best-measured" | "same" | "tuned" | "custom";

/** Settings of the GPU's fastest steady row; base settings for a GPU that has none. */
export function bestMeasuredSettings(gpuId: string, lora: boolean): EngineSettings {
  const row = bestMeasuredRow(servingModel.rows, gpuId, lora);
  if (row === null || row.kvCache === null || row.maxNumSeqs === null) return { ...BASE_SETTINGS, lora };
  return {
    kvCache: row.kvCache,
    draftLength: row.draftLength,
    acceptanceRate: null,
    maxNumSeqs: row.maxNumSeqs,
    maxNumBatchedTokens: servingModel.conditions.maxNumBatchedTokens,
    lora,
  };
}

export function engineSettingsOf({
  kvCache,
  draftLength,
  acceptanceRate,
  maxNumSeqs,
  maxNumBatchedTokens,
  lora,
}: PlatformChoice): EngineSettings {
  return { kvCache, draftLength, acceptanceRate, maxNumSeqs, maxNumBatchedTokens, lora };
}

function areSame(a: EngineSettings, b: EngineSettings): boolean {
  return (
    a.kvCache === b.kvCache &&
    a.draftLength === b.draftLength &&
    a.acceptanceRate === b.acceptanceRate &&
    a.maxNumSeqs === b.maxNumSeqs &&
    a.maxNumBatchedTokens === b.maxNumBatchedTokens &&
    a.lora === b.lora
  );
}

/** Settings equal for all platforms: drafting and KV type as measured everywhere. */
export function baseSettings(lora: boolean): EngineSettings {
  return { ...BASE_SETTINGS, lora };
}

/**
 * What all best rows ran on: eight replicas of one GPU, in the GPU's own weight format and memory share, and with as
 * much KV cache as that leaves.
 */
export function measuredSetup(gpu: string): MeasuredSetup {
  const { gpuMemoryUtilization } = servingModel.conditions;
  return {
    gpuCount: MEASURED_GPUS,
    tensorParallel: 1,
    weights: measuredWeights(gpu),
    gpuMemoryUtilization,
    kvCacheBytesPerGpu: null,
  };
}

type MeasuredSetup = Pick<
  PlatformChoice,
  "gpuCount" | "tensorParallel" | "weights" | "gpuMemoryUtilization" | "kvCacheBytesPerGpu"
>;

function isSetUpAsMeasured(platform: PlatformChoice): boolean {
  const setup = measuredSetup(platform.gpu);
  return (Object.keys(setup) as (keyof MeasuredSetup)[]).every((key) => platform[key] === setup[key]);
}

/** FP8 where the GPU has it. */
function measuredWeights(gpuId: string): Dtype {
  return servingModel.gpus.get(gpuId)?.peakFlopsPerSecond.fp8 == null ? "bf16" : "fp8";
}

/** Told from the settings themselves, so that it can never disagree with them. */
export function settingsPolicyOf(scenario: Scenario): SettingsPolicy {
  if (scenario.tuned) return "tuned";
  const compared = scenario.platforms.filter((platform) => platform.compared);
  const onBest = (platform: PlatformChoice): boolean =>
    areSame(engineSettingsOf(platform), bestMeasuredSettings(platform.gpu, platform.lora));
  // Sizes, splits and weights are the benchmark's in either preset.
  if (!compared.every(isSetUpAsMeasured)) return "custom";
  if (compared.every(onBest)) return "best-measured";
  const first = compared[0];
  const alike =
    first !== undefined &&
    compared.length > 1 &&
    compared.every((platform) => areSame(engineSettingsOf(platform), engineSettingsOf(first)));
  return alike ? "same" : "custom";
}

/** Every platform the app has measurements for, at best measured settings and the given prices. */
export function defaultPlatforms(pricePerGpuHour: ReadonlyMap<string, number>): readonly PlatformChoice[] {
  const { maxModelLen } = servingModel.conditions;
  return [...servingModel.gpus.values()].map((gpu) => {
    const price = pricePerGpuHour.get(gpu.id);
    if (price === undefined) throw new Error(`data/prices.json has no index price for "${gpu.id}"`);
    return {
      gpu: gpu.id,
      ...measuredSetup(gpu.id),
      ...bestMeasuredSettings(gpu.id, false),
      maxModelLen,
      reservedPricePerGpuHour: null,
      spotPricePerGpuHour: null,
      rentalUnitGpus: MEASURED_GPUS,
      lockedSettings: [],
      pricePerGpuHour: price,
      compared: true,
    };
  });
}
