import { useDeferredValue } from "react";
import type { SettingWorth, TunableSetting, Tuning } from "../../core/serving/answer/tuning.ts";
import { loadRegionsIn } from "../../questions/serving/load-regions.ts";
import { servingAnswerText } from "../../questions/serving/serving-answer-text.ts";
import type { ServingPlatformAnswer } from "../../questions/serving/serving-platforms.ts";
import {
  servingPolicyOf,
  type ServingPolicy,
  withBestMeasuredServing,
  withSameServing,
  withTunedServing,
} from "../../workspace/settings-policies.ts";
import { formatAmount, formatCount, formatPercent } from "../format/format.ts";
import { servingSettingsText } from "../format/serving-settings-text.ts";
import { useServingButLoad } from "../use-serving-but-load.ts";
import { useServingAnswer, useServingStudy, useWorkspace } from "../use-workspace.ts";
import { AnswerPanel } from "./answer-panel.tsx";
import { SettingsPolicy } from "./settings-policy.tsx";

/** Who should serve it. */
export function Answer() {
  const study = useServingStudy();
  const answer = useServingAnswer((own) => own);
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const policy = useWorkspace(servingPolicyOf);
  // A dragged slider does not wait for loads other than its own.
  const regions = loadRegionsIn(study, useDeferredValue(useServingButLoad()));
  const { ranking, platforms } = answer;
  const winner = ranking.kind === "none" ? null : ranking.winner.id;
  const label = platforms.find(({ platform }) => platform.id === winner)?.label;
  const inPrice = (price: number): string => formatAmount(price, unit);
  const text = servingAnswerText(answer, regions, { inPrice, isMoney: unit !== "index" });
  const quality = qualityText(platforms);
  return (
    <AnswerPanel
      text={text}
      winner={winner}
      title={label === undefined ? "Headroom" : `${label} – Headroom`}
      settings={
        <SettingsPolicy policy={policy} names={POLICY_NAMES} ways={WAYS}>
          {quality !== null && (
            <>
              {". "}
              <span className="caution">{quality}</span>
            </>
          )}
        </SettingsPolicy>
      }
      platformSettings={platforms.map(({ platform, label: own, delivery }) => ({
        id: platform.id,
        label: own,
        text: [
          servingSettingsText(delivery.deployment, study),
          ...(delivery.tuning === null ? [] : [worthText(delivery.tuning)]),
        ].join("; "),
      }))}
    />
  );
}

const POLICY_NAMES: Readonly<Record<ServingPolicy, string>> = {
  "best-measured": "best measured settings",
  same: "the same settings for all",
  tuned: "tuned settings",
  custom: "own settings",
};

const WAYS = [
  { policy: "best-measured", label: "Use best measured settings", change: withBestMeasuredServing },
  { policy: "same", label: "Use the same settings for all", change: withSameServing },
  { policy: "tuned", label: "Tune the settings", change: withTunedServing },
] as const;

/** The benchmark measured speed only; that FP8 KV scales default to 1 is of vLLM's documentation. */
function qualityText(platforms: readonly ServingPlatformAnswer[]): string | null {
  const weights = platforms.some(({ delivery }) => delivery.deployment.weights === "fp8");
  const kvCache = platforms.some(({ delivery }) => delivery.deployment.kvCache === "fp8");
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
function worthText({ worth, candidates, withinLimits }: Tuning): string {
  const misses = withinLimits ? "" : ", none of which keeps the limits";
  const found = `best of ${formatCount(candidates)} settings${misses}`;
  if (worth.length === 0) return `${found}: the base settings are best`;
  return `${found}: each alone over the base ${worth.map(oneWorth).join(", ")}`;
}

function oneWorth({ setting, to, aloneFraction }: SettingWorth): string {
  const value = to === "fp8" ? "FP8" : String(to);
  const what = `${SETTING_NAMES[setting]} ${value}`;
  if (aloneFraction === null) return `${what} not by itself`;
  return `${what} ${aloneFraction >= 0 ? "+" : "−"}${formatPercent(Math.abs(Number(aloneFraction.toFixed(3))))}`;
}
