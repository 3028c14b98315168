import { servingModel } from "../../catalog/serving-model.ts";
import type { PlatformOffer } from "../../core/serving/answer/platform-evaluation.ts";
import type { SettingWorth, TunableSetting } from "../../core/serving/answer/tuning.ts";
import { withBaseSettings, withBestMeasuredSettings, withTuning } from "../../scenario/changes.ts";
import type { ScenarioPlatform } from "../../scenario/evaluation.ts";
import { measuredSetup, settingsPolicyOf, type SettingsPolicy } from "../../scenario/settings.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatGigabytes, formatPercent } from "../format/format.ts";
import { useEvaluation, useScenario } from "../use-scenario.ts";

const POLICY_NAMES: Readonly<Record<SettingsPolicy, string>> = {
  "best-measured": "best measured settings",
  same: "the same settings for all",
  tuned: "tuned settings",
  custom: "own settings",
};

/** The settings that decide, said, and switched with one click. */
export function SettingsLine() {
  const policy = useScenario(settingsPolicyOf);
  const platforms = useEvaluation((evaluation) => evaluation.platforms);
  const first = platforms[0];
  const quality = qualityText(platforms);
  return (
    <div className="settings-line">
      <p>
        With <b>{POLICY_NAMES[policy]}</b>:{" "}
        {policy === "same" && first
          ? settingsText(first.offer)
          : platforms.map(({ gpu, offer }) => `${gpu.shortName} ${settingsText(offer)}`).join("; ")}
        {quality !== null && (
          <>
            {". "}
            <span className="caution">{quality}</span>
          </>
        )}
      </p>
      {policy === "tuned" && (
        <ul className="worth">
          {platforms.map(({ gpu, tuning }) => tuning && <li key={gpu.id}>{worthText(gpu.shortName, tuning)}</li>)}
        </ul>
      )}
      {policy !== "best-measured" && (
        <button type="button" onClick={() => changeScenario(withBestMeasuredSettings())}>
          Use best measured settings
        </button>
      )}
      {policy !== "same" && (
        <button type="button" onClick={() => changeScenario(withBaseSettings())}>
          Use the same settings for all
        </button>
      )}
      {policy !== "tuned" && (
        <button type="button" onClick={() => changeScenario(withTuning())}>
          Tune the settings
        </button>
      )}
    </div>
  );
}

/** The benchmark measured speed only; that FP8 KV scales default to 1 is of vLLM's documentation. */
function qualityText(platforms: readonly ScenarioPlatform[]): string | null {
  const weights = platforms.some(({ offer }) => offer.weights === "fp8");
  const kvCache = platforms.some(({ offer }) => offer.kvCache === "fp8");
  if (!weights && !kvCache) return null;
  const what = weights && kvCache ? "FP8 weights and KV cache" : weights ? "FP8 weights" : "FP8 KV cache";
  const scales = kvCache ? "; without calibration vLLM stores FP8 KV with scales of 1" : "";
  return `${what}: check the quality of answers, which the benchmark did not measure${scales}`;
}

const SETTING_NAMES: Readonly<Record<TunableSetting, string>> = {
  kvCache: "KV cache",
  draftLength: "drafts",
  maxNumSeqs: "max_num_seqs",
  tensorParallel: "TP",
};

/** What each changed setting is worth by itself; together they do not add up. */
function worthText(name: string, { worth, candidates, withinLimits }: NonNullable<ScenarioPlatform["tuning"]>): string {
  const misses = withinLimits ? "" : ", none of which keeps the limits";
  const found = `${name}, of ${formatCount(candidates)} settings${misses}`;
  if (worth.length === 0) return `${found}: the base settings are best`;
  return `${found}: each alone over the base ${worth.map(oneWorth).join(", ")}`;
}

function oneWorth({ setting, to, aloneFraction }: SettingWorth): string {
  const value = to === "fp8" ? "FP8" : String(to);
  const what = `${SETTING_NAMES[setting]} ${value}`;
  if (aloneFraction === null) return `${what} not by itself`;
  return `${what} ${aloneFraction >= 0 ? "+" : "−"}${formatPercent(Math.abs(Number(aloneFraction.toFixed(3))))}`;
}

/** Settings that decide, and whatever else differs from what was measured. */
export function settingsText(platform: PlatformOffer): string {
  const { draftLength, kvCache, maxNumSeqs, lora, acceptanceRate, maxNumBatchedTokens } = platform;
  const setup = measuredSetup(platform.gpu);
  return [
    draftLength === 0 ? "no drafts" : `${draftLength} ${draftLength === 1 ? "draft" : "drafts"}`,
    draftLength > 0 && acceptanceRate !== null && `${formatPercent(acceptanceRate)} accepted`,
    `${kvCache === "fp8" ? "FP8" : "bf16"} KV`,
    `${formatCount(maxNumSeqs)} seqs`,
    lora && "LoRA",
    platform.weights !== setup.weights && `${platform.weights === "fp8" ? "FP8" : "bf16"} weights`,
    platform.tensorParallel !== setup.tensorParallel && `TP ${platform.tensorParallel}`,
    platform.gpuCount !== setup.gpuCount && `${platform.gpuCount} GPUs`,
    maxNumBatchedTokens !== servingModel.conditions.maxNumBatchedTokens &&
      `${formatCount(maxNumBatchedTokens)} batched tokens`,
    platform.gpuMemoryUtilization !== setup.gpuMemoryUtilization &&
      `${formatPercent(platform.gpuMemoryUtilization)} of memory`,
    platform.kvCacheBytesPerGpu !== null && `${formatGigabytes(platform.kvCacheBytesPerGpu)} GB KV cache from the log`,
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}
