import type { TrainableLlm } from "../core/fine-tuning/physics/trainable-llm.ts";
import { llmRecords, llms } from "./llms.ts";

/** What fine-tuning needs of an LLM. @throws Error where the catalogue does not have it, or no bf16 checkpoint of it. */
export function trainableLlm(id: string): TrainableLlm {
  const [llm, record] = [llms.get(id), llmRecords.get(id)];
  const trainingWeightBytes = record?.checkpointBytes.bf16;
  if (!llm || !record || !trainingWeightBytes) throw new Error(`data/llms.json has no bf16 checkpoint of "${id}"`);
  return {
    ...llm,
    trainingWeightBytes,
    keyServesAsValue: record.attention.map(({ keyServesAsValue }) => keyServesAsValue),
  };
}
