import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { Dtype } from "../../units/dtype.ts";
import { kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import type { RequestLengths } from "./serving-workload.ts";
import type { EngineAssumptions } from "./parameters.ts";
import { peakFlops } from "./peak-flops.ts";

/** What bounds a step, of a GPU's data sheet. */
export type HardwareRates = Pick<Gpu, "id" | "hbmBytesPerSecond" | "peakFlopsPerSecond">;

/** Weights that every step streams once and multiplies with each of its tokens, per GPU. */
export interface LinearLayers {
  readonly weightBytes: number;
  readonly parameters: number;
}

/** Least time of the linear layers: bound by one of the two. */
interface LinearFloor {
  readonly weightReadSeconds: number;
  readonly matrixSeconds: number;
}

/** Least time of a step by what takes it. */
interface StepFloor extends LinearFloor {
  readonly kvReadSeconds: number;
  readonly totalSeconds: number;
}

/** Weights streamed, and multiplied, at the best rates that bare linear layers were measured to reach. */
function linearFloor(
  gpu: HardwareRates,
  layers: LinearLayers,
  weights: Dtype,
  tokens: number,
  ceilings: Pick<EngineAssumptions, "bandwidthCeiling" | "computeCeiling">,
): LinearFloor {
  return {
    weightReadSeconds: layers.weightBytes / (ceilings.bandwidthCeiling * gpu.hbmBytesPerSecond),
    matrixSeconds: (2 * layers.parameters * tokens) / (ceilings.computeCeiling * peakFlops(gpu, weights)),
  };
}

function boundSeconds({ weightReadSeconds, matrixSeconds }: LinearFloor): number {
  return Math.max(weightReadSeconds, matrixSeconds);
}

/**
 * Least time of all linear layers on `tokens` tokens, in seconds: their weights streamed or multiplied, whichever takes
 * longer, at the best rates that bare linear layers were measured to reach.
 *
 * @see source `headroom-h200-floor`, whose rows this is held against.
 */
export function linearFloorSeconds(
  gpu: HardwareRates,
  layers: LinearLayers,
  weights: Dtype,
  tokens: number,
  ceilings: Pick<EngineAssumptions, "bandwidthCeiling" | "computeCeiling">,
): number {
  return boundSeconds(linearFloor(gpu, layers, weights, tokens, ceilings));
}

/**
 * Least time that a step could take on this hardware with any engine: the linear layers' floor, and the KV cache
 * streamed once.
 *
 * @see source `headroom-h200-floor`.
 */
export function stepFloor(
  gpu: Gpu,
  llm: Llm,
  workload: RequestLengths,
  deployment: Deployment,
  engine: EngineAssumptions,
  running: number,
): StepFloor {
  const { weights, tensorParallel } = deployment;
  const readBytes = llm.readWeightBytes[weights];
  if (readBytes === null) throw new RangeError(`no ${weights} checkpoint of ${llm.id}`);
  const layers = { weightBytes: readBytes / tensorParallel, parameters: llm.activeParameters / tensorParallel };
  const tokens = running * (deployment.draftLength + 1);
  const liveTokens = meanLiveTokens(workload);
  const kvReadBytes = running * kvBytesReadPerStep(llm, liveTokens, deployment.kvCache, tensorParallel);
  const linear = linearFloor(gpu, layers, weights, tokens, engine);
  const kvReadSeconds = kvReadBytes / (engine.bandwidthCeiling * gpu.hbmBytesPerSecond);
  return { ...linear, kvReadSeconds, totalSeconds: boundSeconds(linear) + kvReadSeconds };
}
