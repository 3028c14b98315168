import type { Gpu } from "../../facts/gpu.ts";
import { inCount, inDuration, inGigabytes, inList, inPercent } from "../../serving/answer/wording.ts";
import type { TrainingRecommendation, TrainingReason } from "./recommend-training.ts";
import type { TrainingInfeasibility } from "./training-evaluation.ts";
import type { TrainingRemedy } from "./training-remedies.ts";
import type { TrainingWarning } from "./training-warnings.ts";

export interface TrainingWording {
  readonly gpus: ReadonlyMap<string, Gpu>;
  readonly tokens: number;
}

/** The recommendation in one sentence: platform, cost against the next, and the time of the run. */
export function trainingSentence({ winner, reasons }: TrainingRecommendation, wording: TrainingWording): string {
  const run = `${inCount(wording.tokens)} tokens`;
  if (winner === null) {
    const clauses = reasons.flatMap((reason) =>
      reason.kind === "infeasible"
        ? [`${nameOf(reason.gpu, wording)} ${trainingInfeasibilityClause(reason.reason)}`]
        : [],
    );
    return `No platform trains ${run}: ${clauses.length === 0 ? "none is compared" : clauses.join("; ")}.`;
  }
  const [verdict, ...others] = reasons;
  const time = others.find((reason) => reason.kind === "time");
  return `${verdictClause(verdict!, winner, wording)}${time ? `; ${timeClause(time, wording)}` : ""}.`;
}

function nameOf(gpu: string, { gpus }: TrainingWording): string {
  return gpus.get(gpu)?.shortName ?? gpu;
}

function verdictClause(reason: TrainingReason, winner: string, wording: TrainingWording): string {
  const name = nameOf(winner, wording);
  switch (reason.kind) {
    case "cheaper":
      return `${name}: ${inPercent(reason.savingFraction)} cheaper per trained token than ${nameOf(reason.than, wording)}`;
    case "tie": {
      const names = inList(reason.gpus.map((gpu) => nameOf(gpu, wording)));
      const within = Math.max(1, Math.ceil(reason.spreadFraction * 100));
      return `Tie on cost per trained token (${names} within ${within} %), ${name} by ${reason.decidedBy}`;
    }
    case "tie-within-band":
      return `Tie within the model's 90 % band: ${name} is ${inPercent(reason.savingFraction)} cheaper per trained token than ${nameOf(reason.than, wording)} by the best estimate`;
    case "only-one":
      return `${name}: the only platform compared that can train ${inCount(wording.tokens)} tokens as set up`;
    case "time":
    case "infeasible":
      return name;
  }
}

function timeClause(time: Extract<TrainingReason, { kind: "time" }>, wording: TrainingWording): string {
  const [own, other] = [inDuration(time.wallSeconds), inDuration(time.thanWallSeconds)];
  return `the run takes ${own}, on ${nameOf(time.than, wording)} ${other}`;
}

/** Why a platform cannot train the run, with the numbers that show it and what would help. */
export function trainingInfeasibilityClause(reason: TrainingInfeasibility): string {
  switch (reason.kind) {
    case "precision-unsupported":
      return "has no FP8 tensor cores: choose bf16";
    case "out-of-memory": {
      const needed = `needs ${inGigabytes(reason.neededBytes)} at the peak of a step, has ${inGigabytes(reason.availableBytes)}`;
      const measured = reason.failedRow === null ? "" : ` (${reason.failedRow} ran out of memory)`;
      const helps = reason.remedies.map(trainingRemedyClause);
      return `${needed}${measured}${helps.length === 0 ? "" : `: fits with ${helps.join(" or ")}`}`;
    }
  }
}

export function trainingRemedyClause(remedy: TrainingRemedy): string {
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

/** A warning as a sentence. */
export function trainingWarningSentence(warning: TrainingWarning, wording: TrainingWording): string {
  const name = nameOf(warning.gpu, wording);
  switch (warning.kind) {
    case "unstable-warm-up":
      return `${name}: gradients peaked at ${inCount(warning.maximumGradientNorm)} in the measured run, ${inCount(warning.othersMaximumGradientNorm)} on the others: keep the warm-up conservative and watch the first steps.`;
    case "memory-uncertain":
      return `${name}: may run out of memory: ${warning.ranRow} ran at this share of its GPU, ${warning.failedRow} failed at less.`;
    case "sequences-per-step":
      return `${name}: ${inCount(warning.sequencesPerStep)} sequences in a step instead of ${inCount(warning.askedSequences)}: fewer updates, another training run.`;
  }
}
