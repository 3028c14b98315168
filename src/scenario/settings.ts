import { servingModel } from "../catalog/serving-model.ts";
import { bestMeasuredRow } from "../core/calibration/best-measured.ts";
import type { Dtype } from "../core/units/dtype.ts";
import type { PlatformChoice, Scenario } from "./scenario.ts";

/** The settings of a platform that decide its speed, and that presets set. */
export interface EngineSettings {
  readonly kvCache: Dtype;
  readonly draftLength: number;
  readonly acceptanceRate: number | null;
  readonly maxNumSeqs: number;
  readonly lora: boolean;
}

/** The benchmark's own base settings: what every platform was measured with. */
const BASE_SETTINGS = { kvCache: "bf16", draftLength: 0, acceptanceRate: null, maxNumSeqs: 64 } as const;

/** Which preset all compared platforms are on; custom where none. */
export type SettingsPolicy = "best-measured" | "same" | "custom";

/** Settings of the GPU's fastest steady row; base settings for a GPU that has none. */
export function bestMeasuredSettings(gpuId: string, lora: boolean): EngineSettings {
  const row = bestMeasuredRow(servingModel.rows, gpuId, lora);
  if (row === null || row.kvCache === null || row.maxNumSeqs === null) return { ...BASE_SETTINGS, lora };
  return {
    kvCache: row.kvCache,
    draftLength: row.draftLength,
    acceptanceRate: null,
    maxNumSeqs: row.maxNumSeqs,
    lora,
  };
}

export function engineSettingsOf({
  kvCache,
  draftLength,
  acceptanceRate,
  maxNumSeqs,
  lora,
}: PlatformChoice): EngineSettings {
  return { kvCache, draftLength, acceptanceRate, maxNumSeqs, lora };
}

function areSame(a: EngineSettings, b: EngineSettings): boolean {
  return (
    a.kvCache === b.kvCache &&
    a.draftLength === b.draftLength &&
    a.acceptanceRate === b.acceptanceRate &&
    a.maxNumSeqs === b.maxNumSeqs &&
    a.lora === b.lora
  );
}

/** Settings equal for all platforms: drafting and KV type as measured everywhere. */
export function baseSettings(lora: boolean): EngineSettings {
  return { ...BASE_SETTINGS, lora };
}

/** Told from the settings themselves, so that it can never disagree with them. */
export function settingsPolicyOf(scenario: Scenario): SettingsPolicy {
  const compared = scenario.platforms.filter((platform) => platform.compared);
  const onBest = (platform: PlatformChoice): boolean =>
    areSame(engineSettingsOf(platform), bestMeasuredSettings(platform.gpu, platform.lora));
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
  const { maxNumBatchedTokens, maxModelLen, gpuMemoryUtilization } = servingModel.conditions;
  return [...servingModel.gpus.values()].map((gpu) => {
    const price = pricePerGpuHour.get(gpu.id);
    if (price === undefined) throw new Error(`data/prices.json has no index price for "${gpu.id}"`);
    return {
      gpu: gpu.id,
      gpuCount: 8,
      tensorParallel: 1,
      weights: gpu.peakFlopsPerSecond.fp8 === null ? "bf16" : "fp8",
      ...bestMeasuredSettings(gpu.id, false),
      maxNumBatchedTokens,
      maxModelLen,
      gpuMemoryUtilization,
      pricePerGpuHour: price,
      compared: true,
    };
  });
}
