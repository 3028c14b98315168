import { measuredFineTuningRows } from "../../catalog/fine-tuning-rows.ts";
import { bestMeasuredFineTuning } from "../best-measured-fine-tuning.ts";
import { fineTuningFactsOf } from "../fine-tuning-facts.ts";

/** The LLM of the first view. */
const LLM = "gemma-4-31b-it";

/** What fine-tuning starts from. Made at build, so that a workspace can hold it before the fine-tuning study is loaded. */
export const fineTuningDefaults = {
  /** The run that the source article publishes. */
  run: fineTuningFactsOf(LLM).publishedRun,
  /** By GPU, the settings of its best measured run. */
  bestMeasured: bestMeasuredFineTuning(measuredFineTuningRows)[LLM] ?? {},
};
