import type { TrainableLlm } from "../core/fine-tuning/physics/trainable-llm.ts";
import type { MeasuredFineTuningRow } from "../core/fine-tuning/fit/measured-fine-tuning-row.ts";
import { BYTES_PER_ELEMENT } from "../core/units/dtype.ts";
import { BYTES_PER_MEBIBYTE } from "../core/units/units.ts";
import { h200FineTuningManifest, type H200FineTuningRow, h200FineTuningRows } from "./h200-fine-tuning-benchmark.ts";
import { trainableLlm } from "./llms.ts";
import { fineTuningManifest, type FineTuningRow, fineTuningRows } from "./fine-tuning-benchmark.ts";

/** Both benchmarks adapt all projections with this rank: see their manifests. */
export const LORA_RANK = 16;
/** Sequences in a step of the published runs, but for two with a micro-batch of four. */
export const BATCH_SEQUENCES = 16;

/** What all rows of a benchmark have in common. */
interface Benchmark {
  readonly llmId: string;
  readonly stack: string;
  readonly datasetId: string;
  readonly llm: TrainableLlm;
}

function benchmarkOf({
  id,
  llm,
  stack,
}: {
  readonly id: string;
  readonly llm: string;
  readonly stack: string;
}): Benchmark {
  return { llmId: llm, stack, datasetId: id, llm: trainableLlm(llm) };
}

function publishedRow(row: FineTuningRow, { llm, ...benchmark }: Benchmark): MeasuredFineTuningRow {
  const { nodeGpus, sequenceTokens, totalSteps } = fineTuningManifest;
  const { stepMeanSeconds, tokensPerSecond, wallSeconds, strategy, shardGroupGpus } = row;
  const isSharded = strategy !== "ddp";
  return {
    id: row.id,
    ...benchmark,
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
    weightBytes: llm.trainingWeightBytes,
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

function ownRow(row: H200FineTuningRow, { llm, ...benchmark }: Benchmark): MeasuredFineTuningRow {
  return {
    id: row.id,
    ...benchmark,
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
    weightBytes: llm.activeParameters * BYTES_PER_ELEMENT.bf16,
    outcome: row.status === "ok" ? "ok" : "out-of-memory",
    stepSeconds: row.stepMedianSeconds,
    tokensPerSecond: row.tokensPerSecond,
    peakBytes: row.peakAllocatedBytes,
    residentBytes: null,
    outsideStepsSeconds: null,
    missing: row.missing,
  };
}

const published = benchmarkOf(fineTuningManifest);
const own = benchmarkOf(h200FineTuningManifest);

/** Every measured fine-tuning run of every LLM: the published ones, then the project's own. */
export const measuredFineTuningRows: readonly MeasuredFineTuningRow[] = [
  ...fineTuningRows.map((row) => publishedRow(row, published)),
  ...h200FineTuningRows.map((row) => ownRow(row, own)),
];
