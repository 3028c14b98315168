import { lengthsPresets, limitsPresets } from "../../catalog/presets.ts";
import { servingQuestion } from "../../questions/serving/serving-question.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { withTieThreshold } from "../../workspace/changes.ts";
import { defaultWorkspace } from "../../workspace/default-workspace.ts";
import { contextTokens, withLengths, withLimits } from "../../workspace/serving-changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { WORKSPACE_RANGES } from "../../workspace/workspace-ranges.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { fractionReader } from "../../workspace/reading/read-fraction.ts";
import { timeInUnit, timeReader } from "../../workspace/reading/read-time.ts";
import { NumberField } from "./number-field.tsx";
import { PresetButtons } from "./preset-buttons.tsx";

const { defaultChoice: defaults } = servingQuestion;
const ofTokens = { integer: true, nouns: ["tokens", "token", "tok"], thousands: "of-a-length" } as const;
const readers = {
  inputTokens: countReader({ ...SERVING_RANGES.inputTokens, ...ofTokens, what: "prompt length" }),
  outputTokens: countReader({ ...SERVING_RANGES.outputTokens, ...ofTokens, what: "output length" }),
  prefixCached: fractionReader({ ...SERVING_RANGES.prefixCachedFraction, what: "cached share" }),
  tpot: timeReader({ ...SERVING_RANGES.tpotSeconds, unit: "ms", what: "TPOT limit" }),
  ttft: timeReader({ ...SERVING_RANGES.ttftSeconds, unit: "ms", what: "TTFT limit" }),
  request: timeReader({ ...SERVING_RANGES.requestSeconds, unit: "s", what: "request limit" }),
  tie: fractionReader({ ...WORKSPACE_RANGES.tieThresholdFraction, what: "tie threshold" }),
};

/** Prompt and output: mean lengths, how they scatter, and what a prefix cache has. */
export function LengthFields() {
  const workload = useWorkspace(({ serve }) => serve.workload);
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
        onChoose={(preset) => changeWorkspace(withLengths(lengthsOf(preset)))}
      />
      <div className="pair">
        <NumberField
          label="Prompt"
          unit="tokens"
          value={inputTokens}
          reader={readers.inputTokens}
          format={formatCount}
          onChange={(value) => changeWorkspace(withLengths({ inputTokens: value }))}
          defaultValue={defaults.workload.inputTokens}
        />
        <NumberField
          label="Output"
          unit="tokens"
          value={outputTokens}
          reader={readers.outputTokens}
          format={formatCount}
          onChange={(value) => changeWorkspace(withLengths({ outputTokens: value }))}
          defaultValue={defaults.workload.outputTokens}
        />
      </div>
      <div className="pair">
        {variationField("Prompts scatter by", "inputTokensVariation")}
        {variationField("Outputs scatter by", "outputTokensVariation")}
      </div>
      <NumberField
        label="Prompt tokens from the prefix cache"
        value={workload.prefixCachedFraction}
        reader={readers.prefixCached}
        format={formatPercent}
        onChange={(value) => changeWorkspace(withLengths({ prefixCachedFraction: value }))}
        defaultValue={defaults.workload.prefixCachedFraction}
      />
      <p className="hint">
        Scatter is the standard deviation over the mean. Cached tokens are not computed again; their KV cache is counted
        for each request.
      </p>
      <ContextHint />
    </>
  );
  function variationField(label: string, key: "inputTokensVariation" | "outputTokensVariation") {
    return (
      <NumberField
        label={label}
        value={workload[key]}
        reader={fractionReader({ ...SERVING_RANGES[key], what: label.toLowerCase() })}
        format={formatPercent}
        onChange={(value) => changeWorkspace(withLengths({ [key]: value }))}
        defaultValue={defaults.workload[key]}
      />
    );
  }
}

/** Lengths that need a longer context than a platform was set up for raise its max_model_len, which is said. */
function ContextHint() {
  const needed = useWorkspace(contextTokens);
  const longest = useWorkspace(({ platforms }) => Math.max(...platforms.map(({ serve }) => serve.maxModelLen)));
  const measured = Math.max(...defaultWorkspace.platforms.map(({ serve }) => serve.maxModelLen));
  if (needed <= measured) return null;
  return (
    <p className="hint" role="status">
      Prompt and output take {formatCount(needed)} tokens: max_model_len is {formatCount(longest)} where it was shorter.
    </p>
  );
}

const inMilliseconds = (seconds: number): string => String(timeInUnit(seconds, "ms"));
const inSeconds = (seconds: number): string => String(timeInUnit(seconds, "s"));

/** Ceilings on latency; empty is none. */
export function LimitFields() {
  const { tpotSeconds, tpotBasis, ttftSeconds, requestSeconds } = useWorkspace(({ serve }) => serve.limits);
  const limitsOf = (preset: (typeof limitsPresets)[number]) => ({
    tpotSeconds: preset.tpotSeconds,
    ttftSeconds: preset.ttftSeconds,
    requestSeconds: preset.requestSeconds,
    tpotBasis: "token" as const,
  });
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
        onChoose={(preset) => changeWorkspace(withLimits(limitsOf(preset)))}
      />
      <div className="pair">
        <NumberField
          label="TPOT at most"
          unit="ms"
          placeholder="no limit"
          value={tpotSeconds}
          reader={readers.tpot}
          format={inMilliseconds}
          onChange={(value) => changeWorkspace(withLimits({ tpotSeconds: value }))}
          onClear={() => changeWorkspace(withLimits({ tpotSeconds: null }))}
          defaultValue={null}
        />
        <NumberField
          label="Mean TTFT at most"
          unit="ms"
          placeholder="no limit"
          value={ttftSeconds}
          reader={readers.ttft}
          format={inMilliseconds}
          onChange={(value) => changeWorkspace(withLimits({ ttftSeconds: value }))}
          onClear={() => changeWorkspace(withLimits({ ttftSeconds: null }))}
          defaultValue={null}
        />
        <NumberField
          label="Whole request at most"
          unit="s"
          placeholder="no limit"
          value={requestSeconds}
          reader={readers.request}
          format={inSeconds}
          onChange={(value) => changeWorkspace(withLimits({ requestSeconds: value }))}
          onClear={() => changeWorkspace(withLimits({ requestSeconds: null }))}
          defaultValue={null}
        />
      </div>
      <label className="inline">
        TPOT is per
        <select
          value={tpotBasis}
          onChange={(event) => changeWorkspace(withLimits({ tpotBasis: event.target.value as "token" | "chunk" }))}
        >
          <option value="token">output token</option>
          <option value="chunk">streamed chunk</option>
        </select>
      </label>
    </>
  );
}

/** Below which difference in cost two platforms are a close call. */
export function TieField() {
  const threshold = useWorkspace((workspace) => workspace.tieThresholdFraction);
  return (
    <NumberField
      label="Close call where cost differs by less than"
      value={threshold}
      reader={readers.tie}
      format={formatPercent}
      onChange={(value) => changeWorkspace(withTieThreshold(value))}
      defaultValue={defaultWorkspace.tieThresholdFraction}
    />
  );
}
