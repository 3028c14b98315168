import { useState } from "react";
import { defaultFineTuningScenario, FINE_TUNING_RANGES } from "../../scenario/fine-tuning-scenario.ts";
import type { FineTuningChoice } from "../../scenario/fine-tuning-scenario.ts";
import { withRun, withTrainingTieThreshold } from "../../scenario/fine-tuning-changes.ts";
import { changeFineTuning } from "../../scenario/fine-tuning-store.ts";
import { SCENARIO_RANGES } from "../../scenario/scenario.ts";
import { LORA_TARGETS, type LoraTargets } from "../../core/fine-tuning/physics/fine-tuning-run.ts";
import { LogSlider } from "../controls/log-slider.tsx";
import { NumberField } from "../controls/number-field.tsx";
import { formatCount, formatPercent } from "../format/format.ts";
import { stepsText } from "./training-text.ts";
import { useFineTuning } from "./use-fine-tuning.ts";

const defaults = defaultFineTuningScenario.fineTuning;

/** From a hundred thousand tokens to a trillion, ten a decade, two figures each. */
const TOKEN_STOPS = Array.from({ length: 71 }, (_, i) => Number((1e5 * 10 ** (i / 10)).toPrecision(2)));

const tokensOfStep = ({ globalBatchSequences, sequenceLength }: FineTuningChoice): number =>
  globalBatchSequences * sequenceLength;

/** How long the run is: in tokens, or in optimizer steps of the batch asked for. */
export function RunLengthField() {
  const run = useFineTuning(({ fineTuning }) => fineTuning);
  const [inSteps, setInSteps] = useState(false);
  const { tokens } = run;
  const steps = tokens / tokensOfStep(run);
  const change = (value: number): void => changeFineTuning(withRun({ tokens: value }));
  const stepRange = { min: 1, max: Math.floor(FINE_TUNING_RANGES.tokens.max / tokensOfStep(run)) };
  return (
    <div className="load">
      <div className="choices" role="group" aria-label="Length of the run in">
        <button type="button" aria-pressed={!inSteps} onClick={() => setInSteps(false)}>
          Tokens
        </button>
        <button type="button" aria-pressed={inSteps} onClick={() => setInSteps(true)}>
          Steps
        </button>
      </div>
      {inSteps ? (
        <NumberField
          label="Optimizer steps in the run"
          value={steps}
          options={{ ...stepRange, integer: true, what: "steps" }}
          format={stepsText}
          onChange={(value) => change(value * tokensOfStep(run))}
          defaultValue={defaults.tokens / tokensOfStep(run)}
        />
      ) : (
        <NumberField
          label="Tokens in the run, all epochs"
          value={tokens}
          options={{ ...FINE_TUNING_RANGES.tokens, integer: true, what: "tokens" }}
          format={formatCount}
          onChange={change}
          defaultValue={defaults.tokens}
        />
      )}
      <LogSlider
        label="Tokens in the run, slider"
        value={tokens}
        stops={TOKEN_STOPS}
        format={(value) => `${formatCount(value)} tokens`}
        onChange={change}
      />
      <p className="hint">
        {stepsText(steps)} steps of {formatCount(run.globalBatchSequences)} sequences of{" "}
        {formatCount(run.sequenceLength)}: {formatCount(tokens)} tokens
      </p>
    </div>
  );
}

/** Batch and sequence of a step. */
export function BatchFields() {
  const run = useFineTuning(({ fineTuning }) => fineTuning);
  return (
    <>
      <div className="pair">
        <RunNumber label="Sequence" unit="tokens" field="sequenceLength" what="sequence length" value={run} />
        <RunNumber label="Global batch" unit="seqs" field="globalBatchSequences" what="global batch" value={run} />
      </div>
      <RunNumber
        label="Micro-batch, where a platform has none of its own"
        field="microBatch"
        what="micro-batch"
        value={run}
      />
      <p className="hint">
        A step takes whole passes of all GPUs: where they do not divide the global batch, it takes more sequences, and
        the answer says so.
      </p>
    </>
  );
}

/** Which part of the LLM is trained. */
export function AdapterFields() {
  const run = useFineTuning(({ fineTuning }) => fineTuning);
  return (
    <>
      <RunNumber label="LoRA rank" field="loraRank" what="LoRA rank" value={run} />
      <label className="inline">
        Adapters on
        <select
          value={run.loraTargets}
          onChange={(event) => changeFineTuning(withRun({ loraTargets: event.target.value as LoraTargets }))}
        >
          {LORA_TARGETS.map((targets) => (
            <option key={targets} value={targets}>
              {TARGET_NAMES[targets]}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export const TARGET_NAMES: Readonly<Record<LoraTargets, string>> = {
  all: "all projections",
  attention: "attention projections",
  mlp: "MLP projections",
};

interface RunNumberProps {
  readonly label: string;
  readonly unit?: string;
  readonly field: "sequenceLength" | "globalBatchSequences" | "microBatch" | "loraRank";
  readonly what: string;
  readonly value: FineTuningChoice;
}

function RunNumber({ label, unit, field, what, value }: RunNumberProps) {
  return (
    <NumberField
      label={label}
      {...(unit === undefined ? {} : { unit })}
      value={value[field]}
      options={{ ...FINE_TUNING_RANGES[field], integer: true, what }}
      format={formatCount}
      onChange={(next) => changeFineTuning(withRun({ [field]: next }))}
      defaultValue={defaults[field]}
    />
  );
}

/** Below which difference in cost two platforms count as a tie. */
export function TrainingTieField() {
  const threshold = useFineTuning(({ tieThresholdFraction }) => tieThresholdFraction);
  return (
    <NumberField
      label="Tie where cost differs by less than"
      value={threshold}
      options={{ ...SCENARIO_RANGES.tieThresholdFraction, percent: true, what: "tie threshold" }}
      format={formatPercent}
      onChange={(value) => changeFineTuning(withTrainingTieThreshold(value))}
      defaultValue={defaultFineTuningScenario.tieThresholdFraction}
    />
  );
}
