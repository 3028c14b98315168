import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import type { RequestLengths } from "./serving-workload.ts";
import { allReduceSeconds } from "./all-reduce.ts";
import { kvBytesReadPerStep, meanLiveTokens } from "./kv-cache.ts";
import { loraSeconds } from "./lora.ts";
import type { EngineAssumptions, StepParameters, StepSituation } from "./parameters.ts";
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
  /** What measured rows show over the sum of the parts above but prefill; 1 from physics alone. */
  readonly residualFactor: number;
  /** All but other requests' prompts, as corrected. */
  readonly ownSeconds: number;
  readonly totalSeconds: number;
}

/**
 * Mean time of one engine step with `running` requests in the batch.
 *
 * Linear layers follow a roofline with a rounded knee; everything else adds up. In a closed loop every request that
 * leaves lets one in, whose prompt is computed between the others' tokens: running - 1 such prompts in the steps that
 * one request stays in the batch.
 *
 * @param stepsPerRequest Steps that a request stays in the batch.
 * @param prefillSecondsPerRequest Time one request's prompt takes from the replica (`prefillTime`).
 */
export function stepTime(
  gpu: Gpu,
  llm: Llm,
  workload: RequestLengths,
  deployment: Deployment,
  parameters: StepParameters,
  engine: EngineAssumptions,
  running: number,
  stepsPerRequest: number,
  prefillSecondsPerRequest: number,
): StepTime {
  const { tensorParallel, draftLength } = deployment;
  const readBytes = llm.readWeightBytes[deployment.weights];
  if (readBytes === null) throw new RangeError(`no ${deployment.weights} checkpoint of ${llm.id}`);
  const tokensInStep = running * (draftLength + 1);
  const liveTokens = meanLiveTokens(workload);

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
  const prefillSeconds = (Math.max(0, running - 1) * prefillSecondsPerRequest) / stepsPerRequest;
  const ownSeconds =
    linearSeconds +
    kvReadSeconds +
    sequenceSeconds +
    fixedSeconds +
    fp8KvSeconds +
    draftingSeconds +
    adapterSeconds +
    reduceSeconds;
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
    residualFactor: 1,
    ownSeconds,
    totalSeconds: ownSeconds + prefillSeconds,
  };
}

/** A step's place among those that were measured. */
export function stepSituation(
  llm: Llm,
  workload: RequestLengths,
  deployment: Deployment,
  running: number,
): StepSituation {
  const liveTokens = meanLiveTokens(workload);
  return {
    gpuId: deployment.gpu,
    runningRequests: running,
    draftLength: deployment.draftLength,
    lora: deployment.lora,
    fp8Kv: deployment.kvCache === "fp8",
    fp8Weights: deployment.weights === "fp8",
    tensorParallel: deployment.tensorParallel,
    // Of one byte each, on one GPU.
    kvElementsPerRequest: Math.round(kvBytesReadPerStep(llm, liveTokens, "fp8", 1)),
  };
}

/** A step whose own time is known better than by its parts; other requests' prompts take what they take. */
export function correctedStep(step: StepTime, ownSeconds: number): StepTime {
  const residualFactor = ownSeconds / step.ownSeconds;
  return { ...step, residualFactor, ownSeconds, totalSeconds: ownSeconds + step.prefillSeconds };
}

/** Log of measured over physical step time, without other requests' prompts. */
export function logResidualOf(measuredStepSeconds: number, { ownSeconds, prefillSeconds }: StepTime): number {
  return Math.log((measuredStepSeconds - prefillSeconds) / ownSeconds);
}
