import { measuredFineTuningRows } from "../../catalog/fine-tuning-rows.ts";
import { fineTuningFactsOf } from "../fine-tuning-facts.ts";
import { fineTuningStudyData } from "../fit-fine-tuning-study.ts";

/** Like the serving study, made at build; no part of the first view. */
export const gemmaFineTuningData = fineTuningStudyData(fineTuningFactsOf("gemma-4-31b-it"), measuredFineTuningRows);
