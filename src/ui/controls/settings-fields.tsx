import { useState, type ReactNode } from "react";
import { servingModel } from "../../catalog/serving-model.ts";
import { acceptanceKey } from "../../core/serving/fit/acceptance.ts";
import type { TunableSetting } from "../../core/serving/answer/tuning.ts";
import { DTYPES, type Dtype } from "../../core/units/dtype.ts";
import {
  withAdapter,
  withBaseSettings,
  withBestMeasuredSettings,
  withSettings,
  withTuning,
} from "../../scenario/changes.ts";
import { SCENARIO_RANGES, type PlatformChoice } from "../../scenario/scenario.ts";
import { bestMeasuredSettings, settingsPolicyOf } from "../../scenario/settings.ts";
import { changeScenario } from "../../scenario/store.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import { platformClass } from "../platform-class.ts";
import { useEvaluation, useScenario } from "../use-scenario.ts";
import { NumberField } from "./number-field.tsx";
import { chooseSetting, Lock } from "./tuning-lock.tsx";

const { gpus } = servingModel;
const DRAFT_LENGTHS = [0, 1, 2, 3];
const SPLITS = [1, 2, 4, 8];
const DTYPE_NAMES: Readonly<Record<Dtype, string>> = { bf16: "bf16", fp8: "FP8" };

