import type { Gpu } from "../../facts/gpu.ts";
import type { FineTuningDeployment } from "./fine-tuning-deployment.ts";
import type { FineTuningAssumptions } from "./fine-tuning-parameters.ts";
import type { FineTuningRun } from "./fine-tuning-run.ts";
import type { TrainableLlm } from "./trainable-llm.ts";

/** A run on a platform, and the facts that its time and memory follow from; what is fitted comes beside it. */
export interface FineTuningSetup {
  readonly gpu: Gpu;
  readonly llm: TrainableLlm;
  readonly run: FineTuningRun;
  readonly deployment: FineTuningDeployment;
  readonly assumptions: FineTuningAssumptions;
}
