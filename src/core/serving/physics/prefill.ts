import type { Deployment } from "./deployment.ts";
import type { Gpu } from "../../facts/gpu.ts";
import type { Llm } from "../../facts/llm.ts";
import { computedInputTokens, type RequestLengths } from "./serving-workload.ts";
import { allReduceSeconds } from "./all-reduce.ts";
import { loraSeconds } from "./lora.ts";
import type { EngineAssumptions, StepParameters } from "./parameters.ts";
import { peakFlops } from "./peak-flops.ts";

/**
 * Query-key pairs that causal attention computes over a prompt, in one layer: half the square, or a band under a window.
 *
 * Prompts that scatter have a mean square 1 + variation^2 times that of their mean, and reach a window as much sooner:
 * the parabola goes over into the band's straight line where it has its slope, so that no prompt length is an edge.
 *
 * @param promptTokens Mean over prompts.
 */
export function attendedPairs(promptTokens: number, windowTokens: number | null, variation: number): number {
  const square = 1 + variation ** 2;
  const within = windowTokens === null ? promptTokens : Math.min(promptTokens, windowTokens / square);
  return square * within * (promptTokens - within / 2);
}

/**
 * FLOPs of causal attention over one prompt, on all GPUs of a replica: two products (scores, values) of two FLOPs for
 * each pair, head and head dimension. What a prefix cache holds attends to nothing any more, but is attended to.
 */
export function prefillAttentionFlops(llm: Llm, lengths: RequestLengths): number {
  const { inputTokens, inputTokensVariation = 0 } = lengths;
  const cachedTokens = inputTokens - computedInputTokens(lengths);
  let flops = 0;
  for (const { layers, queryHeads, headDim, windowTokens } of llm.attention) {
    const pairs = attendedPairs(inputTokens, windowTokens, inputTokensVariation);
    const cachedPairs = cachedTokens > 0 ? attendedPairs(cachedTokens, windowTokens, inputTokensVariation) : 0;
    flops += layers * 4 * queryHeads * headDim * Math.max(0, pairs - cachedPairs);
  }
  return flops;
}

/** Time that one request's prompt takes from a replica, by part. Drafting does not speed it up. */
export interface PrefillTime {
  readonly admissionSeconds: number;
  readonly matrixSeconds: number;
  readonly attentionSeconds: number;
  readonly loraSeconds: number;
  readonly allReduceSeconds: number;
  readonly totalSeconds: number;
}

export function prefillTime(
  gpu: Gpu,
  llm: Llm,
  lengths: RequestLengths,
  deployment: Deployment,
  parameters: StepParameters,
  engine: EngineAssumptions,
): PrefillTime {
  const { tensorParallel } = deployment;
  const promptTokens = computedInputTokens(lengths);
  const admissionSeconds = parameters.admissionSeconds;
  const matrixSeconds =
    (2 * llm.activeParameters * promptTokens) /
    tensorParallel /
    (parameters.prefillEfficiency * peakFlops(gpu, deployment.weights));
  const attentionSeconds =
    prefillAttentionFlops(llm, lengths) / tensorParallel / (engine.prefillAttentionEfficiency * peakFlops(gpu, "bf16"));
  // The step that carries the prompt pays the adapter's fixed part already.
  const adapterSeconds = deployment.lora ? loraSeconds(promptTokens, parameters) - loraSeconds(0, parameters) : 0;
  const reduceSeconds = allReduceSeconds(gpu, llm, promptTokens, tensorParallel);
  return {
    admissionSeconds,
    matrixSeconds,
    attentionSeconds,
    loraSeconds: adapterSeconds,
    allReduceSeconds: reduceSeconds,
    totalSeconds: admissionSeconds + matrixSeconds + attentionSeconds + adapterSeconds + reduceSeconds,
  };
}