/** Which settings decide: best measured, the same for all, or each platform's own. */
export function SettingsFields() {
  const platforms = useScenario((scenario) => scenario.platforms);
  const policy = useScenario(settingsPolicyOf);
  const lora = platforms.every((platform) => platform.lora);
  const [forAll, setForAll] = useState(policy === "same");
  const compared = platforms.filter((platform) => platform.compared);
  const chosen = useTunedSettings();
  const columns = (forAll && policy === "same" ? compared.slice(0, 1) : compared).map((platform) => ({
    ...platform,
    ...chosen.get(platform.gpu),
  }));
  const together = columns.length < compared.length;
  return (
    <>
      <div className="choices thirds" role="group" aria-label="Settings to compare with">
        <button
          type="button"
          aria-pressed={policy === "best-measured"}
          onClick={() => {
            setForAll(false);
            changeScenario(withBestMeasuredSettings());
          }}
        >
          Best measured
        </button>
        <button
          type="button"
          aria-pressed={policy === "same"}
          onClick={() => {
            setForAll(true);
            changeScenario(withBaseSettings());
          }}
        >
          Same for all
        </button>
        <button
          type="button"
          aria-pressed={policy === "tuned"}
          onClick={() => {
            setForAll(false);
            changeScenario(withTuning());
          }}
        >
          Tuned
        </button>
      </div>
      {policy === "tuned" && (
        <p className="hint">
          The settings that deliver most within the limits, of those somebody has run on the GPU. What is kept stays as
          it is.
        </p>
      )}
      <label className="check">
        <input
          type="checkbox"
          checked={lora}
          onChange={(event) => changeScenario(withAdapter(event.target.checked, policy === "best-measured"))}
        />
        LoRA adapter (rank 16) on every request
      </label>
      <div className="settings" data-columns={columns.length}>
        {!together && (
          <div className="setting-row" aria-hidden="true">
            <span />
            {columns.map(({ gpu }) => (
              <span key={gpu} className={`platform-name ${platformClass(gpu)}`}>
                {gpus.get(gpu)!.shortName}
              </span>
            ))}
          </div>
        )}
        {SETTINGS.map(({ name, tunable, render }) => (
          <div key={name} className="setting-row">
            <span aria-hidden="true">{name}</span>
            {columns.map((platform) => (
              <div key={platform.gpu}>
                {render(
                  platform,
                  together ? name : `${name}, ${gpus.get(platform.gpu)!.shortName}`,
                  together ? null : platform.gpu,
                )}
                {policy === "tuned" && tunable && <Lock platform={platform} setting={tunable} name={name} />}
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

/** Settings that the search chose, by GPU; empty where settings are taken as they are. */
function useTunedSettings(): ReadonlyMap<string, Pick<PlatformChoice, TunableSetting>> {
  const platforms = useEvaluation((evaluation) => evaluation.platforms);
  return new Map(
    platforms.flatMap(({ gpu, tuning }) => {
      if (tuning === null) return [];
      const { kvCache, draftLength, maxNumSeqs, tensorParallel } = tuning.offer;
      return [[gpu.id, { kvCache, draftLength, maxNumSeqs, tensorParallel }] as const];
    }),
  );
}

interface Setting {
  readonly name: string;
  /** Where the search may choose it. */
  readonly tunable?: TunableSetting;
  /** @param gpu The platform to change, or null for all. */
  readonly render: (platform: PlatformChoice, label: string, gpu: string | null) => ReactNode;
}

const SETTINGS: readonly Setting[] = [
  {
    name: "KV cache",
    tunable: "kvCache",
    render: (platform, label, gpu) => (
      <select
        aria-label={label}
        value={platform.kvCache}
        onChange={(event) => chooseSetting(platform, gpu, { kvCache: event.target.value as Dtype })}
      >
        {DTYPES.map((dtype) => (
          <option key={dtype} value={dtype}>
            {DTYPE_NAMES[dtype]}
          </option>
        ))}
      </select>
    ),
  },
  {
    name: "Drafts",
    tunable: "draftLength",
    render: (platform, label, gpu) => (
      <select
        aria-label={label}
        value={platform.draftLength}
        onChange={(event) =>
          chooseSetting(platform, gpu, { draftLength: Number(event.target.value), acceptanceRate: null })
        }
      >
        {DRAFT_LENGTHS.map((length) => (
          <option key={length}>{length}</option>
        ))}
      </select>
    ),
  },
  {
    name: "Acceptance",
    render: (platform, label, gpu) =>
      platform.draftLength === 0 ? (
        <span className="hint">no drafts</span>
      ) : (
        <NumberField
          hiddenLabel
          label={label}
          value={platform.acceptanceRate}
          placeholder={measuredAcceptanceText(platform)}
          options={{ ...SCENARIO_RANGES.acceptanceRate, percent: true, what: "acceptance" }}
          format={formatPercent}
          onChange={(value) => changeScenario(withSettings(gpu, { acceptanceRate: value }))}
          onClear={() => changeScenario(withSettings(gpu, { acceptanceRate: null }))}
          defaultValue={null}
        />
      ),
  },
  {
    name: "max_num_seqs",
    tunable: "maxNumSeqs",
    render: (platform, label, gpu) => (
      <NumberField
        hiddenLabel
        label={label}
        value={platform.maxNumSeqs}
        options={{ ...SCENARIO_RANGES.maxNumSeqs, integer: true, what: "max_num_seqs" }}
        format={formatCount}
        onChange={(value) => chooseSetting(platform, gpu, { maxNumSeqs: value })}
        {...(gpu === null ? {} : { defaultValue: bestMeasuredSettings(platform.gpu, platform.lora).maxNumSeqs })}
      />
    ),
  },
  {
    name: "Tensor parallel",
    tunable: "tensorParallel",
    render: (platform, label, gpu) => (
      <select
        aria-label={label}
        value={platform.tensorParallel}
        onChange={(event) => chooseSetting(platform, gpu, { tensorParallel: Number(event.target.value) })}
      >
        {SPLITS.filter((split) => platform.gpuCount % split === 0 || split === platform.tensorParallel).map((split) => (
          <option key={split}>{split}</option>
        ))}
      </select>
    ),
  },
  {
    name: "max_num_batched_tokens",
    render: (platform, label, gpu) => (
      <NumberField
        hiddenLabel
        label={label}
        value={platform.maxNumBatchedTokens}
        options={{ ...SCENARIO_RANGES.maxNumBatchedTokens, integer: true, what: "max_num_batched_tokens" }}
        format={formatCount}
        onChange={(value) => changeScenario(withSettings(gpu, { maxNumBatchedTokens: value }))}
        defaultValue={servingModel.conditions.maxNumBatchedTokens}
      />
    ),
  },
];

/** The rate in use when none is typed, as a fraction that can be typed back. */
function measuredAcceptanceText({ gpu, kvCache, draftLength }: PlatformChoice): string {
  const measured = servingModel.acceptance.get(acceptanceKey(gpu, kvCache, draftLength));
  return measured ? formatPercent(measured.rate) : "type one";
}
