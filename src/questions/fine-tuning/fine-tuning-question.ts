import { inCount } from "../../core/units/wording.ts";
import { fineTuningDefaults } from "../../study/shipped/fine-tuning-defaults.ts";
import type { Question } from "../question.ts";
import type { FineTuningChoice, FineTuningSettings } from "./fine-tuning-choice.ts";
import { fineTuningChoiceSchema, fineTuningSettingsSchema } from "./fine-tuning-schema.ts";
import { bestMeasuredFineTuningSettings } from "./fine-tuning-settings.ts";

export const fineTuningQuestion: Question<FineTuningChoice, FineTuningSettings> = {
  id: "fine-tune",
  key: "fineTune",
  title: "Fine-tune",
  choiceSchema: fineTuningChoiceSchema,
  settingsSchema: fineTuningSettingsSchema,
  defaultChoice: {
    ...fineTuningDefaults.run,
    method: "lora",
    loraTargets: "all",
    microBatch: 1,
    objective: "cheapest",
  },
  settingsFor: bestMeasuredFineTuningSettings,
  // Data-parallel over any number of GPUs.
  misfitOf: () => null,
  queryKeys: [
    { key: "tokens", path: ["tokens"], kind: "count" },
    { key: "seq", path: ["sequenceLength"], kind: "count" },
    { key: "batch", path: ["globalBatchSequences"], kind: "count" },
    { key: "rank", path: ["loraRank"], kind: "count" },
  ],
  parts: {},
};

/** Tokens of an optimizer step as asked for; a platform whose passes do not divide the batch takes more. */
function askedTokensPerStep({ globalBatchSequences, sequenceLength }: FineTuningChoice): number {
  return globalBatchSequences * sequenceLength;
}

/** Optimizer steps as asked for: a run smaller than a step is one step. */
export function askedSteps(choice: FineTuningChoice): number {
  return Math.max(1, choice.tokens / askedTokensPerStep(choice));
}

/** What to say beside the length of a run: that a smaller one than a step is a step; else null. */
export function runLengthNote(choice: FineTuningChoice): string | null {
  const step = askedTokensPerStep(choice);
  if (choice.tokens >= step) return null;
  return `A step holds ${inCount(step)} tokens: a run of ${inCount(choice.tokens)} is counted as one step`;
}
