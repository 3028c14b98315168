import { DEFAULT_DEMAND, peakRequestsPerSecond } from "../../core/economics/demand.ts";
import { concurrencyGrid } from "../../core/serving/answer/load-flips.ts";
import { inRate } from "../../core/serving/answer/wording.ts";
import { withConcurrency, withDemand } from "../../scenario/changes.ts";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { LoadStrip } from "../charts/load-strip.tsx";
import { formatCount } from "../format/format.ts";
import { useScenario } from "../use-scenario.ts";
import { LogSlider } from "./log-slider.tsx";
import { NumberField } from "./number-field.tsx";

/** An eighth of a doubling apart. */
const CONCURRENCY_STOPS = concurrencyGrid(SCENARIO_RANGES.concurrency.min, SCENARIO_RANGES.concurrency.max, 8);
/** From a request a minute to ten thousand a second, two figures each. */
const RATE_STOPS = Array.from({ length: 117 }, (_, i) => Number((0.0167 * 10 ** (i / 20)).toPrecision(2)));

/** What was typed, to the digits that anyone types. */
const typedRate = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

/** Load: requests in flight on the GPUs there are, or traffic to rent GPUs for; under it who wins where. */
export function LoadField() {
  const demand = useScenario((scenario) => scenario.demand);
  return (
    <div className="load">
      <div className="choices" role="group" aria-label="What the load is">
        <button type="button" aria-pressed={demand === null} onClick={() => changeScenario(withDemand(null))}>
          In flight
        </button>
        <button
          type="button"
          aria-pressed={demand !== null}
          onClick={() => demand === null && changeScenario(withDemand({}))}
        >
          Traffic to serve
        </button>
      </div>
      {demand === null ? <ConcurrencyField /> : <RateField />}
      <LoadStrip />
    </div>
  );
}

function ConcurrencyField() {
  const concurrency = useScenario((scenario) => scenario.workload.concurrency);
  const change = (value: number): void => changeScenario(withConcurrency(value));
  return (
    <>
      <NumberField
        label="Requests in flight, whole platform"
        value={concurrency}
        options={{ ...SCENARIO_RANGES.concurrency, integer: true, what: "concurrency" }}
        format={formatCount}
        onChange={change}
        defaultValue={defaultScenario.workload.concurrency}
      />
      <LogSlider
        label="Requests in flight, slider"
        value={concurrency}
        stops={CONCURRENCY_STOPS}
        format={(value) => `${formatCount(value)} requests in flight`}
        onChange={change}
      />
    </>
  );
}

function RateField() {
  const demand = useScenario((scenario) => scenario.demand) ?? DEFAULT_DEMAND;
  const outputTokens = useScenario((scenario) => scenario.workload.outputTokens);
  const change = (requestsPerSecond: number): void => changeScenario(withDemand({ requestsPerSecond }));
  const tokensPerDay = demand.requestsPerSecond * outputTokens * 86_400;
  return (
    <>
      <NumberField
        label="Requests per second, daily mean"
        value={demand.requestsPerSecond}
        options={{ ...SCENARIO_RANGES.requestsPerSecond, what: "requests per second" }}
        format={(value) => typedRate.format(value)}
        onChange={change}
        defaultValue={DEFAULT_DEMAND.requestsPerSecond}
      />
      <LogSlider
        label="Requests per second, slider"
        value={demand.requestsPerSecond}
        stops={RATE_STOPS}
        format={(value) => `${inRate(value)} requests per second`}
        onChange={change}
      />
      <p className="hint">
        {inRate(peakRequestsPerSecond(demand))}/s at the peak; {formatCount(tokensPerDay / 1e6)} M output tokens a day
      </p>
    </>
  );
}
