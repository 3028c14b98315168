import { inDuration } from "../../core/serving/answer/wording.ts";
import type { TrainingEvaluation } from "../../core/fine-tuning/answer/training-evaluation.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { costUnitName, formatAmount, MISSING } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useFineTuningEvaluation } from "./use-fine-tuning.ts";

const PARTS = [
  { key: "startUpSeconds", name: "start-up" },
  { key: "compileSeconds", name: "compilation" },
  { key: "trainingSeconds", name: "steps" },
] as const;

const WIDTH = 1000;

/** How long the run takes on each platform, and what it costs. */
export function RunBars() {
  const { platforms, recommendation, scenario } = useFineTuningEvaluation();
  const longest = Math.max(0, ...platforms.map(({ performance }) => performance?.wallSeconds ?? 0));
  const unit = scenario.priceUnit;
  return (
    <ChartFrame
      title="Time and cost of the run"
      subtitle={`start-up and compilation apart; cost in ${costUnitName(unit)}, of all GPUs from start to end`}
      columns={[
        { header: "Platform" },
        ...PARTS.map(({ name }) => ({ header: name, numeric: true })),
        { header: "Run", numeric: true },
        { header: `Cost of the run (${unit})`, numeric: true },
      ]}
      rows={platforms.map(({ gpu, offer, performance, cost }) => [
        `${offer.gpuCount}x ${gpu.shortName}`,
        ...PARTS.map(({ key }) => (performance ? inDuration(performance[key]) : MISSING)),
        performance ? inDuration(performance.wallSeconds) : MISSING,
        cost === null ? MISSING : formatAmount(cost, unit),
      ])}
      className="run-bars"
    >
      <ul className="bars">
        {platforms.map((platform) => {
          const { gpu, performance, cost } = platform;
          return (
            <li key={gpu.id} className={`${platformClass(gpu.id)} ${gpu.id === recommendation.winner ? "winner" : ""}`}>
              <span className="platform-name">{gpu.shortName}</span>
              {performance && cost !== null ? (
                <>
                  <span className="bar-track">
                    <RunBar performance={performance} longest={longest} />
                  </span>
                  <span className="bar-value">
                    <b>{inDuration(performance.wallSeconds)}</b>{" "}
                    <span className="hint">{formatAmount(cost, unit)}</span>
                  </span>
                </>
              ) : (
                <span className="bar-reason full-width">does not run as set up</span>
              )}
            </li>
          );
        })}
      </ul>
      <ul className="key" aria-hidden="true">
        {PARTS.map(({ key, name }) => (
          <li key={key} className={`run-${key}`}>
            {name}
          </li>
        ))}
      </ul>
      <p className="axis-note">Loading the weights is in no figure: no source measures it</p>
    </ChartFrame>
  );
}

interface RunBarProps {
  readonly performance: NonNullable<TrainingEvaluation["performance"]>;
  readonly longest: number;
}

function RunBar({ performance, longest }: RunBarProps) {
  return (
    <svg className="run-bar" viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
      {PARTS.map(({ key }, i) => {
        const start = PARTS.slice(0, i).reduce((sum, before) => sum + performance[before.key], 0);
        return (
          <rect
            key={key}
            className={`run-${key}`}
            x={(start / longest) * WIDTH}
            width={(performance[key] / longest) * WIDTH}
            height={10}
          />
        );
      })}
    </svg>
  );
}
