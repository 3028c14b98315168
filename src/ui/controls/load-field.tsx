import { DEFAULT_DEMAND, peakRequestsPerSecond } from "../../core/economics/demand.ts";
import { wholeLogGrid } from "../../core/numerics/log-grid.ts";
import { inRate } from "../../core/units/wording.ts";
import { servingQuestion } from "../../questions/serving/serving-question.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { withConcurrency, withDemand } from "../../workspace/serving-changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { LoadStrip } from "../charts/load-strip.tsx";
import { formatCount } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";
import { LogSlider } from "./log-slider.tsx";
import { countReader } from "../../workspace/reading/read-count.ts";
import { rateReader } from "../../workspace/reading/read-rate.ts";
import { NumberField } from "./number-field.tsx";

const readers = {
  concurrency: countReader({
    ...SERVING_RANGES.concurrency,
    integer: true,
    nouns: ["requests", "users", "in", "flight", "concurrent"],
    what: "concurrency",
  }),
  requestsPerSecond: rateReader({ ...SERVING_RANGES.requestsPerSecond, what: "requests per second" }),
};

/** An eighth of a doubling apart. */
const CONCURRENCY_STOPS = wholeLogGrid(SERVING_RANGES.concurrency.min, SERVING_RANGES.concurrency.max, 8);
/** From a request a minute to ten thousand a second, two figures each. */
const RATE_STOPS = Array.from({ length: 117 }, (_, i) => Number((0.0167 * 10 ** (i / 20)).toPrecision(2)));

/** What was typed, to the digits that anyone types. */
const typedRate = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });

/** Load: requests in flight on the GPUs there are, or traffic to rent GPUs for; under it who wins where. */
export function LoadField() {
  const demand = useWorkspace(({ serve }) => serve.demand);
  return (
    <div className="load">
      <div className="choices" role="group" aria-label="What the load is">
        <button type="button" aria-pressed={demand === null} onClick={() => changeWorkspace(withDemand(null))}>
          In flight
        </button>
        <button
          type="button"
          aria-pressed={demand !== null}
          onClick={() => demand === null && changeWorkspace(withDemand({}))}
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
  const concurrency = useWorkspace(({ serve }) => serve.workload.concurrency);
  const change = (value: number): void => changeWorkspace(withConcurrency(value));
  return (
    <>
      <NumberField
        label="Requests in flight, whole platform"
        value={concurrency}
        reader={readers.concurrency}
        format={formatCount}
        onChange={change}
        defaultValue={servingQuestion.defaultChoice.workload.concurrency}
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
  const demand = useWorkspace(({ serve }) => serve.demand) ?? DEFAULT_DEMAND;
  const outputTokens = useWorkspace(({ serve }) => serve.workload.outputTokens);
  const change = (requestsPerSecond: number): void => changeWorkspace(withDemand({ requestsPerSecond }));
  const tokensPerDay = demand.requestsPerSecond * outputTokens * 86_400;
  return (
    <>
      <NumberField
        label="Requests per second, daily mean"
        value={demand.requestsPerSecond}
        reader={readers.requestsPerSecond}
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
