import { calibrateTraining } from "../core/fine-tuning/fit/calibrate-training.ts";
import { bestTunedStack } from "../core/fine-tuning/physics/tuned-stack.ts";
import { h200TrainingManifest, h200TrainingRows } from "./h200-training-benchmark.ts";
import { priceIndex, pricePresets } from "./prices.ts";
import { assumedH200Index } from "./training-assumptions.ts";
import { trainingManifest, trainingRows, trainingStability } from "./training-benchmark.ts";
import { trainingContext } from "./training-context.ts";
import { BATCH_SEQUENCES, LORA_RANK, measuredTrainingRows } from "./training-rows.ts";
import { tunedStackFigures, tunedStackNote, tunedStackWorkload } from "./tuned-stacks.ts";

const { gpus, llm, assumptions } = trainingContext;

/**
 * Everything of `data/` that fine-tuning needs, parsed, checked and fitted. Like `shipped-facts.ts`, the production build
 * ships the result; it is no part of the first view.
 */
export const shippedTrainingFacts = {
  gpus: [...gpus.values()],
  llm,
  assumptions,
  fitted: calibrateTraining(measuredTrainingRows, trainingContext),
  rows: measuredTrainingRows,
  stability: trainingStability,
  tunedStacks: [...gpus.values()].flatMap((gpu) => bestTunedStack(tunedStackFigures, tunedStackWorkload, gpu) ?? []),
  tunedStackNote: `${tunedStackWorkload.name}. ${tunedStackNote}`,
  /** The source article's index, and the assumed one of H200. */
  indexPerGpuHour: { ...priceIndex.indexPerGpuHour, "h200-sxm": assumedH200Index } as Readonly<Record<string, number>>,
  pricePresets,
  published: {
    /** The article's run. */
    tokens: trainingManifest.totalSteps * BATCH_SEQUENCES * trainingManifest.sequenceTokens,
    sequenceLength: trainingManifest.sequenceTokens,
    globalBatchSequences: BATCH_SEQUENCES,
    loraRank: LORA_RANK,
  },
  benchmarks: [
    { manifest: trainingManifest, rows: trainingRows },
    { manifest: h200TrainingManifest, rows: h200TrainingRows },
  ].map(({ manifest: { id, title, publisher, software, attribution, caveats }, rows }) => ({
    id,
    title,
    publisher,
    software,
    attribution,
    caveats,
    gpus: [...new Set(rows.map(({ gpu }) => gpu))],
  })),
};
