import type { Gpu } from "../../facts/gpu.ts";
import { inCount, inGigabytes } from "../../units/wording.ts";
import type { MeasuredFineTuningRow } from "../fit/measured-fine-tuning-row.ts";
import type { MemoryThatDoesNot } from "../fit/memory-evidence.ts";
import type { FineTuningDeployment, FineTuningPrecision } from "../physics/fine-tuning-deployment.ts";
import type { WhyItCannot } from "./fine-tuning-delivery.ts";
import type { FineTuningNote } from "./fine-tuning-notes.ts";
import type { FineTuningRemedy } from "./fine-tuning-remedies.ts";

type Gpus = ReadonlyMap<string, Pick<Gpu, "shortName">>;

const PRECISION_WORDS: Readonly<Record<FineTuningPrecision, string>> = {
  bf16: "bf16",
  fp8: "naive FP8",
  "te-fp8": "TE FP8",
};

/** A platform's settings in the order in which they matter: "FSDP on 8, checkpointing, bf16, micro-batch 2". */
export function fineTuningSettingsWords(deployment: Omit<FineTuningDeployment, "gpu">): readonly string[] {
  const { gpuCount, strategy, checkpointing, precision, compile, microBatch } = deployment;
  return [
    gpuCount === 1 ? "1 GPU" : `${strategy === "fsdp" ? "FSDP" : "DDP"} on ${gpuCount}`,
    checkpointing ? "checkpointing" : "no checkpointing",
    PRECISION_WORDS[precision],
    ...(compile ? ["torch.compile"] : []),
    `micro-batch ${microBatch}`,
  ];
}

/** A measured run for a reader who knows no row ids. */
function measuredRunWords(row: MeasuredFineTuningRow, gpus: Gpus): string {
  const settings = fineTuningSettingsWords(row).join(", ");
  return `a measured run on ${gpus.get(row.gpuId)?.shortName ?? row.gpuId} (${settings})`;
}

/** Why a platform cannot fine-tune, with the numbers that show it and what would help. */
export function whyItCannotClause(why: WhyItCannot, gpus: Gpus): string {
  switch (why.kind) {
    case "precision-unsupported":
      return "has no FP8 tensor cores: choose bf16";
    case "gpu-not-measured":
      return `has no measured fine-tuning runs of ${why.llm} to predict from`;
    case "out-of-memory": {
      const needed = `needs ${inGigabytes(why.neededBytes)} at the peak of a step, has ${inGigabytes(why.availableBytes)}`;
      const helps = why.remedies.map(fineTuningRemedyWords);
      const fits = helps.length === 0 ? "" : `: fits with ${helps.join(" or ")}`;
      return `${needed}${evidenceWords(why.memoryFit, gpus)}${fits}`;
    }
  }
}

function evidenceWords(fit: MemoryThatDoesNot, gpus: Gpus): string {
  switch (fit.kind) {
    case "does-not-fit":
      return fit.failed === null ? "" : ` (${measuredRunWords(fit.failed, gpus)} ran out of memory)`;
    case "uncertain": {
      const [ran, failed] = [measuredRunWords(fit.ran, gpus), measuredRunWords(fit.failed, gpus)];
      return ` (uncertain: at this share of the card ${ran} went through, ${failed} ran out of memory)`;
    }
  }
}

export function fineTuningRemedyWords(remedy: FineTuningRemedy): string {
  switch (remedy.kind) {
    case "checkpointing":
      return "checkpointing";
    case "fsdp":
      return "FSDP";
    case "compile":
      return "torch.compile";
    case "micro-batch":
      return `a micro-batch of ${inCount(remedy.microBatch)}`;
    case "checkpointing-and-fsdp":
      return "checkpointing and FSDP together";
  }
}

/** A note as a sentence. @param platform As the answer calls it. */
export function fineTuningNoteSentence(note: FineTuningNote, platform: string, gpus: Gpus): string {
  switch (note.kind) {
    case "unstable-warm-up":
      return `${platform}: gradients peaked at ${inCount(note.maximumGradientNorm)} in the measured run, ${inCount(note.othersMaximumGradientNorm)} on the others: keep the warm-up conservative and watch the first steps.`;
    case "measured-to-run": {
      const counted = `${inGigabytes(note.countedBytes)} of ${inGigabytes(note.availableBytes)} are counted`;
      const failed =
        note.failed === null ? "" : `; ${measuredRunWords(note.failed, gpus)} failed at a smaller share of its card`;
      return `${platform}: measured to run; the model counts too much memory here (${counted}${failed}).`;
    }
    case "sequences-per-step":
      return `${platform}: ${inCount(note.sequencesPerStep)} sequences in a step instead of ${inCount(note.askedSequences)}: fewer updates, another training run.`;
    case "more-gpus-than-measured":
      return `${platform}: no run on more than ${inCount(note.mostMeasured)} GPUs was measured; the slower links between nodes are not modelled.`;
    case "below-one-step":
      return `${platform}: a step holds ${inCount(note.tokensPerStep)} tokens, the run ${inCount(note.tokens)}: counted as one step.`;
  }
}
