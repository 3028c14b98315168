import { useState } from "react";
import type { FineTuningChoice } from "../../questions/fine-tuning/fine-tuning-choice.ts";
import { fineTuningQuestion } from "../../questions/fine-tuning/fine-tuning-question.ts";
import { FINE_TUNING_RANGES } from "../../questions/fine-tuning/fine-tuning-schema.ts";
import { withFineTuningChoice } from "../../workspace/changes.ts";
import { changeWorkspace } from "../../workspace/store.ts";
import { LORA_TARGETS, type LoraTargets } from "../../core/fine-tuning/physics/fine-tuning-run.ts";
import { LogSlider } from "../controls/log-slider.tsx";
import { countReader } from "../../workspace/reading/read-count.ts";
import { NumberField } from "../controls/number-field.tsx";
import { formatCount } from "../format/format.ts";
import { useWorkspace } from "../use-workspace.ts";

const { defaultChoice: defaults } = fineTuningQuestion;
const steps = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const stepsText = (count: number): string => steps.format(count);

const tokensReader = countReader({
  ...FINE_TUNING_RANGES.tokens,
  integer: true,
  nouns: ["tokens", "tok"],
  what: "tokens",
});

/** From a hundred thousand tokens to a trillion, ten a decade, two figures each. */
const TOKEN_STOPS = Array.from({ length: 71 }, (_, i) => Number((1e5 * 10 ** (i / 10)).toPrecision(2)));

const tokensOfStep = ({ globalBatchSequences, sequenceLength }: FineTuningChoice): number =>
  globalBatchSequences * sequenceLength;

/** How long the run is: in tokens, or in optimizer steps of the batch asked for. */
export function RunLengthField() {
  const run = useWorkspace(({ fineTune }) => fineTune);
  const [inSteps, setInSteps] = useState(false);
  const { tokens } = run;
  const stepCount = tokens / tokensOfStep(run);
  const change = (value: number): void => changeWorkspace(withFineTuningChoice({ tokens: value }));
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
          value={stepCount}
          reader={countReader({ ...stepRange, integer: true, nouns: ["steps"], what: "steps" })}
          format={stepsText}
          onChange={(value) => change(value * tokensOfStep(run))}
          defaultValue={defaults.tokens / tokensOfStep(run)}
        />
      ) : (
        <NumberField
          label="Tokens in the run, all epochs"
          value={tokens}
          reader={tokensReader}
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
        {stepsText(stepCount)} steps of {formatCount(run.globalBatchSequences)} sequences of{" "}
        {formatCount(run.sequenceLength)}: {formatCount(tokens)} tokens
      </p>
    </div>
  );
}

/** Batch and sequence of a step. */
export function BatchFields() {
  const run = useWorkspace(({ fineTune }) => fineTune);
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
  const run = useWorkspace(({ fineTune }) => fineTune);
  return (
    <>
      <RunNumber label="LoRA rank" field="loraRank" what="LoRA rank" value={run} />
      <label className="inline">
        Adapters on
        <select
          value={run.loraTargets}
          onChange={(event) =>
            changeWorkspace(withFineTuningChoice({ loraTargets: event.target.value as LoraTargets }))
          }
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

const TARGET_NAMES: Readonly<Record<LoraTargets, string>> = {
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
      reader={countReader({
        ...FINE_TUNING_RANGES[field],
        integer: true,
        nouns: unit === undefined ? [] : [unit, "sequences"],
        thousands: field === "sequenceLength" ? "of-a-limit" : "decimal",
        what,
      })}
      format={formatCount}
      onChange={(next) => changeWorkspace(withFineTuningChoice({ [field]: next }))}
      defaultValue={defaults[field]}
    />
  );
}
