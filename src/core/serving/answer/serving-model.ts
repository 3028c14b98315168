import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import { acceptanceKey, type AcceptanceTable } from "../fit/acceptance.ts";
import type { FittedPlatforms } from "../fit/calibrate.ts";
import type { BenchmarkConditions, MeasuredServingRow } from "../fit/measured-row.ts";
import type { Deployment } from "../physics/deployment.ts";
import type { EngineAssumptions, StepResiduals } from "../physics/parameters.ts";
import type { PlatformModel } from "../physics/platform-model.ts";
import { onePer } from "./recently-made.ts";

/** Everything known that predictions rest on: facts, measured rows and what was fitted to them. */
export interface ServingModel {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: Llm;
  readonly fitted: FittedPlatforms;
  readonly residuals: StepResiduals;
  readonly engine: EngineAssumptions;
  readonly acceptance: AcceptanceTable;
  /** What most of the rows were measured under, for defaults. */
  readonly conditions: BenchmarkConditions;
  readonly rows: readonly MeasuredServingRow[];
}

const platformModels = onePer<ServingModel, Map<string, PlatformModel>>(() => new Map());

/** One object for each GPU of a model, since step curves are remembered by it; null for a GPU that nothing was fitted to. */
export function platformModelOf(model: ServingModel, gpuId: string): PlatformModel | null {
  const known = platformModels(model);
  const already = known.get(gpuId);
  if (already) return already;
  const gpu = model.gpus.get(gpuId);
  const parameters = model.fitted[gpuId];
  if (!gpu || !parameters) return null;
  const { llm, engine, residuals } = model;
  const made = { gpu, llm, parameters, engine, residuals };
  known.set(gpuId, made);
  return made;
}

/** Accepted / drafted tokens in use, and where the rate is from. */
export interface AcceptanceInUse {
  readonly rate: number;
  readonly origin: "no-drafting" | "typed" | "measured" | "measured-elsewhere";
  readonly rows: number;
}

/** Null where nobody typed or measured one. */
export function acceptanceInUse(model: ServingModel, deployment: Deployment): AcceptanceInUse | null {
  const { draftLength, acceptanceRate, gpu, kvCache } = deployment;
  if (draftLength === 0) return { rate: 0, origin: "no-drafting", rows: 0 };
  if (acceptanceRate !== null) return { rate: acceptanceRate, origin: "typed", rows: 0 };
  const measured = model.acceptance.get(acceptanceKey(gpu, kvCache, draftLength));
  if (!measured) return null;
  return { rate: measured.rate, origin: measured.exact ? "measured" : "measured-elsewhere", rows: measured.rows };
}
