import { useId } from "react";
import { concurrencyGrid } from "../../core/recommendation/load-flips.ts";
import { withConcurrency } from "../../scenario/changes.ts";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { LoadStrip } from "../charts/load-strip.tsx";
import { formatCount } from "../format/format.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";

const { min, max } = SCENARIO_RANGES.concurrency;
/** Stops of the slider: whole requests, an eighth of a doubling apart, so that a key press always moves it. */
const STOPS = concurrencyGrid(min, max, 8);

function nearestStop(concurrency: number): number {
  const after = STOPS.findIndex((stop) => stop >= concurrency);
  const before = Math.max(0, after - 1);
  return concurrency / STOPS[before]! < STOPS[after]! / concurrency ? before : after;
}

/** Load: one logarithmic slider, a field to type in, and under it who wins where. */
export function ConcurrencyField() {
  const concurrency = useScenario((scenario) => scenario.workload.concurrency);
  const id = useId();
  const change = (value: number): void => changeScenario(withConcurrency(value));
  return (
    <div className="concurrency">
      <NumberField
        label="Requests in flight, whole platform"
        value={concurrency}
        options={{ ...SCENARIO_RANGES.concurrency, integer: true, what: "concurrency" }}
        format={formatCount}
        onChange={change}
        defaultValue={defaultScenario.workload.concurrency}
      />
      <label htmlFor={id} className="visually-hidden">
        Requests in flight, slider
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={STOPS.length - 1}
        step={1}
        value={nearestStop(concurrency)}
        aria-valuetext={`${formatCount(concurrency)} requests in flight`}
        onChange={(event) => change(STOPS[Number(event.target.value)]!)}
      />
      <LoadStrip />
    </div>
  );
}
