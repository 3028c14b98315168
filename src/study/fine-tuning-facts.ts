import { gpus } from "../catalog/gpus.ts";
import { h200FineTuningManifest, h200FineTuningRows } from "../catalog/h200-fine-tuning-benchmark.ts";
import { trainableLlm } from "../catalog/llms.ts";
import { memoryPriors, fineTuningAssumptions, fineTuningStepPriors } from "../catalog/fine-tuning-assumptions.ts";
import { fineTuningManifest, fineTuningRows, fineTuningStability } from "../catalog/fine-tuning-benchmark.ts";
import { BATCH_SEQUENCES, LORA_RANK } from "../catalog/fine-tuning-rows.ts";
import { tunedStackFigures, tunedStackNote, tunedStackWorkload } from "../catalog/tuned-stacks.ts";
import { bestTunedStack } from "../core/fine-tuning/physics/tuned-stack.ts";
import type { FineTuningFacts } from "./fit-fine-tuning-study.ts";

const benchmarks = [
  { manifest: fineTuningManifest, rows: fineTuningRows },
  { manifest: h200FineTuningManifest, rows: h200FineTuningRows },
];

/** What the catalogue knows of fine-tuning an LLM. @throws RangeError for one that it has no rows of. */
export function fineTuningFactsOf(llmId: string): FineTuningFacts {
  const own = benchmarks.filter(({ manifest }) => manifest.llm === llmId);
  if (own.length === 0) throw new RangeError(`the catalogue has no fine-tuning rows of the LLM "${llmId}"`);
  return {
    gpus,
    llm: trainableLlm(llmId),
    assumptions: fineTuningAssumptions,
    stepPriors: fineTuningStepPriors,
    memoryPriors,
    stability: fineTuningManifest.llm === llmId ? fineTuningStability : [],
    tunedStacks: [...gpus.values()].flatMap((gpu) => bestTunedStack(tunedStackFigures, tunedStackWorkload, gpu) ?? []),
    tunedStackNote: `${tunedStackWorkload.name}. ${tunedStackNote}`,
    publishedRun: {
      tokens: fineTuningManifest.totalSteps * BATCH_SEQUENCES * fineTuningManifest.sequenceTokens,
      sequenceLength: fineTuningManifest.sequenceTokens,
      globalBatchSequences: BATCH_SEQUENCES,
      loraRank: LORA_RANK,
    },
    benchmarks: own.map(({ manifest: { id, title, publisher, stack, software, attribution, caveats }, rows }) => ({
      id,
      title,
      publisher,
      stack,
      software,
      attribution,
      caveats,
      gpus: [...new Set(rows.map(({ gpu }) => gpu))],
    })),
  };
}
