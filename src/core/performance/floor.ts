import type { Deployment } from "../deployment/deployment.ts";
import type { Gpu } from "../hardware/gpu.ts";
import type { Llm } from "../llm/llm.ts";
import { kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import type { RequestLengths } from "../workload/serving.ts";
import type { EngineAssumptions } from "./parameters.ts";
import { peakFlops } from "./peak-flops.ts";

/** Least time of a step by what takes it: linear layers are bound by one of the first two. */
export interface StepFloor {
  readonly weightReadSeconds: number;
  readonly matrixSeconds: number;
  readonly kvReadSeconds: number;
  readonly totalSeconds: number;
}

/**
 * Least time that a step could take on this hardware with any engine: weights streamed or multiplied at the best rate
 * that bare linear layers were measured to reach, and the KV cache streamed once.
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
  const readBytes = llm.readWeightBytes[deployment.weights];
  if (readBytes === null) throw new RangeError(`no ${deployment.weights} checkpoint of ${llm.id}`);
  const bytesPerSecond = engine.bandwidthCeiling * gpu.hbmBytesPerSecond;
  const flopsPerSecond = engine.computeCeiling * peakFlops(gpu, deployment.weights);
  const tokens = running * (deployment.draftLength + 1);
  const { tensorParallel } = deployment;
  const liveTokens = meanLiveTokens(workload);
  const weightReadSeconds = readBytes / tensorParallel / bytesPerSecond;
  const matrixSeconds = (2 * llm.activeParameters * tokens) / tensorParallel / flopsPerSecond;
  const kvReadSeconds =
    (running * kvBytesReadPerStep(llm, liveTokens, deployment.kvCache, tensorParallel)) / bytesPerSecond;
  return {
    weightReadSeconds,
    matrixSeconds,
    kvReadSeconds,
    totalSeconds: Math.max(weightReadSeconds, matrixSeconds) + kvReadSeconds,
  };
}
