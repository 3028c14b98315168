import { withLengths, withLimits, withTieThreshold } from "../../scenario/changes.ts";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";

/** Prompt and output length. */
export function LengthFields() {
  const { inputTokens, outputTokens } = useScenario((scenario) => scenario.workload);
  return (
    <div className="pair">
      <NumberField
        label="Prompt"
        unit="tokens"
        value={inputTokens}
        options={{ ...SCENARIO_RANGES.inputTokens, integer: true, what: "prompt length" }}
        format={formatCount}
        onChange={(value) => changeScenario(withLengths({ inputTokens: value }))}
        defaultValue={defaultScenario.workload.inputTokens}
      />
      <NumberField
        label="Output"
        unit="tokens"
        value={outputTokens}
        options={{ ...SCENARIO_RANGES.outputTokens, integer: true, what: "output length" }}
        format={formatCount}
        onChange={(value) => changeScenario(withLengths({ outputTokens: value }))}
        defaultValue={defaultScenario.workload.outputTokens}
      />
    </div>
  );
}

/** To milliseconds and back without binary crumbs: 0.07 s is 70 ms, not 70.00000000000001. */
const toMilliseconds = (seconds: number): number => Number((seconds * 1000).toPrecision(12));
const toSeconds = (milliseconds: number): number => Number((milliseconds / 1000).toPrecision(12));

const milliseconds = ({ min, max }: { readonly min: number; readonly max: number }) => ({
  min: toMilliseconds(min),
  max: toMilliseconds(max),
});

/** Ceilings on latency; empty is none. */
export function LimitFields() {
  const { tpotSeconds, tpotBasis, ttftSeconds } = useScenario((scenario) => scenario.limits);
  const inMilliseconds = (seconds: number | null): number | null => (seconds === null ? null : toMilliseconds(seconds));
  const format = (value: number): string => String(value);
  return (
    <>
      <div className="pair">
        <NumberField
          label="TPOT at most"
          unit="ms"
          placeholder="no limit"
          value={inMilliseconds(tpotSeconds)}
          options={{ ...milliseconds(SCENARIO_RANGES.tpotSeconds), what: "TPOT limit" }}
          format={format}
          onChange={(value) => changeScenario(withLimits({ tpotSeconds: toSeconds(value) }))}
          onClear={() => changeScenario(withLimits({ tpotSeconds: null }))}
          defaultValue={null}
        />
        <NumberField
          label="Mean TTFT at most"
          unit="ms"
          placeholder="no limit"
          value={inMilliseconds(ttftSeconds)}
          options={{ ...milliseconds(SCENARIO_RANGES.ttftSeconds), what: "TTFT limit" }}
          format={format}
          onChange={(value) => changeScenario(withLimits({ ttftSeconds: toSeconds(value) }))}
          onClear={() => changeScenario(withLimits({ ttftSeconds: null }))}
          defaultValue={null}
        />
      </div>
      <label className="inline">
        TPOT is per
        <select
          value={tpotBasis}
          onChange={(event) => changeScenario(withLimits({ tpotBasis: event.target.value as "token" | "chunk" }))}
        >
          <option value="token">output token</option>
          <option value="chunk">streamed chunk</option>
        </select>
      </label>
    </>
  );
}

/** Below which difference in cost two platforms count as a tie. */
export function TieField() {
  const threshold = useScenario((scenario) => scenario.tieThresholdFraction);
  return (
    <NumberField
      label="Tie where cost differs by less than"
      value={threshold}
      options={{ ...SCENARIO_RANGES.tieThresholdFraction, percent: true, what: "tie threshold" }}
      format={formatPercent}
      onChange={(value) => changeScenario(withTieThreshold(value))}
      defaultValue={defaultScenario.tieThresholdFraction}
    />
  );
}
