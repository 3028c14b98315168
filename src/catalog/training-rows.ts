import type { MeasuredTrainingRow } from "../core/fine-tuning/fit/measured-training-row.ts";
import { BYTES_PER_ELEMENT } from "../core/units/dtype.ts";
import { BYTES_PER_MEBIBYTE } from "../core/units/units.ts";
import { h200TrainingManifest, type H200TrainingRow, h200TrainingRows } from "./h200-training-benchmark.ts";
import { trainableLlm } from "./trainable-llm.ts";
import { trainingManifest, type TrainingRow, trainingRows } from "./training-benchmark.ts";

/** Both benchmarks adapt all projections with this rank: see their manifests. */
export const LORA_RANK = 16;
/** Sequences in a step of the published runs, but for two with a micro-batch of four. */
export const BATCH_SEQUENCES = 16;

export const trainedLlm = trainableLlm(trainingManifest.llm);
if (h200TrainingManifest.llm !== trainingManifest.llm)
  throw new Error("the fine-tuning benchmarks differ in their LLM");

function publishedRow(row: TrainingRow): MeasuredTrainingRow {
  const { nodeGpus, sequenceTokens, totalSteps } = trainingManifest;
  const { stepMeanSeconds, tokensPerSecond, wallSeconds, strategy, shardGroupGpus } = row;
  const isSharded = strategy !== "ddp";
  return {
    id: row.id,
    gpuId: row.gpu,
    gpuCount: nodeGpus,
    shardGpus: strategy === "fsdp2" ? shardGroupGpus! : isSharded ? nodeGpus : 1,
    strategy: isSharded ? "fsdp" : "ddp",
    // Not said of one run, which is a quarter faster than its twin with checkpointing and holds twice the memory.
    checkpointing: row.checkpointing ?? false,
    precision: row.precision,
    compile: row.compile,
    microBatch: row.microBatchSequencesPerGpu,
    sequenceLength: sequenceTokens,
    sequencesPerStep: row.sequencesPerOptimizerStep,
    loraRank: LORA_RANK,
    weightBytes: trainedLlm.trainingWeightBytes,
    outcome: row.status === "oom-step-0" ? "out-of-memory" : row.status,
    stepSeconds: tokensPerSecond === null ? null : (row.sequencesPerOptimizerStep * sequenceTokens) / tokensPerSecond,
    tokensPerSecond,
    peakBytes: null,
    residentBytes:
      row.residentMemoryGibibytes === null ? null : row.residentMemoryGibibytes * 1024 * BYTES_PER_MEBIBYTE,
    outsideStepsSeconds:
      wallSeconds === null || stepMeanSeconds === null ? null : wallSeconds - totalSteps * stepMeanSeconds,
    missing: row.missing,
  };
}

function ownRow(row: H200TrainingRow): MeasuredTrainingRow {
  return {
    id: row.id,
    gpuId: row.gpu,
    gpuCount: row.gpuCount,
    shardGpus: 1,
    strategy: "ddp",
    checkpointing: row.checkpointing,
    precision: "bf16",
    compile: row.compile,
    microBatch: row.microBatchSequencesPerGpu,
    sequenceLength: row.sequenceTokens,
    sequencesPerStep: row.microBatchSequencesPerGpu * row.gpuCount,
    loraRank: LORA_RANK,
    // The text model alone.
    weightBytes: trainedLlm.activeParameters * BYTES_PER_ELEMENT.bf16,
    outcome: row.status === "ok" ? "ok" : "out-of-memory",
    stepSeconds: row.stepMedianSeconds,
    tokensPerSecond: row.tokensPerSecond,
    peakBytes: row.peakAllocatedBytes,
    residentBytes: null,
    outsideStepsSeconds: null,
    missing: row.missing,
  };
}

/** Every measured fine-tuning run: the published ones, then the project's own. */
export const measuredTrainingRows: readonly MeasuredTrainingRow[] = [
  ...trainingRows.map(publishedRow),
  ...h200TrainingRows.map(ownRow),
];
