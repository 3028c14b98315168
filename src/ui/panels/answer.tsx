import { useEffect } from "react";
import { benchmark, servingModel } from "../../catalog/serving-model.ts";
import { isExtrapolated } from "../../core/calibration/evidence.ts";
import type { PlatformEvaluation, PlatformOffer } from "../../core/recommendation/platform-evaluation.ts";
import type { FlipPrice, Reason, Recommendation } from "../../core/recommendation/recommend.ts";
import { switchPricePerGpuHour } from "../../core/recommendation/switch-price.ts";
import { breachClause, infeasibilityClause } from "../../core/recommendation/sentence.ts";
import { withBaseSettings, withBestMeasuredSettings } from "../../scenario/changes.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { measuredSetup, settingsPolicyOf } from "../../scenario/settings.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatAmount, formatCount, formatPercent } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation, useScenario } from "../use-scenario.ts";

/** The recommendation with its reason, what would flip it, and under which settings it holds. */
export function Answer() {
  const { recommendation, sentence, platforms } = useEvaluation((evaluation) => evaluation);
  const unit = useScenario((scenario) => scenario.priceUnit);
  const tieThreshold = useScenario((scenario) => scenario.tieThresholdFraction);
  const turningPriceOf = (gpu: string): number | null => switchPricePerGpuHour(platforms, gpu, tieThreshold);
  const title = recommendation.winner === null ? "Headroom" : `${shortName(recommendation.winner)} – Headroom`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <section className={`answer ${platformClass(recommendation.winner)}`} aria-labelledby="verdict">
      <h1 id="verdict" className="verdict" aria-live="polite">
        {sentence}
      </h1>
      <ul className="facts">
        {recommendation.flipPrices.map((flip) => (
          <li key={`${flip.gpu} ${flip.against}`}>{flipText(flip, recommendation, turningPriceOf(flip.gpu), unit)}</li>
        ))}
        {recommendation.winner !== null &&
          recommendation.reasons.map(exclusionText).map((text) => text && <li key={text}>{text}</li>)}
        {recommendation.costsApart === false && !recommendation.tie && (
          <li>The difference in cost lies within the model’s 90 % band: not measured closely enough to be sure</li>
        )}
        {platforms.some(({ performance }) => performance) && <li>{evidenceText(platforms, recommendation)}</li>}
      </ul>
      <SettingsLine />
    </section>
  );
}

function shortName(gpu: string): string {
  return servingModel.gpus.get(gpu)?.shortName ?? gpu;
}

/** Equal cost, and where that is another price, the one at which the recommendation turns. */
function flipText(flip: FlipPrice, { winner }: Recommendation, turnsAt: number | null, unit: PriceUnit): string {
  const name = shortName(flip.gpu);
  const equal = formatAmount(flip.pricePerGpuHour, unit);
  const now = `now ${formatAmount(flip.currentPricePerGpuHour, unit)}`;
  if (flip.gpu === winner) {
    const stays =
      turnsAt === null ? "" : `${name} stays the choice up to ${formatAmount(turnsAt, unit)} per GPU-hour, `;
    return `${stays}${stays === "" ? `${name} costs` : "costing"} as much per token as ${shortName(flip.against)} at ${equal}, ${now}`;
  }
  return turnsAt === null
    ? `${name} costs as much per token at ${equal} per GPU-hour, ${now}`
    : `${name} is the choice up to ${formatAmount(turnsAt, unit)} per GPU-hour, costing as much at ${equal}, ${now}`;
}

function exclusionText(reason: Reason): string | null {
  switch (reason.kind) {
    case "breaks-limit":
      return `${shortName(reason.gpu)} ${breachClause(reason.breach)}`;
    case "infeasible":
      return `${shortName(reason.gpu)} ${infeasibilityClause(reason.reason)}`;
    default:
      return null;
  }
}

/** How sure the answer is: whether rows ran this, and what kind of number decides. */
function evidenceText(platforms: readonly PlatformEvaluation[], { winner, runnerUp }: Recommendation): string {
  const deciding =
    winner === null ? platforms : platforms.filter(({ gpu }) => gpu.id === winner || gpu.id === runnerUp);
  const measured = deciding.filter(({ evidence }) => evidence === "measured");
  const extrapolated = deciding.filter(({ evidence }) => evidence && isExtrapolated(evidence));
  const source = `rows by ${benchmark.publisher}, ${benchmark.measuredMonth}`;
  const names = (some: readonly PlatformEvaluation[]): string => some.map(({ gpu }) => gpu.shortName).join(" and ");
  if (extrapolated.length > 0) {
    return `Modelled steady state, extrapolated beyond what was measured on ${names(extrapolated)} (${source})`;
  }
  if (measured.length > 0) return `Modelled steady state; ${names(measured)} measured at this load (${source})`;
  return `Modelled steady state, between measured loads (${source})`;
}

/** The settings that decide, said, and switched with one click. */
function SettingsLine() {
  const policy = useScenario(settingsPolicyOf);
  const platforms = useScenario((scenario) => scenario.platforms).filter((platform) => platform.compared);
  const first = platforms[0];
  const names = {
    "best-measured": "best measured settings",
    same: "the same settings for all",
    custom: "own settings",
  };
  return (
    <p className="settings-line">
      <span>
        With <b>{names[policy]}</b>:{" "}
        {policy === "same" && first
          ? settingsText(first)
          : platforms.map((platform) => `${shortName(platform.gpu)} ${settingsText(platform)}`).join("; ")}
      </span>
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
    </p>
  );
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
  ]
    .filter((part) => typeof part === "string")
    .join(", ");
}
