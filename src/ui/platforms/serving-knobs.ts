import { acceptanceKey } from "../../core/serving/fit/acceptance.ts";
import { TUNABLE_SETTINGS, type TunableSetting } from "../../core/serving/answer/tuning.ts";
import { DTYPES } from "../../core/units/dtype.ts";
import type { ServingSettings } from "../../questions/serving/serving-choice.ts";
import { servingQuestion } from "../../questions/serving/serving-question.ts";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { gemmaServingStudy } from "../../study/shipped-studies.ts";
import { withServing } from "../../workspace/changes.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { fractionReader } from "../../workspace/reading/read-fraction.ts";
import { withServingLock } from "../../workspace/settings-policies.ts";
import { changeWorkspace, workspaceStore } from "../../workspace/store.ts";
import type { Platform } from "../../workspace/workspace.ts";
import { formatCount, formatPercent } from "../format/format.ts";
import type { Knob, KnobBoard, KnobOption, KnobValue } from "./knob.ts";

const SPLITS = [1, 2, 4, 8];
const { draftLength } = SERVING_RANGES;
const DRAFTS = Array.from({ length: draftLength.max + 1 }, (_, drafts): KnobOption => ({
  value: drafts,
  text: String(drafts),
}));
const DTYPE_OPTIONS = DTYPES.map((value): KnobOption => ({ value, text: value === "fp8" ? "FP8" : value }));

const count = (what: string, range: { readonly min: number; readonly max: number }, nouns: readonly string[]) =>
  countReader({ ...range, integer: true, nouns: [...nouns], thousands: "of-a-limit", what });

const KNOBS: readonly (Knob & { readonly key: keyof ServingSettings })[] = [
  {
    key: "tensorParallel",
    name: "Tensor parallel (TP)",
    isTunable: true,
    control: {
      kind: "choice",
      options: ({ gpuCount, serve }) =>
        SPLITS.filter((split) => gpuCount % split === 0 || split === serve.tensorParallel).map((value) => ({
          value,
          text: String(value),
        })),
    },
  },
  { key: "weights", name: "Weights", isTunable: false, control: { kind: "choice", options: () => DTYPE_OPTIONS } },
  { key: "kvCache", name: "KV cache", isTunable: true, control: { kind: "choice", options: () => DTYPE_OPTIONS } },
  { key: "draftLength", name: "Drafts", isTunable: true, control: { kind: "choice", options: () => DRAFTS } },
  {
    key: "acceptanceRate",
    name: "Drafts accepted",
    isTunable: false,
    applies: ({ serve }) => serve.draftLength > 0,
    control: {
      kind: "number",
      reader: fractionReader({ ...SERVING_RANGES.acceptanceRate, what: "acceptance" }),
      format: formatPercent,
      placeholder: measuredAcceptance,
    },
  },
  { key: "lora", name: "LoRA", isTunable: false, control: { kind: "flag", text: "LoRA adapter (rank 16)" } },
  {
    key: "maxNumSeqs",
    name: "max_num_seqs",
    isTunable: true,
    control: {
      kind: "number",
      reader: count("max_num_seqs", SERVING_RANGES.maxNumSeqs, ["seqs", "sequences"]),
      format: formatCount,
    },
  },
  {
    key: "maxNumBatchedTokens",
    name: "max_num_batched_tokens",
    isTunable: false,
    control: {
      kind: "number",
      reader: count("max_num_batched_tokens", SERVING_RANGES.maxNumBatchedTokens, ["tokens", "tok"]),
      format: formatCount,
    },
  },
  {
    key: "maxModelLen",
    name: "max_model_len",
    isTunable: false,
    control: {
      kind: "number",
      reader: count("max_model_len", SERVING_RANGES.maxModelLen, ["tokens", "tok"]),
      format: formatCount,
    },
  },
  {
    key: "gpuMemoryUtilization",
    name: "gpu_memory_utilization",
    isTunable: false,
    control: {
      kind: "number",
      reader: fractionReader({ ...SERVING_RANGES.gpuMemoryUtilization, what: "memory utilization" }),
      format: formatPercent,
    },
  },
];

/** The rate in use when none is typed. */
function measuredAcceptance({ gpu, serve }: Platform): string {
  const measured = gemmaServingStudy.model.acceptance.get(acceptanceKey(gpu, serve.kvCache, serve.draftLength));
  return measured ? formatPercent(measured.rate) : "estimated";
}

const tunable = (key: string): TunableSetting | undefined => TUNABLE_SETTINGS.find((name) => name === key);

export const servingKnobs: KnobBoard = {
  knobs: KNOBS,
  valueOf: ({ serve }, { key }) => serve[key as keyof ServingSettings] as KnobValue,
  defaultOf: ({ gpu, gpuCount }, { key }) =>
    servingQuestion.settingsFor(gpu, gpuCount)[key as keyof ServingSettings] as KnobValue,
  isTuned: ({ serve }) => serve.tuned,
  isKept: ({ serve }, { key }) => serve.locked.some((name) => name === key),
  turn: (id, { key }, value) =>
    changeWorkspace((workspace) => {
      const setting = tunable(key);
      // A typed acceptance is of the number of drafts it was typed for.
      const patch: Partial<ServingSettings> = {
        [key]: value,
        ...(key === "draftLength" ? { acceptanceRate: null } : {}),
      };
      const changed = withServing(id, patch)(workspace);
      // A setting chosen by hand is kept from then on.
      if (!workspace.serve.tuned || setting === undefined) return changed;
      return changed.platforms
        .filter((platform) => id === null || platform.id === id)
        .reduce((result, { id: own, serve }) => withServingLock(own, setting, serve[setting], true)(result), changed);
    }),
  keep: ({ id }, { key }, value, kept) => {
    const setting = tunable(key);
    if (setting !== undefined && workspaceStore.getState().serve.tuned)
      changeWorkspace(withServingLock(id, setting, value as ServingSettings[typeof setting], kept));
  },
};
