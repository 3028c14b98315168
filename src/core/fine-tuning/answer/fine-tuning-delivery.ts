import type { Bill } from "../../economics/quote.ts";
import type { Gpu } from "../../facts/gpu.ts";
import { onePer, recentlyMade, type RecentlyMade } from "../../serving/answer/recently-made.ts";
import type { Evidence } from "../../serving/fit/evidence.ts";
import { type MeasuredFineTuningRow, ranJustThis } from "../fit/measured-fine-tuning-row.ts";
import type { MemoryThatDoesNot, MemoryThatFits } from "../fit/memory-evidence.ts";
import type { FineTuningDeployment } from "../physics/fine-tuning-deployment.ts";
import type { FineTuningMemory } from "../physics/fine-tuning-memory.ts";
import type { FineTuningRun } from "../physics/fine-tuning-run.ts";
import { billOfRun, billPerMillionTokens } from "./fine-tuning-bill.ts";
import { fineTuningEvidence } from "./fine-tuning-evidence.ts";
import { countedMemory, fits, type FineTuningModel, setupOf, stackOf } from "./fine-tuning-model.ts";
import { type FineTuningNote, fineTuningNotes } from "./fine-tuning-notes.ts";
import { type FineTuningPerformance, fineTuningPerformance } from "./fine-tuning-performance.ts";
import { type FineTuningRemedy, fineTuningRemedies } from "./fine-tuning-remedies.ts";
import type { TunableSetting, TuningObjective } from "./tunable-fine-tuning.ts";
import { tunedDeployment } from "./tuned-fine-tuning.ts";

/** What one platform is asked to fine-tune. */
interface FineTuningRequest {
  readonly run: FineTuningRun;
  /** Whether settings are searched for, but for the locked ones. */
  readonly tuned: boolean;
  readonly locked: readonly TunableSetting[];
  readonly objective: TuningObjective;
}

/** What a platform does with a run, whatever it costs: it delivers, or it cannot. */
export type FineTuningDelivery = FineTuningDelivers | FineTuningCannot;

export interface FineTuningDelivers {
  readonly kind: "delivers";
  readonly gpu: Gpu;
  /** With tuned settings, where they are tuned. */
  readonly deployment: FineTuningDeployment;
  readonly performance: FineTuningPerformance;
  readonly memory: FineTuningMemory;
  readonly memoryFit: MemoryThatFits;
  readonly evidence: Evidence;
  /** The measured run that was just this. */
  readonly measuredRow: MeasuredFineTuningRow | null;
  /** The software that the GPU's figures were measured with; null where nothing was. */
  readonly stack: string | null;
  readonly notes: readonly FineTuningNote[];
  /** GPU-hours of a million trained tokens, start-up apart: what platforms are ranked by. */
  readonly billPerMillionTokens: Bill;
  /** GPU-hours of the whole run, start-up and compilation included. */
  readonly billOfRun: Bill;
}

interface FineTuningCannot {
  readonly kind: "cannot";
  readonly gpu: Gpu;
  readonly deployment: FineTuningDeployment;
  readonly why: WhyItCannot;
  /** Null where the settings rule the platform out before memory is counted. */
  readonly memory: FineTuningMemory | null;
  readonly measuredRow: MeasuredFineTuningRow | null;
  readonly stack: string | null;
}

/** Why a platform cannot fine-tune as set up. */
export type WhyItCannot =
  | {
      readonly kind: "out-of-memory";
      readonly neededBytes: number;
      readonly availableBytes: number;
      readonly memoryFit: MemoryThatDoesNot;
      /** Changes that would each make it fit. */
      readonly remedies: readonly FineTuningRemedy[];
    }
  | { readonly kind: "precision-unsupported"; readonly precision: FineTuningDeployment["precision"] }
  /** No run of the LLM was measured on this GPU, and nothing was fitted for it. */
  | { readonly kind: "gpu-not-measured"; readonly llm: string };

