import type { Gpu } from "../../facts/gpu.ts";
import { totalLayers, type Llm } from "../../facts/llm.ts";

/**
 * Time of the two all-reduces of every layer under tensor parallelism, for a step of `tokens` tokens: a latency floor
 * and a ring's share of the message (16-bit hidden states) at the measured bus bandwidth.
 *
 * @returns Seconds; 0 on one GPU.
 * @throws RangeError when no all-reduce was measured on that many of these GPUs (checked before).
 */
export function allReduceSeconds(gpu: Gpu, llm: Llm, tokens: number, tensorParallel: number): number {
  if (tensorParallel === 1) return 0;
  const fact = gpu.allReduce.find((measured) => measured.gpus === tensorParallel);
  if (!fact) throw new RangeError(`no all-reduce measured on ${tensorParallel} GPUs of ${gpu.id}`);
  const messageBytes = tokens * llm.hiddenSize * 2;
  const ringShare = (2 * (tensorParallel - 1)) / tensorParallel;
  return 2 * totalLayers(llm) * (fact.latencySeconds + (ringShare * messageBytes) / fact.busBytesPerSecond);
}
