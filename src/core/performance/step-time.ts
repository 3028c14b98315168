import type { Deployment } from "../deployment/deployment.ts";
import type { Gpu } from "../hardware/gpu.ts";
import type { Llm } from "../llm/llm.ts";
import type { ServingWorkload } from "../workload/serving.ts";
import { allReduceSeconds } from "./all-reduce.ts";
import { kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import { loraSeconds } from "./lora.ts";
import type { EngineAssumptions, StepParameters } from "./parameters.ts";
import { peakFlops } from "./peak-flops.ts";

/** One engine step of a replica, by what takes the time. */
export interface StepTime {
  readonly weightReadSeconds: number;
  readonly matrixSeconds: number;
  /** Linear layers: weight read and matrix work overlap, so neither alone nor their sum. */
  readonly linearSeconds: number;
  readonly kvReadSeconds: number;
  readonly sequenceSeconds: number;
  readonly fixedSeconds: number;
  readonly fp8KvSeconds: number;
  readonly draftingSeconds: number;
  readonly loraSeconds: number;
  readonly allReduceSeconds: number;
  /** Other requests' prompts, spread over the steps of those that are decoding. */
  readonly prefillSeconds: number;
  readonly totalSeconds: number;
}

/**
 * Mean time of one engine step with `running` requests in the batch.
 *
 * Linear layers follow a roofline with a rounded knee; everything else adds up. In a closed loop every request that
 * leaves lets one in, whose prompt is computed between the others' tokens: running - 1 such prompts in the time one
 * request takes for its output tokens.
 *
 * @param tokensPerStep Output tokens per sequence and step (1 without drafting).
 * @param prefillSecondsPerRequest Time one request's prompt takes from the replica (`prefillTime`).
 */
export function stepTime(
  gpu: Gpu,
  llm: Llm,
  workload: Pick<ServingWorkload, "inputTokens" | "outputTokens">,
  deployment: Deployment,
  parameters: StepParameters,
  engine: EngineAssumptions,
  running: number,
  tokensPerStep: number,
  prefillSecondsPerRequest: number,
): StepTime {
  const { tensorParallel, draftLength } = deployment;
  const readBytes = llm.readWeightBytes[deployment.weights];
  if (readBytes === null) throw new RangeError(`no ${deployment.weights} checkpoint of ${llm.id}`);
  const tokensInStep = running * (draftLength + 1);
  const liveTokens = meanLiveTokens(workload.inputTokens, workload.outputTokens);

  const weightReadSeconds = readBytes / tensorParallel / (engine.bandwidthCeiling * gpu.hbmBytesPerSecond);
  const matrixSeconds =
    (2 * llm.activeParameters * tokensInStep) /
    tensorParallel /
    (parameters.computeEfficiency * peakFlops(gpu, deployment.weights));
  const linearSeconds = Math.hypot(weightReadSeconds, matrixSeconds);
  const kvReadSeconds =
    (running * kvBytesReadPerStep(llm, liveTokens, deployment.kvCache, tensorParallel)) /
    (parameters.kvReadEfficiency * gpu.hbmBytesPerSecond);
  const sequenceSeconds = running * parameters.secondsPerSequence;
  const fixedSeconds = parameters.secondsPerStep;
  const fp8KvSeconds = deployment.kvCache === "fp8" ? parameters.fp8KvSecondsPerStep : 0;
  const draftingSeconds =
    draftLength > 0 ? parameters.draftingSecondsPerStep + parameters.secondsPerDraftToken * draftLength : 0;
  const adapterSeconds = deployment.lora ? loraSeconds(tokensInStep, parameters) : 0;
  const reduceSeconds = allReduceSeconds(gpu, llm, tokensInStep, tensorParallel);
  const prefillSeconds = ((running - 1) * tokensPerStep * prefillSecondsPerRequest) / workload.outputTokens;
  return {
    weightReadSeconds,
    matrixSeconds,
    linearSeconds,
    kvReadSeconds,
    sequenceSeconds,
    fixedSeconds,
    fp8KvSeconds,
    draftingSeconds,
    loraSeconds: adapterSeconds,
    allReduceSeconds: reduceSeconds,
    prefillSeconds,
    totalSeconds:
      linearSeconds +
      kvReadSeconds +
      sequenceSeconds +
      fixedSeconds +
      fp8KvSeconds +
      draftingSeconds +
      adapterSeconds +
      reduceSeconds +
      prefillSeconds,
  };
}
