import { acceptanceKey, type AcceptanceTable } from "../fit/acceptance.ts";
import type { FittedPlatforms } from "../fit/calibrate.ts";
import { evidenceBeside, measuredRowFor, type Evidence } from "../fit/evidence.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import type { BenchmarkConditions } from "../fit/row-conditions.ts";
import type { Deployment } from "../physics/deployment.ts";
import { costPerMillionOutputTokens } from "../../economics/cost.ts";
import type { FleetPlan } from "../../economics/fleet.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { MemoryBudget } from "../physics/memory-budget.ts";
import type { EngineAssumptions, StepResiduals } from "../physics/parameters.ts";
import type { PlatformModel } from "../physics/platform-model.ts";
import { platformPerformance, type PlatformPerformance } from "../physics/platform-performance.ts";
import type { Band } from "../../units/band.ts";
import type { ServingWorkload } from "../physics/serving-workload.ts";
import { limitBreaches, type LimitBreach, type Limits } from "./limits.ts";

/** Everything known that predictions rest on: facts, measured rows and what was fitted to them. */
export interface ServingModel {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly llm: Llm;
  readonly fitted: FittedPlatforms;
  readonly residuals: StepResiduals;
  readonly engine: EngineAssumptions;
  readonly acceptance: AcceptanceTable;
  readonly conditions: BenchmarkConditions;
  readonly rows: readonly MeasuredServingRow[];
}

/** A platform to be judged: how it is run and what it costs. */
export interface PlatformOffer extends Deployment {
  readonly pricePerGpuHour: number;
}

/** Accepted / drafted tokens in use, and where the rate is from. */
export interface AcceptanceInUse {
  readonly rate: number;
  readonly origin: "no-drafting" | "typed" | "measured" | "measured-elsewhere";
  readonly rows: number;
}

/** What the model predicts for one platform under one workload. Cost is in the unit of the offer's price. */
export interface PlatformPrediction {
  readonly gpu: Gpu;
  readonly offer: PlatformOffer;
  readonly acceptance: AcceptanceInUse | null;
  /** Null where the platform can serve the workload. */
  readonly infeasible: Infeasibility | null;
  /** Null where the settings rule the platform out before memory is counted. */
  readonly budget: MemoryBudget | null;
  /** Null where infeasible. */
  readonly performance: PlatformPerformance | null;
  /** At full use, or for a demand with the idle time paid for. */
  readonly costPerMillionOutputTokens: number | null;
  /** 90 % band of that cost, as far as the step's time is uncertain; a demand's goes up in whole units. */
  readonly costBand: Band | null;
  /** How many units a demand needs; null where there is none, or the platform cannot serve it. */
  readonly fleet: FleetPlan | null;
  readonly breaches: readonly LimitBreach[];
}

/** A prediction, and the measurements it stands beside. */
export interface PlatformEvaluation extends PlatformPrediction {
  readonly evidence: Evidence | null;
  /** The published row that ran just this. */
  readonly measuredRow: MeasuredServingRow | null;
}

function acceptanceInUse(model: ServingModel, offer: PlatformOffer): AcceptanceInUse | null {
  if (offer.draftLength === 0) return { rate: 0, origin: "no-drafting", rows: 0 };
  if (offer.acceptanceRate !== null) return { rate: offer.acceptanceRate, origin: "typed", rows: 0 };
  const measured = model.acceptance.get(acceptanceKey(offer.gpu, offer.kvCache, offer.draftLength));
  if (!measured) return null;
  return {
    rate: measured.rate,
    origin: measured.exact ? "measured" : "measured-elsewhere",
    rows: measured.rows,
  };
}

const platformModels = new WeakMap<ServingModel, Map<string, PlatformModel>>();

/** One object for each GPU of a model, since step curves are remembered by it. */
function platformModel(model: ServingModel, gpuId: string): PlatformModel {
  let known = platformModels.get(model);
  if (!known) platformModels.set(model, (known = new Map()));
  const platform = known.get(gpuId);
  if (platform) return platform;
  const gpu = model.gpus.get(gpuId);
  const parameters = model.fitted[gpuId];
  if (!gpu || !parameters) throw new RangeError(`unknown GPU: ${gpuId}`);
  const { llm, engine, residuals } = model;
  const made = { gpu, llm, parameters, engine, residuals };
  known.set(gpuId, made);
  return made;
}

/** Predicts one platform. @throws RangeError for a GPU that the catalogue does not have. */
export function predictPlatform(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
): PlatformPrediction {
  const platform = platformModel(model, offer.gpu);
  const { gpu } = platform;
  const acceptance = acceptanceInUse(model, offer);
  const unserved = {
    gpu,
    offer,
    acceptance,
    performance: null,
    costPerMillionOutputTokens: null,
    costBand: null,
    fleet: null,
    breaches: [],
  };
  if (acceptance === null) {
    const infeasible = { kind: "acceptance-unknown", draftLength: offer.draftLength } as const;
    return { ...unserved, infeasible, budget: null };
  }
  const result = platformPerformance(platform, workload, offer, acceptance.rate);
  if (!result.feasible) return { ...unserved, infeasible: result.reason, budget: result.budget };
  const { performance } = result;
  const costAt = (outputTokensPerSecond: number): number =>
    costPerMillionOutputTokens(offer.pricePerGpuHour, offer.gpuCount, outputTokensPerSecond);
  const [slowest, fastest] = performance.outputTokensPerSecondBand;
  return {
    gpu,
    offer,
    acceptance,
    infeasible: null,
    budget: performance.budget,
    performance,
    costPerMillionOutputTokens: costAt(performance.outputTokensPerSecond),
    costBand: [costAt(fastest), costAt(slowest)],
    fleet: null,
    breaches: limitBreaches(limits, performance),
  };
}

/** Predicts one platform and looks up what was measured of it. */
export function evaluatePlatform(
  model: ServingModel,
  workload: ServingWorkload,
  limits: Limits,
  offer: PlatformOffer,
): PlatformEvaluation {
  return besideMeasurements(model, workload, predictPlatform(model, workload, limits, offer));
}

/** A prediction for a workload with what was measured of it. */
export function besideMeasurements(
  model: ServingModel,
  workload: ServingWorkload,
  prediction: PlatformPrediction,
): PlatformEvaluation {
  const { performance, offer } = prediction;
  if (performance === null) return { ...prediction, evidence: null, measuredRow: null };
  const { rows, conditions } = model;
  const { runningRequests } = performance.busiest;
  const measuredRow = measuredRowFor(rows, workload, offer, conditions);
  const evidence = evidenceBeside(measuredRow, rows, workload, offer, conditions, runningRequests);
  return { ...prediction, evidence, measuredRow };
}
