import { useDeferredValue, useState } from "react";
import { assumptions } from "../../catalog/assumptions.ts";
import { servingModel } from "../../catalog/serving-model.ts";
import type { InputEffect, InputSensitivity, Sensitivity } from "../../core/serving/answer/sensitivity.ts";
import type { Verdict } from "../../core/serving/answer/load-flips.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { scenarioSensitivity } from "../../scenario/sensitivity.ts";
import {
  formatAmount,
  formatCount,
  formatOr,
  formatPercent,
  formatRatio,
  formatTime,
  MISSING,
} from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useInSlices } from "../use-in-slices.ts";
import { useScenario } from "../use-scenario.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { logPlace } from "./map-layout.ts";

/** Which inputs move the answer most over their own uncertainty; computed when it is opened. */
export function SensitivityFold() {
  const [open, setOpen] = useState(false);
  return (
    <details className="fold sensitivity" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>Which inputs move the answer most</span>
      </summary>
      {open && <SensitivityChart />}
    </details>
  );
}

/** Smaller swings are listed by name only. */
const LEAST_LOG_SWING = 0.001;

function SensitivityChart() {
  const scenario = useDeferredValue(useScenario((current) => current));
  const { value: sensitivity, isCurrent } = useInSlices(scenarioSensitivity, scenario, null);
  if (sensitivity === null) {
    return <p className="note">{isCurrent ? "Nothing to compare: one platform serves this, or none." : "Computing"}</p>;
  }
  const { winner, runnerUp, costRatio, inputs } = sensitivity;
  const [winnerName, runnerUpName] = [nameOf(winner), nameOf(runnerUp)];
  const shown = inputs.filter(({ logSwing }) => logSwing === null || logSwing >= LEAST_LOG_SWING);
  const others = inputs.filter((input) => !shown.includes(input)).map(inputName);
  return (
    <ChartFrame
      title="Which inputs move the answer most"
      subtitle={`cost of ${winnerName} over ${runnerUpName}'s, now ${formatRatio(costRatio)}, at both ends of each input's own uncertainty`}
      columns={[
        { header: "Input" },
        { header: "Range" },
        { header: "Cost ratio there", numeric: true },
        { header: "Then" },
        { header: "Uncertainty" },
      ]}
      rows={inputs.map((input) => [
        inputName(input),
        rangeText(input, scenario),
        `${formatOr(input.low.costRatio, formatRatio)} to ${formatOr(input.high.costRatio, formatRatio)}`,
        changeText(input, sensitivity) ?? "the same",
        whyText(input.kind),
      ])}
      className="tornado"
      note={others.length > 0 && `Moves it by less than 0.1 %: ${others.join(", ")}.`}
    >
      <Tornado sensitivity={sensitivity} shown={shown} scenario={scenario} />
    </ChartFrame>
  );
}

interface TornadoProps {
  readonly sensitivity: Sensitivity;
  readonly shown: readonly InputSensitivity[];
  readonly scenario: Scenario;
}

const WIDTH = 1000;

/** One bar an input, from the ratio at its low end to that at its high end; 1 is equal cost. */
function Tornado({ sensitivity, shown, scenario }: TornadoProps) {
  const { costRatio } = sensitivity;
  const ratios = shown.flatMap(({ low, high }) => [low.costRatio, high.costRatio].filter((ratio) => ratio !== null));
  const ends = [Math.min(0.98, costRatio, ...ratios), Math.max(1.02, costRatio, ...ratios)] as const;
  const placeOf = (ratio: number): number => logPlace(ratio, ends) * WIDTH;
  return (
    <ul className="tornado-bars">
      {shown.map((input) => {
        const change = changeText(input, sensitivity);
        const own = [input.low.costRatio, input.high.costRatio, costRatio].filter((ratio) => ratio !== null);
        const [least, most] = [Math.min(...own), Math.max(...own)];
        return (
          <li key={`${input.kind} ${input.gpu}`} className={platformClass(input.gpu)}>
            <span className="tornado-name">
              {inputName(input)} <span className="hint">{rangeText(input, scenario)}</span>
            </span>
            <svg viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
              <rect
                className="tornado-bar"
                x={placeOf(least)}
                width={placeOf(most) - placeOf(least)}
                y={1}
                height={8}
              />
              <line className="tornado-equal" x1={placeOf(1)} x2={placeOf(1)} y1={0} y2={10} />
              <line className="tornado-now" x1={placeOf(costRatio)} x2={placeOf(costRatio)} y1={0} y2={10} />
            </svg>
            <span className="tornado-value">
              <b>
                {formatOr(input.low.costRatio, formatRatio)} to {formatOr(input.high.costRatio, formatRatio)}
              </b>{" "}
              {change !== null && <span className="hint">{change}</span>}
            </span>
          </li>
        );
      })}
      <li className="tornado-axis" aria-hidden="true">
        <span />
        <span className="tornado-scale">
          <span style={{ left: `clamp(3rem, ${placeOf(1) / (WIDTH / 100)}%, calc(100% - 3rem))` }}>1 = equal cost</span>
        </span>
      </li>
    </ul>
  );
}

