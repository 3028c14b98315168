import { useDeferredValue, useState } from "react";
import { assumptions } from "../../catalog/assumptions.ts";
import { inList } from "../../core/units/wording.ts";
import type { ServingAnswer } from "../../questions/serving/serving-answer.ts";
import {
  type InputEffect,
  type InputSensitivity,
  type Sensitivity,
  servingSensitivity,
} from "../../questions/serving/serving-sensitivity.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import {
  formatAmount,
  formatCount,
  formatOr,
  formatPercent,
  formatRatio,
  formatTime,
  MISSING,
} from "../format/format.ts";
import { useLabels } from "../platforms/use-labels.ts";
import { useInSlices } from "../use-in-slices.ts";
import { usePlatformClass } from "../use-platform-class.ts";
import { useServingAnswer, useWorkspace } from "../use-workspace.ts";
import { ChartFrame } from "./chart-frame.tsx";

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
  const answer = useDeferredValue(useServingAnswer((current) => current));
  const unit = useWorkspace(({ priceUnit }) => priceUnit);
  const labelOf = useLabels();
  const { value: sensitivity, isCurrent } = useInSlices(sensitivityOf, answer, null);
  const isDemand = answer.asked.choice.demand !== null;
  const inputName = (input: InputSensitivity): string => nameOfInput(input, labelOf);
  if (sensitivity === null) {
    return <p className="note">{isCurrent ? "Nothing to compare: one platform serves this, or none." : "Computing"}</p>;
  }
  const { winner, runnerUp, costRatio, inputs } = sensitivity;
  const [winnerName, runnerUpName] = [labelOf(winner), labelOf(runnerUp)];
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
        rangeText(input, unit, isDemand),
        `${formatOr(input.low.costRatio, formatRatio)} to ${formatOr(input.high.costRatio, formatRatio)}`,
        changeText(input, sensitivity, labelOf) ?? "the same",
        whyText(input.kind),
      ])}
      className="tornado"
      note={others.length > 0 && `Moves it by less than 0.1 %: ${others.join(", ")}.`}
    >
      <Tornado sensitivity={sensitivity} shown={shown} unit={unit} isDemand={isDemand} />
    </ChartFrame>
  );
}

interface TornadoProps {
  readonly sensitivity: Sensitivity;
  readonly shown: readonly InputSensitivity[];
  readonly unit: PriceUnit;
  readonly isDemand: boolean;
}

const WIDTH = 1000;

/** One bar an input, from the ratio at its low end to that at its high end; 1 is equal cost. */
function Tornado({ sensitivity, shown, unit, isDemand }: TornadoProps) {
  const classOf = usePlatformClass();
  const labelOf = useLabels();
  const { costRatio } = sensitivity;
  const ratios = shown.flatMap(({ low, high }) => [low.costRatio, high.costRatio].filter((ratio) => ratio !== null));
  const ends = [Math.min(0.98, costRatio, ...ratios), Math.max(1.02, costRatio, ...ratios)] as const;
  const placeOf = (ratio: number): number => (Math.log(ratio / ends[0]) / Math.log(ends[1] / ends[0])) * WIDTH;
  return (
    <ul className="tornado-bars">
      {shown.map((input) => {
        const change = changeText(input, sensitivity, labelOf);
        const own = [input.low.costRatio, input.high.costRatio, costRatio].filter((ratio) => ratio !== null);
        const [least, most] = [Math.min(...own), Math.max(...own)];
        return (
          <li key={`${input.kind} ${input.ids?.join(" ")}`} className={classOf(input.ids?.[0] ?? null)}>
            <span className="tornado-name">
              {nameOfInput(input, labelOf)} <span className="hint">{rangeText(input, unit, isDemand)}</span>
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

type LabelOf = (id: string) => string;

function sensitivityOf(answer: ServingAnswer): Generator<null, Sensitivity | null> {
  return servingSensitivity(answer);
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

function nameOfInput({ kind, ids }: InputSensitivity, labelOf: LabelOf): string {
  return ids === null ? INPUT_NAMES[kind] : `${inList(ids.map(labelOf))} ${INPUT_NAMES[kind]}`;
}

function valueText({ kind }: InputSensitivity, { value }: InputEffect, unit: PriceUnit, isDemand: boolean): string {
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
      return isDemand ? formatAmount(value, "index") : formatCount(value);
    case "price":
      return formatAmount(value, unit);
  }
}

/** Both ends, with what they are counted in where the input's name does not say it. */
function rangeText(input: InputSensitivity, unit: PriceUnit, isDemand: boolean): string {
  const units: Partial<Record<InputSensitivity["kind"], string>> = {
    "prompt-length": " tokens",
    "output-length": " tokens",
    "kv-holding": " times its blocks",
    load: isDemand ? " requests/s" : " in flight",
  };
  const [low, high] = [input.low, input.high].map((end) => valueText(input, end, unit, isDemand));
  return `${low}–${high}${units[input.kind] ?? ""}`;
}

/** What the recommendation becomes at either end; null where it stays. */
function changeText({ low, high }: InputSensitivity, { winner }: Sensitivity, labelOf: LabelOf): string | null {
  const texts = [low, high].flatMap((end) =>
    end.winner === winner ? [] : [end.winner === null ? "none serves" : `${labelOf(end.winner)} wins`],
  );
  return texts.length === 0 ? null : [...new Set(texts)].join(", ");
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