/** A drag over a slider's range, and back. */
const MOST_DELIVERIES = 1000;
const deliveriesOf = onePer<FineTuningModel, RecentlyMade<FineTuningDelivery>>(() => recentlyMade(MOST_DELIVERIES));

/** How many deliveries a model has had to make so far, for tests and timings: a new price makes none. */
export function fineTuningDeliveriesMade(model: FineTuningModel): number {
  return deliveriesOf(model).made();
}

/** One platform's delivery, remembered by all that it depends on. @param gpu That of the deployment. */
export function deliverFineTuning(
  model: FineTuningModel,
  request: FineTuningRequest,
  deployment: FineTuningDeployment,
  gpu: Gpu,
): FineTuningDelivery {
  const { run, tuned, locked, objective } = request;
  const search = tuned ? `${objective} ${locked.toSorted().join()}` : "as is";
  const key = `${runKey(run)}|${deploymentKey(deployment)}|${search}`;
  return deliveriesOf(model).of(key, () => {
    if (model.gpus.has(deployment.gpu)) {
      return deliveryOf(model, run, tuned ? tunedDeployment(model, run, deployment, locked, objective) : deployment);
    }
    const why = { kind: "gpu-not-measured", llm: model.llm.name } as const;
    return { kind: "cannot", gpu, deployment, why, memory: null, measuredRow: null, stack: null };
  });
}

function runKey({ tokens, sequenceLength, globalBatchSequences, loraRank, loraTargets }: FineTuningRun): string {
  return [tokens, sequenceLength, globalBatchSequences, loraRank, loraTargets].join(" ");
}

/** What a delivery depends on. A record, so that a setting added to the type and not here does not compile. */
const DEPLOYMENT_SETTINGS: Readonly<Record<keyof FineTuningDeployment, true>> = {
  gpu: true,
  gpuCount: true,
  strategy: true,
  checkpointing: true,
  precision: true,
  compile: true,
  microBatch: true,
};
const DEPLOYMENT_KEYS = Object.keys(DEPLOYMENT_SETTINGS) as (keyof FineTuningDeployment)[];

function deploymentKey(deployment: FineTuningDeployment): string {
  return DEPLOYMENT_KEYS.map((setting) => deployment[setting]).join(" ");
}

function deliveryOf(model: FineTuningModel, run: FineTuningRun, deployment: FineTuningDeployment): FineTuningDelivery {
  const setup = setupOf(model, run, deployment);
  const { gpu } = setup;
  const measuredRow = model.rows.find((row) => ranJustThis(row, run, deployment)) ?? null;
  const common = { gpu, deployment, measuredRow, stack: measuredRow?.stack ?? stackOf(model, gpu.id) };
  const { precision, gpuCount } = deployment;
  if (precision !== "bf16" && gpu.peakFlopsPerSecond.fp8 === null) {
    return { kind: "cannot", ...common, why: { kind: "precision-unsupported", precision }, memory: null };
  }
  const counted = countedMemory(model, setup);
  const { memory, fit } = counted;
  if (fit.kind === "uncertain" || fit.kind === "does-not-fit") {
    const why = {
      kind: "out-of-memory",
      neededBytes: memory.peakBytes,
      availableBytes: memory.deviceBytes,
      memoryFit: fit,
      remedies: fineTuningRemedies(deployment, (changed) => fits(model, run, changed)),
    } as const;
    return { kind: "cannot", ...common, why, memory };
  }
  const performance = fineTuningPerformance(model, setup);
  return {
    kind: "delivers",
    ...common,
    performance,
    memory,
    memoryFit: fit,
    evidence: fineTuningEvidence(model.rows, run, deployment),
    notes: fineTuningNotes(model, setup, performance, counted),
    billPerMillionTokens: billPerMillionTokens(gpuCount, performance),
    billOfRun: billOfRun(gpuCount, performance),
  };
}
