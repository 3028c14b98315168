import { openFineTuningStudy, type FineTuningStudy } from "./fine-tuning-study.ts";
import { gemmaFineTuningData } from "./shipped/gemma-4-31b-fine-tuning.ts";

/** Apart from the serving studies: the first view does without. */
export const gemmaFineTuningStudy: FineTuningStudy = openFineTuningStudy(gemmaFineTuningData);
