import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { EngineAssumptions, PlatformParameters, StepResiduals } from "./parameters.ts";

/** Everything a prediction for one platform rests on. */
export interface PlatformModel {
  readonly gpu: Gpu;
  readonly llm: Llm;
  readonly parameters: PlatformParameters;
  readonly engine: EngineAssumptions;
  readonly residuals: StepResiduals;
}
