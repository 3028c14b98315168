import type { ReactNode } from "react";
import { TRAINING_PRECISIONS, TRAINING_STRATEGIES } from "../../core/fine-tuning/physics/training-deployment.ts";
import { TUNABLE_SETTINGS, type TunableSetting } from "../../core/fine-tuning/answer/tune-training.ts";
import {
  type TrainingSettings,
  trainingPolicyOf,
  withBestMeasuredTraining,
  withTrainingCompared,
  withTrainingLock,
  withTrainingSettings,
  withTrainingTuned,
} from "../../scenario/fine-tuning-changes.ts";
import {
  bestMeasuredTrainingSettings,
  FINE_TUNING_RANGES,
  type FineTuningPlatformChoice,
} from "../../scenario/fine-tuning-scenario.ts";
import { changeFineTuning } from "../../scenario/fine-tuning-store.ts";
import { Compared } from "../controls/compared-fields.tsx";
import { NumberField } from "../controls/number-field.tsx";
import { formatCount } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { gpuName, PRECISION_NAMES, STRATEGY_NAMES } from "./training-text.ts";
import { useFineTuning, useFineTuningEvaluation } from "./use-fine-tuning.ts";

const GPU_COUNTS = Array.from({ length: FINE_TUNING_RANGES.gpuCount.max }, (_, i) => i + 1);

/** How each platform trains: as measured, tuned for cost or time, or by hand; a tuned setting can be kept. */
export function TrainingSettingsFields() {
  const { scenario, platforms: evaluated } = useFineTuningEvaluation();
  const policy = trainingPolicyOf(scenario);
  const columns = scenario.platforms.flatMap((platform) => {
    const offer = evaluated.find(({ gpu }) => gpu.id === platform.gpu)?.offer;
    if (!platform.compared || !offer) return [];
    // Tuned settings are the ones in use; a micro-batch that is the run's stays empty.
    return [{ ...platform, ...(platform.tuned ? offer : {}) }];
  });
  return (
    <>
      <div className="choices thirds" role="group" aria-label="Settings to train with">
        <button
          type="button"
          aria-pressed={policy === "best-measured"}
          onClick={() => changeFineTuning(withBestMeasuredTraining())}
        >
          Best measured
        </button>
        <button
          type="button"
          aria-pressed={policy === "tuned-cheapest"}
          onClick={() => changeFineTuning(withTrainingTuned("cheapest"))}
        >
          Cheapest
        </button>
        <button
          type="button"
          aria-pressed={policy === "tuned-fastest"}
          onClick={() => changeFineTuning(withTrainingTuned("fastest"))}
        >
          Fastest
        </button>
      </div>
      {policy.startsWith("tuned") && (
        <p className="hint">
          Of all settings that fit and train the batch asked for, in number formats that somebody has run on the GPU.
          What is kept stays as it is.
        </p>
      )}
      <div className="settings" data-columns={columns.length}>
        <div className="setting-row" aria-hidden="true">
          <span />
          {columns.map(({ gpu }) => (
            <span key={gpu} className={`platform-name ${platformClass(gpu)}`}>
              {gpuName(gpu)}
            </span>
          ))}
        </div>
        {TUNABLE_SETTINGS.map((setting) => (
          <div key={setting} className="setting-row">
            <span aria-hidden="true">{SETTINGS[setting].name}</span>
            {columns.map((platform) => (
              <div key={platform.gpu}>
                {SETTINGS[setting].render(platform, `${SETTINGS[setting].name}, ${gpuName(platform.gpu)}`)}
                {platform.tuned && <Lock platform={platform} setting={setting} />}
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

interface LockProps {
  readonly platform: FineTuningPlatformChoice;
  readonly setting: TunableSetting;
}

function Lock({ platform, setting }: LockProps) {
  return (
    <label className="lock">
      <input
        type="checkbox"
        checked={platform.locked.includes(setting)}
        aria-label={`Keep ${SETTINGS[setting].name}, ${gpuName(platform.gpu)}`}
        onChange={(event) =>
          changeFineTuning(withTrainingLock(platform.gpu, setting, platform[setting], event.target.checked))
        }
      />
      keep
    </label>
  );
}

function choose(gpu: string, settings: Partial<TrainingSettings>): void {
  changeFineTuning(withTrainingSettings(gpu, settings));
}

interface Setting {
  readonly name: string;
  readonly render: (platform: FineTuningPlatformChoice, label: string) => ReactNode;
}

const SETTINGS: Readonly<Record<TunableSetting, Setting>> = {
  gpuCount: {
    name: "GPUs",
    render: ({ gpu, gpuCount }, label) => (
      <select
        aria-label={label}
        value={gpuCount}
        onChange={(event) => choose(gpu, { gpuCount: Number(event.target.value) })}
      >
        {GPU_COUNTS.map((count) => (
          <option key={count}>{count}</option>
        ))}
      </select>
    ),
  },
  strategy: {
    name: "Strategy",
    render: ({ gpu, strategy }, label) => (
      <Choice
        label={label}
        value={strategy}
        values={TRAINING_STRATEGIES}
        names={STRATEGY_NAMES}
        onChange={(value) => choose(gpu, { strategy: value })}
      />
    ),
  },
  checkpointing: {
    name: "Checkpointing",
    render: ({ gpu, checkpointing }, label) => (
      <Switch label={label} value={checkpointing} onChange={(value) => choose(gpu, { checkpointing: value })} />
    ),
  },
  precision: {
    name: "Precision",
    render: ({ gpu, precision }, label) => (
      <Choice
        label={label}
        value={precision}
        values={TRAINING_PRECISIONS}
        names={PRECISION_NAMES}
        onChange={(value) => choose(gpu, { precision: value })}
      />
    ),
  },
  compile: {
    name: "torch.compile",
    render: ({ gpu, compile }, label) => (
      <Switch label={label} value={compile} onChange={(value) => choose(gpu, { compile: value })} />
    ),
  },
  microBatch: {
    name: "Micro-batch",
    render: ({ gpu, microBatch }, label) => (
      <NumberField
        hiddenLabel
        label={label}
        value={microBatch}
        placeholder="run’s"
        options={{ ...FINE_TUNING_RANGES.microBatch, integer: true, what: "micro-batch" }}
        format={formatCount}
        onChange={(value) => choose(gpu, { microBatch: value })}
        onClear={() => choose(gpu, { microBatch: null })}
        defaultValue={bestMeasuredTrainingSettings(gpu).microBatch}
      />
    ),
  },
};

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly values: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, values, names, onChange }: ChoiceProps<Value>) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as Value)}>
      {values.map((each) => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </select>
  );
}

const ON_OR_OFF = ["on", "off"] as const;

function Switch({ label, value, onChange }: { label: string; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <Choice
      label={label}
      value={value ? "on" : "off"}
      values={ON_OR_OFF}
      names={{ on: "on", off: "off" }}
      onChange={(next) => onChange(next === "on")}
    />
  );
}

export function TrainingComparedFields() {
  return (
    <Compared
      scenario={useFineTuning((scenario) => scenario)}
      nameOf={gpuName}
      onChange={(gpu, compared) => changeFineTuning(withTrainingCompared(gpu, compared))}
    />
  );
}
