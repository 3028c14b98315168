import fc from "fast-check";
import { fineTuningPerformance } from "../core/fine-tuning/answer/fine-tuning-performance.ts";
import { setupOf } from "../core/fine-tuning/answer/fine-tuning-model.ts";
import type { FineTuningDeployment } from "../core/fine-tuning/physics/fine-tuning-deployment.ts";
import type { FineTuningRun } from "../core/fine-tuning/physics/fine-tuning-run.ts";
import { gemmaFineTuningStudy } from "./shipped-fine-tuning-studies.ts";

const { model, publishedRun } = gemmaFineTuningStudy;

/** The source article's run. */
export const published: FineTuningRun = { ...publishedRun, loraTargets: "all" };

export const anyFineTuningDeployment: fc.Arbitrary<FineTuningDeployment> = fc.record({
  gpu: fc.constantFrom(...model.gpus.keys()),
  gpuCount: fc.constantFrom(1, 2, 4, 8),
  strategy: fc.constantFrom("ddp", "fsdp"),
  checkpointing: fc.boolean(),
  precision: fc.constantFrom("bf16", "fp8", "te-fp8"),
  compile: fc.boolean(),
  microBatch: fc.integer({ min: 1, max: 16 }),
});
export const anyLongRun: fc.Arbitrary<FineTuningRun> = fc.record({
  tokens: fc.integer({ min: 1e5, max: 1e10 }),
  sequenceLength: fc.integer({ min: 16, max: 32_768 }),
  globalBatchSequences: fc.integer({ min: 1, max: 256 }),
  loraRank: fc.constantFrom(4, 16, 128),
  loraTargets: fc.constantFrom("all", "attention", "mlp"),
});

export function performanceOf(run: FineTuningRun, deployment: FineTuningDeployment) {
  return fineTuningPerformance(model, setupOf(model, run, deployment));
}
