import { lengthsPresets, limitsPresets } from "../../catalog/presets.ts";
import { withLengths, withLimits, withTieThreshold } from "../../scenario/changes.ts";
import { defaultScenario } from "../../scenario/default-scenario.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import { useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";
import { PresetButtons } from "./preset-buttons.tsx";

/** Prompt and output: mean lengths, how they scatter, and what a prefix cache has. */
export function LengthFields() {
  const workload = useScenario((scenario) => scenario.workload);
  const { inputTokens, outputTokens } = workload;
  const lengthsOf = (preset: (typeof lengthsPresets)[number]) => ({
    inputTokens: preset.inputTokens,
    outputTokens: preset.outputTokens,
    inputTokensVariation: preset.inputRatio,
    outputTokensVariation: preset.outputRatio,
    prefixCachedFraction: preset.cachedFraction,
  });
  return (
    <>
      <PresetButtons
        label="Kind of requests"
        presets={lengthsPresets}
        isChosen={(preset) =>
          Object.entries(lengthsOf(preset)).every(([key, value]) => workload[key as "inputTokens"] === value)
        }
        onChoose={(preset) => changeScenario(withLengths(lengthsOf(preset)))}
      />
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
      <div className="pair">
        {variationField("Prompts scatter by", "inputTokensVariation")}
        {variationField("Outputs scatter by", "outputTokensVariation")}
      </div>
      <NumberField
        label="Prompt tokens from the prefix cache"
        value={workload.prefixCachedFraction}
        options={{ ...SCENARIO_RANGES.prefixCachedFraction, percent: true, what: "cached share" }}
        format={formatPercent}
        onChange={(value) => changeScenario(withLengths({ prefixCachedFraction: value }))}
        defaultValue={defaultScenario.workload.prefixCachedFraction}
      />
      <p className="hint">
        Scatter is the standard deviation over the mean. Cached tokens are not computed again; their KV cache is counted
        for each request.
      </p>
    </>
  );
  function variationField(label: string, key: "inputTokensVariation" | "outputTokensVariation") {
    return (
      <NumberField
        label={label}
        value={workload[key]}
        options={{ ...SCENARIO_RANGES[key], percent: true, what: `${label.toLowerCase()}` }}
        format={formatPercent}
        onChange={(value) => changeScenario(withLengths({ [key]: value }))}
        defaultValue={defaultScenario.workload[key]}
      />
    );
  }
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
  const { tpotSeconds, tpotBasis, ttftSeconds, requestSeconds } = useScenario((scenario) => scenario.limits);
  const limitsOf = (preset: (typeof limitsPresets)[number]) => ({
    tpotSeconds: preset.tpotSeconds,
    ttftSeconds: preset.ttftSeconds,
    requestSeconds: preset.requestSeconds,
    tpotBasis: "token" as const,
  });
  const inMilliseconds = (seconds: number | null): number | null => (seconds === null ? null : toMilliseconds(seconds));
  const format = (value: number): string => String(value);
  return (
    <>
      <PresetButtons
        label="Kind of use"
        presets={limitsPresets}
        isChosen={(preset) =>
          preset.tpotSeconds === tpotSeconds &&
          preset.ttftSeconds === ttftSeconds &&
          preset.requestSeconds === requestSeconds &&
          tpotBasis === "token"
        }
        onChoose={(preset) => changeScenario(withLimits(limitsOf(preset)))}
      />
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
        <NumberField
          label="Whole request at most"
          unit="s"
          placeholder="no limit"
          value={requestSeconds}
          options={{ ...SCENARIO_RANGES.requestSeconds, what: "request limit" }}
          format={format}
          onChange={(value) => changeScenario(withLimits({ requestSeconds: value }))}
          onClear={() => changeScenario(withLimits({ requestSeconds: null }))}
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
