import { trainingInfeasibilityClause } from "../../core/fine-tuning/answer/training-sentence.ts";
import type { TrainingEvaluation } from "../../core/fine-tuning/answer/training-evaluation.ts";
import type { Band } from "../../core/units/band.ts";
import type { FineTuningEvaluation } from "../../scenario/fine-tuning-evaluation.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { costUnitName, formatAmount, formatOr, formatRatio } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { gpuName } from "./training-text.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

/** Relative cost per trained token: one bar a platform. */
export function TrainingCostBars() {
  const evaluation = useFineTuningEvaluation();
  const { platforms, relativeCost, relativeCostBand, recommendation, scenario } = evaluation;
  const costOf = ({ gpu }: TrainingEvaluation): number | null => relativeCost.get(gpu.id) ?? null;
  const bandOf = ({ gpu }: TrainingEvaluation): Band | null => relativeCostBand.get(gpu.id) ?? null;
  const most = Math.max(1, ...platforms.flatMap((platform) => bandOf(platform)?.[1] ?? []));
  const unit = scenario.priceUnit;
  return (
    <ChartFrame
      title="Relative cost per trained token"
      subtitle={`${referenceText(evaluation)} = 1.00, while it trains, with 90 % bands`}
      columns={[
        { header: "Platform" },
        { header: "Relative cost", numeric: true },
        { header: "90 % band", numeric: true },
        { header: `Cost per million tokens (${unit})`, numeric: true },
      ]}
      rows={platforms.map((platform) => [
        `${platform.offer.gpuCount}x ${platform.gpu.shortName}`,
        formatOr(costOf(platform), formatRatio),
        formatOr(bandOf(platform), ([low, high]) => `${formatRatio(low)}–${formatRatio(high)}`),
        formatOr(platform.costPerMillionTokens, (cost) => formatAmount(cost, unit)),
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
              {cost === null ? (
                <span className="bar-reason full-width">
                  {platform.infeasible && trainingInfeasibilityClause(platform.infeasible)}
                </span>
              ) : (
                <>
                  <span className="bar-track">
                    <svg className="bar" preserveAspectRatio="none" viewBox="0 0 100 10" aria-hidden="true">
                      <rect width={(cost / most) * 100} height={10} />
                      <Whisker band={bandOf(platform)} most={most} />
                    </svg>
                  </span>
                  <span className="bar-value">
                    <b>{formatRatio(cost)}</b>{" "}
                    <span className="hint">{formatAmount(platform.costPerMillionTokens!, unit)}</span>
                  </span>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <p className="axis-note">Right: {costUnitName(unit)} per million tokens, start-up apart</p>
    </ChartFrame>
  );
}

function referenceText({ reference, platforms, relativeCost }: FineTuningEvaluation): string {
  if (reference === null) return "cheapest";
  const own = platforms.some(({ gpu }) => gpu.id === reference.gpu && relativeCost.get(gpu.id) === 1);
  return own ? gpuName(reference.gpu) : `${gpuName(reference.gpu)} at its best measured settings`;
}

/** The band as a thin line through the bar's end. */
function Whisker({ band, most }: { readonly band: Band | null; readonly most: number }) {
  if (band === null || band[0] === band[1]) return null;
  const [low, high] = band.map((cost) => (cost / most) * 100);
  return <rect className="whisker" x={low} width={high! - low!} y={4.5} height={1} />;
}
