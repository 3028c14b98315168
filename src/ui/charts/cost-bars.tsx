import { isExtrapolated } from "../../core/serving/fit/evidence.ts";
import type { Band } from "../../core/units/band.ts";
import type { PlatformEvaluation } from "../../core/serving/answer/platform-evaluation.ts";
import { infeasibilityClause } from "../../core/serving/answer/sentence.ts";
import { ExplainedNumber } from "../explanation/explained-number.tsx";
import { MISSING, costUnitName, formatAmount, formatOr, formatRatio } from "../format/format.ts";
import { EVIDENCE_TEXT } from "../format/evidence-text.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation } from "../use-scenario.ts";
import { ChartFrame } from "./chart-frame.tsx";

/** Relative cost per output token: one bar a platform, the cheapest at 1.00. */
export function CostBars() {
  const { platforms, relativeCost, relativeCostBand, recommendation, scenario } = useEvaluation(
    (evaluation) => evaluation,
  );
  const costOf = ({ gpu }: PlatformEvaluation): number | null => relativeCost.get(gpu.id) ?? null;
  const bandOf = ({ gpu }: PlatformEvaluation): Band | null => relativeCostBand.get(gpu.id) ?? null;
  const most = Math.max(1, ...platforms.flatMap((platform) => bandOf(platform)?.[1] ?? []));
  const unit = scenario.priceUnit;
  return (
    <ChartFrame
      title="Relative cost per output token"
      subtitle={
        scenario.demand === null
          ? "cheapest = 1.00, modelled steady state, with 90 % bands"
          : "cheapest = 1.00, whole units with their idle time paid for, with 90 % bands"
      }
      columns={[
        { header: "Platform" },
        { header: "Relative cost", numeric: true },
        { header: "90 % band", numeric: true },
        { header: `Cost per million output tokens (${unit})`, numeric: true },
        { header: "Rests on" },
      ]}
      rows={platforms.map((platform) => [
        `${platform.offer.gpuCount}x ${platform.gpu.shortName}`,
        formatOr(costOf(platform), formatRatio),
        formatOr(bandOf(platform), ([low, high]) => `${formatRatio(low)}–${formatRatio(high)}`),
        formatOr(platform.costPerMillionOutputTokens, (cost) => formatAmount(cost, unit)),
        formatOr(platform.evidence, (evidence) => EVIDENCE_TEXT[evidence]),
      ])}
      className="cost-bars"
    >
      <ul className="bars">
        {platforms.map((platform) => {
          const cost = costOf(platform);
          const isWinner = platform.gpu.id === recommendation.winner;
          return (
            <li key={platform.gpu.id} className={`${platformClass(platform.gpu.id)} ${isWinner ? "winner" : ""}`}>
              <span className="platform-name">{platform.gpu.shortName}</span>
              <span className="bar-track">
                {cost === null ? (
                  <span className="bar-reason">
                    {platform.infeasible ? infeasibilityClause(platform.infeasible) : MISSING}
                  </span>
                ) : (
                  <svg
                    className={platform.breaches.length > 0 ? "bar breached" : "bar"}
                    preserveAspectRatio="none"
                    viewBox="0 0 100 10"
                    aria-hidden="true"
                  >
                    <rect width={(cost / most) * 100} height={10} />
                    <Whisker band={bandOf(platform)} most={most} />
                  </svg>
                )}
              </span>
              <span className="bar-value">
                {cost !== null && (
                  <>
                    <b>
                      <ExplainedNumber gpu={platform.gpu.id} which="relativeCost">
                        {formatRatio(cost)}
                      </ExplainedNumber>
                    </b>{" "}
                    <span className="hint">{formatAmount(platform.costPerMillionOutputTokens!, unit)}</span>
                    <BarNote platform={platform} />
                  </>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="axis-note">Right: {costUnitName(unit)} per million output tokens</p>
    </ChartFrame>
  );
}

/** The band as a thin line through the bar's end. */
function Whisker({ band, most }: { readonly band: Band | null; readonly most: number }) {
  if (band === null || band[0] === band[1]) return null;
  const [low, high] = band.map((cost) => (cost / most) * 100);
  return <rect className="whisker" x={low} width={high! - low!} y={4.5} height={1} />;
}

/** What to know of a bar's figure, if anything. */
function BarNote({ platform: { breaches, evidence } }: { readonly platform: PlatformEvaluation }) {
  const notes = [breaches.length > 0 && "over limit", evidence && isExtrapolated(evidence) && "extrapolated"];
  const text = notes.filter((note) => note).join(", ");
  return text === "" ? null : <span className="hint bar-note">{text}</span>;
}
