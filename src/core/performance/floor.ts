import type { Deployment } from "../deployment/deployment.ts";
import type { Gpu } from "../hardware/gpu.ts";
import type { Llm } from "../llm/llm.ts";
import { kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import type { RequestLengths } from "../workload/serving.ts";
import type { EngineAssumptions } from "./parameters.ts";
import { peakFlops } from "./peak-flops.ts";

/**
 * Least time that a step could take on this hardware with any engine: weights streamed or multiplied at the best rate
 * that bare linear layers were measured to reach, and the KV cache streamed once.
 *
 * @see source `headroom-h200-floor`.
 */
export function floorStepSeconds(
  gpu: Gpu,
  llm: Llm,
  workload: RequestLengths,
  deployment: Deployment,
  engine: EngineAssumptions,
  running: number,
): number {
  const readBytes = llm.readWeightBytes[deployment.weights];
  if (readBytes === null) throw new RangeError(`no ${deployment.weights} checkpoint of ${llm.id}`);
  const bytesPerSecond = engine.bandwidthCeiling * gpu.hbmBytesPerSecond;
  const flopsPerSecond = engine.computeCeiling * peakFlops(gpu, deployment.weights);
  const tokens = running * (deployment.draftLength + 1);
  const { tensorParallel } = deployment;
  const liveTokens = meanLiveTokens(workload);
  return (
    Math.max(
      readBytes / tensorParallel / bytesPerSecond,
      (2 * llm.activeParameters * tokens) / tensorParallel / flopsPerSecond,
    ) +
    (running * kvBytesReadPerStep(llm, liveTokens, deployment.kvCache, tensorParallel)) / bytesPerSecond
  );
}
