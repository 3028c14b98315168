import { type TunableSetting, TUNABLE_SETTINGS } from "../../core/fine-tuning/answer/tunable-fine-tuning.ts";
import {
  FINE_TUNING_PRECISIONS,
  FINE_TUNING_STRATEGIES,
} from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";
import type { FineTuningSettings } from "../../questions/fine-tuning/fine-tuning-choice.ts";
import { fineTuningQuestion } from "../../questions/fine-tuning/fine-tuning-question.ts";
import { FINE_TUNING_RANGES } from "../../questions/fine-tuning/fine-tuning-schema.ts";
import { withFineTuning } from "../../workspace/changes.ts";
import { countReader } from "../../workspace/reading/read-count.ts";
import { withFineTuningLock } from "../../workspace/settings-policies.ts";
import { changeWorkspace, workspaceStore } from "../../workspace/store.ts";
import { formatCount } from "../format/format.ts";
import type { Knob, KnobBoard, KnobValue } from "./knob.ts";

const STRATEGY_NAMES = { ddp: "DDP", fsdp: "FSDP2" } as const;
const PRECISION_NAMES = { bf16: "bf16", fp8: "FP8, naive", "te-fp8": "FP8, Transformer Engine" } as const;

const KNOBS: readonly (Knob & { readonly key: keyof FineTuningSettings })[] = [
  {
    key: "strategy",
    name: "Strategy",
    isTunable: true,
    control: {
      kind: "choice",
      options: () => FINE_TUNING_STRATEGIES.map((value) => ({ value, text: STRATEGY_NAMES[value] })),
    },
  },
  {
    key: "precision",
    name: "Precision",
    isTunable: true,
    control: {
      kind: "choice",
      options: () => FINE_TUNING_PRECISIONS.map((value) => ({ value, text: PRECISION_NAMES[value] })),
    },
  },
  {
    key: "checkpointing",
    name: "Checkpointing",
    isTunable: true,
    control: { kind: "flag", text: "Activation checkpointing" },
  },
  { key: "compile", name: "torch.compile", isTunable: true, control: { kind: "flag", text: "torch.compile" } },
  {
    key: "microBatch",
    name: "Micro-batch",
    isTunable: true,
    control: {
      kind: "number",
      reader: countReader({
        ...FINE_TUNING_RANGES.microBatch,
        integer: true,
        nouns: ["sequences", "seqs"],
        what: "micro-batch",
      }),
      format: formatCount,
      placeholder: () => `the run’s, ${workspaceStore.getState().fineTune.microBatch}`,
    },
  },
];

type Kept = Exclude<TunableSetting, "gpuCount">;
const tunable = (key: string): Kept | undefined =>
  TUNABLE_SETTINGS.find((name): name is Kept => name === key && name !== "gpuCount");

export const fineTuningKnobs: KnobBoard = {
  knobs: KNOBS,
  valueOf: ({ fineTune }, { key }) => fineTune[key as keyof FineTuningSettings] as KnobValue,
  defaultOf: ({ gpu, gpuCount }, { key }) =>
    fineTuningQuestion.settingsFor(gpu, gpuCount)[key as keyof FineTuningSettings] as KnobValue,
  isTuned: (_workspace, { fineTune }) => fineTune.tuned,
  isKept: ({ fineTune }, { key }) => fineTune.locked.some((name) => name === key),
  turn: (id, { key }, value) => changeWorkspace(withFineTuning(id, { [key]: value })),
  keep: ({ id }, { key }, value, kept) => {
    const setting = tunable(key);
    if (setting !== undefined)
      changeWorkspace(withFineTuningLock(id, setting, value as FineTuningSettings[Kept], kept));
  },
};
