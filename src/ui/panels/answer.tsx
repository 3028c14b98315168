import { useEffect } from "react";
import { benchmark, servingModel } from "../../catalog/serving-model.ts";
import { isExtrapolated } from "../../core/serving/fit/evidence.ts";
import { exclusionLines } from "../../core/serving/answer/exclusions.ts";
import type { LimitBreach } from "../../core/serving/answer/limits.ts";
import type { PlatformEvaluation } from "../../core/serving/answer/platform-evaluation.ts";
import type { FlipPrice, Recommendation } from "../../core/serving/answer/recommend.ts";
import { switchPricePerGpuHour } from "../../core/serving/answer/switch-price.ts";
import type { PlatformMix, ScenarioPlatform } from "../../scenario/evaluation.ts";
import type { PriceUnit } from "../../scenario/scenario.ts";
import { formatAmount, formatCount, formatPercent } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation, useScenario } from "../use-scenario.ts";
import { SettingsLine } from "./settings-line.tsx";

/** The recommendation with its reason, what would flip it, and under which settings it holds. */
export function Answer() {
  const { recommendation, sentence, platforms, mix } = useEvaluation((evaluation) => evaluation);
  const highestLoads = highestLoadsText(platforms);
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
          exclusionLines(recommendation.reasons, shortName).map((line) => <li key={line}>{line}</li>)}
        {highestLoads !== null && <li>{highestLoads}</li>}
        {mix !== null && <li>{mixText(mix, platforms, unit)}</li>}
        {recommendation.reasons[0]?.kind === "tie-within-band" && (
          <li>Not measured closely enough to be sure which is cheaper; a measurement at this load would tell</li>
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

/** How far each platform that keeps the limits could go. */
function highestLoadsText(platforms: readonly ScenarioPlatform[]): string | null {
  const parts = platforms.flatMap(({ gpu, highestLoad }) => {
    if (highestLoad === null || highestLoad.concurrency === 0) return [];
    const { concurrency, nextBreach } = highestLoad;
    if (nextBreach === null) return [`${gpu.shortName} at every load`];
    return [`${gpu.shortName} up to ${formatCount(concurrency)} in flight (${BINDING[nextBreach.kind]} binds)`];
  });
  return parts.length === 0 ? null : `Within the limits: ${parts.join(", ")}`;
}

const BINDING: Readonly<Record<LimitBreach["kind"], string>> = {
  ttft: "TTFT",
  request: "request time",
  "tpot-per-token": "TPOT",
  "tpot-per-chunk": "TPOT per chunk",
};

function mixText({ gpus, units, costPerMonth }: PlatformMix, platforms: readonly ScenarioPlatform[], unit: PriceUnit) {
  const alone = Math.min(...platforms.flatMap(({ fleet }) => (fleet === null ? [] : [fleet.costPerMonth])));
  const sizes = gpus.map((gpu, i) => `${formatCount(units[i]!)} x ${shortName(gpu)}`).join(" and ");
  return `Together ${sizes} cost ${formatAmount(costPerMonth, unit)} a month, ${formatPercent(1 - costPerMonth / alone)} less than one platform alone`;
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
