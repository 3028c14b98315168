import type { Gpu } from "../hardware/gpu.ts";
import type { Llm } from "../llm/llm.ts";
import type { EngineAssumptions, PlatformParameters, StepResiduals } from "./parameters.ts";

/** Everything a prediction for one platform rests on. */
export interface PlatformModel {
  readonly gpu: Gpu;
  readonly llm: Llm;
  readonly parameters: PlatformParameters;
  readonly engine: EngineAssumptions;
  readonly residuals: StepResiduals;
}