function nameOf(gpu: string): string {
  return servingModel.gpus.get(gpu)?.shortName ?? gpu;
}

const INPUT_NAMES: Readonly<Record<InputSensitivity["kind"], string>> = {
  "step-time": "step time",
  acceptance: "draft acceptance",
  "prompt-length": "Prompt length",
  "output-length": "Output length",
  "prompt-variation": "Variation of prompts",
  "output-variation": "Variation of outputs",
  "kv-holding": "KV cache per request",
  load: "Load",
  price: "price",
};

function inputName({ kind, gpu }: InputSensitivity): string {
  return gpu === null ? INPUT_NAMES[kind] : `${nameOf(gpu)} ${INPUT_NAMES[kind]}`;
}

function valueText({ kind }: InputSensitivity, { value }: InputEffect, { priceUnit, demand }: Scenario): string {
  switch (kind) {
    case "step-time":
      return formatTime(value);
    case "acceptance":
      return formatPercent(value);
    case "prompt-length":
    case "output-length":
      return formatCount(value);
    case "prompt-variation":
    case "output-variation":
      return formatRatio(value);
    case "kv-holding":
      return formatRatio(value);
    case "load":
      return demand === null ? formatCount(value) : formatAmount(value, "index");
    case "price":
      return formatAmount(value, priceUnit);
  }
}

/** Both ends, with what they are counted in where the input's name does not say it. */
function rangeText(input: InputSensitivity, scenario: Scenario): string {
  const units: Partial<Record<InputSensitivity["kind"], string>> = {
    "prompt-length": " tokens",
    "output-length": " tokens",
    "kv-holding": " times its blocks",
    load: scenario.demand === null ? " in flight" : " requests/s",
  };
  const [low, high] = [input.low, input.high].map((end) => valueText(input, end, scenario));
  return `${low}–${high}${units[input.kind] ?? ""}`;
}

/** What the recommendation becomes at either end; null where it stays. */
function changeText({ low, high }: InputSensitivity, { winner }: Sensitivity): string | null {
  const texts = [low, high].flatMap(({ verdict }) =>
    verdict.winner === winner && !verdict.tie ? [] : [verdictText(verdict)],
  );
  return texts.length === 0 ? null : [...new Set(texts)].join(", ");
}

function verdictText({ winner, tie }: Verdict): string {
  if (winner === null) return "none serves";
  return tie ? `tie, ${nameOf(winner)}` : `${nameOf(winner)} wins`;
}

/** Ranges that are assumed are records with their reason; the others are what the model or the rows say. */
function whyText(kind: InputSensitivity["kind"]): string {
  switch (kind) {
    case "step-time":
      return "modelled: 90 % band of the step's time";
    case "acceptance":
      return "measured: 90 % of the scatter of the rows";
    case "prompt-length":
      return assumed("uncertainty-promptLength");
    case "output-length":
      return assumed("uncertainty-outputLength");
    case "prompt-variation":
    case "output-variation":
      return assumed("uncertainty-lengthVariation");
    case "kv-holding":
      return assumed("uncertainty-kvHolding");
    case "load":
      return assumed("uncertainty-load");
    case "price":
      return assumed("uncertainty-price");
  }
}

function assumed(id: string): string {
  const record = assumptions.get(id);
  return record ? `assumed: ${record.why}` : MISSING;
}
