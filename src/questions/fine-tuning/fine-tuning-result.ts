import type { FineTuningDelivers, WhyItCannot } from "../../core/fine-tuning/answer/fine-tuning-delivery.ts";
import type { FineTuningNote } from "../../core/fine-tuning/answer/fine-tuning-notes.ts";
import type { FineTuningRemedy } from "../../core/fine-tuning/answer/fine-tuning-remedies.ts";
import type { MeasuredFineTuningRow } from "../../core/fine-tuning/fit/measured-fine-tuning-row.ts";
import type { MemoryThatFits } from "../../core/fine-tuning/fit/memory-evidence.ts";
import type { FineTuningDeployment } from "../../core/fine-tuning/physics/fine-tuning-deployment.ts";
import type { FineTuningMemory } from "../../core/fine-tuning/physics/fine-tuning-memory.ts";
import type { Evidence } from "../../core/serving/fit/evidence.ts";
import type { Band } from "../../core/units/band.ts";
import type { PriceFlip } from "../comparison.ts";
import type { FineTuningAnswer, FineTuningReference } from "./fine-tuning-answer.ts";
import type { FineTuningPlatformAnswer, FineTuningStack } from "./fine-tuning-platforms.ts";
import { type FineTuningReason, fineTuningReasons } from "./fine-tuning-reasons.ts";
import { fineTuningNoteSentences, fineTuningSentences } from "./fine-tuning-sentence.ts";

/** An answer about fine-tuning as plain JSON: what the terminal prints and other tools read. Names stay once they are here. */
export interface FineTuningResult {
  readonly question: "fine-tune";
  readonly model: string;
  /** In the list's order. */
  readonly platforms: readonly FineTuningPlatformResult[];
  /** Whose cost is 1, at its own or at its GPU's best measured settings; null where nothing has a cost. */
  readonly reference: Pick<FineTuningReference, "id" | "settings"> | null;
  readonly recommendation: {
    readonly winner: string | null;
    /** Whether others cost about the same, and the time of the run decided. */
    readonly tie: boolean;
    readonly verdict: FineTuningAnswer["ranking"]["kind"];
    /** Whether the 90 % band of the cost ratio to the next leaves out 1; null without a next. */
    readonly certain: boolean | null;
    readonly sentence: string;
    readonly reasons: readonly RecommendationReason[];
    readonly flipPrices: readonly PriceFlip[];
    /** What to know before running it. */
    readonly notes: readonly string[];
  };
}

type FineTuningPlatformResult = PlatformFacts & (FineTuned | NotFineTuned);

interface PlatformFacts {
  readonly id: string;
  readonly gpu: string;
  /** As sentences call it. */
  readonly name: string;
  /** As fine-tuned: tuned settings, where they are tuned. */
  readonly settings: Omit<FineTuningDeployment, "gpu">;
  readonly stack: FineTuningStack | null;
  readonly pricePerGpuHour: number | null;
  /** Of one GPU; null where the settings rule the platform out before memory is counted. */
  readonly memory: FineTuningMemory | null;
  readonly measured: MeasuredResult | null;
}

/** A measured run as it stands beside a prediction. */
interface MeasuredResult {
  readonly row: string;
  readonly stepSeconds: number | null;
  readonly tokensPerSecond: number | null;
  readonly peakBytes: number | null;
}

type Numbers = Pick<
  FineTuningDelivers["performance"],
  | "stepSeconds"
  | "sequencesPerStep"
  | "optimizerSteps"
  | "tokensPerSecond"
  | "gpuHours"
  | "wallSeconds"
  | "startUpSeconds"
  | "compileSeconds"
  | "modelFlopsUtilization"
  | "floorStepSeconds"
  | "tunedStackTokensPerSecond"
>;

interface Costs {
  /** Of the whole run; null without a price, as are the other costs. */
  readonly cost: number | null;
  /** While it trains, start-up apart. */
  readonly costPerMillionTokens: number | null;
  readonly relativeCost: number | null;
}

interface FineTuned extends Numbers, Costs {
  readonly feasible: true;
  readonly reason: null;
  readonly remedies: readonly [];
  /** `tight`: counted as more than there is, but measured to run. */
  readonly verdict: "fits" | "tight";
  /** 90 %. */
  readonly band: {
    readonly stepSeconds: Band;
    readonly tokensPerSecond: Band;
    readonly wallSeconds: Band;
    readonly relativeCost: Band | null;
  };
  readonly evidence: Evidence;
  readonly notes: readonly NoteResult[];
}

type NotFineTuned = { readonly [Key in keyof Numbers | keyof Costs | "band" | "evidence"]: null } & {
  readonly feasible: false;
  readonly reason: ReasonResult;
  readonly remedies: readonly FineTuningRemedy[];
  readonly verdict: "no";
  readonly notes: readonly [];
};

type RecommendationReason =
  | Exclude<FineTuningReason, { kind: "infeasible" }>
  | { readonly kind: "infeasible"; readonly id: string; readonly why: ReasonResult };

/** With rows by id. */
type ReasonResult =
  | Exclude<WhyItCannot, { kind: "out-of-memory" }>
  | {
      readonly kind: "out-of-memory";
      readonly neededBytes: number;
      readonly availableBytes: number;
      readonly certain: boolean;
      readonly failedRow: string | null;
    };

type NoteResult =
  | Exclude<FineTuningNote, { kind: "measured-to-run" }>
  | {
      readonly kind: "measured-to-run";
      readonly ranRow: string;
      readonly failedRow: string | null;
      readonly countedBytes: number;
      readonly availableBytes: number;
    };

const NOTHING = {
  stepSeconds: null,
  sequencesPerStep: null,
  optimizerSteps: null,
  tokensPerSecond: null,
  gpuHours: null,
  wallSeconds: null,
  startUpSeconds: null,
  compileSeconds: null,
  modelFlopsUtilization: null,
  floorStepSeconds: null,
  tunedStackTokensPerSecond: null,
  cost: null,
  costPerMillionTokens: null,
  relativeCost: null,
  band: null,
  evidence: null,
  notes: [],
} as const;

export function fineTuningResultOf(answer: FineTuningAnswer): FineTuningResult {
  const { study, platforms, reference, ranking, flips } = answer;
  return {
    question: "fine-tune",
    model: study.modelVersion,
    platforms: platforms.map(platformResult),
    reference: reference && { id: reference.id, settings: reference.settings },
    recommendation: {
      winner: ranking.kind === "none" ? null : ranking.winner.id,
      tie: ranking.kind === "close",
      verdict: ranking.kind,
      certain: "certain" in ranking ? ranking.certain : null,
      sentence: fineTuningSentences(answer).join(" "),
      reasons: fineTuningReasons(answer).map((reason) =>
        reason.kind === "infeasible" ? { ...reason, why: reasonResult(reason.why) } : reason,
      ),
      flipPrices: flips,
      notes: fineTuningNoteSentences(answer),
    },
  };
}

function platformResult(answer: FineTuningPlatformAnswer): FineTuningPlatformResult {
  const { platform, gpu, label, delivery, stack } = answer;
  const { gpu: _gpu, ...settings } = delivery.deployment;
  const facts: PlatformFacts = {
    id: platform.id,
    gpu: gpu.id,
    name: label,
    settings,
    stack,
    pricePerGpuHour: platform.offer.pricePerGpuHour,
    memory: delivery.memory,
    measured: delivery.measuredRow && measuredResult(delivery.measuredRow),
  };
  switch (delivery.kind) {
    case "delivers":
      return fineTuned(facts, delivery, answer);
    case "cannot": {
      const { why } = delivery;
      const remedies = why.kind === "out-of-memory" ? why.remedies : [];
      return { ...facts, ...NOTHING, feasible: false, reason: reasonResult(why), remedies, verdict: "no" };
    }
  }
}

/** Field by field: spreading objects of this size is a thousand times slower, and streams have thousands of them. */
function fineTuned(
  facts: PlatformFacts,
  delivery: FineTuningDelivers,
  answer: FineTuningPlatformAnswer,
): PlatformFacts & FineTuned {
  const { performance, memoryFit, evidence, notes } = delivery;
  const { quote, runQuote, relativeCost, relativeCostBand } = answer;
  return {
    id: facts.id,
    gpu: facts.gpu,
    name: facts.name,
    settings: facts.settings,
    stack: facts.stack,
    pricePerGpuHour: facts.pricePerGpuHour,
    memory: facts.memory,
    measured: facts.measured,
    feasible: true,
    reason: null,
    remedies: [],
    verdict: verdictOf(memoryFit),
    stepSeconds: performance.stepSeconds,
    sequencesPerStep: performance.sequencesPerStep,
    optimizerSteps: performance.optimizerSteps,
    tokensPerSecond: performance.tokensPerSecond,
    gpuHours: performance.gpuHours,
    wallSeconds: performance.wallSeconds,
    startUpSeconds: performance.startUpSeconds,
    compileSeconds: performance.compileSeconds,
    modelFlopsUtilization: performance.modelFlopsUtilization,
    floorStepSeconds: performance.floorStepSeconds,
    tunedStackTokensPerSecond: performance.tunedStackTokensPerSecond,
    cost: runQuote?.kind === "priced" ? runQuote.cost : null,
    costPerMillionTokens: quote?.kind === "priced" ? quote.cost : null,
    relativeCost,
    band: {
      stepSeconds: performance.stepSecondsBand,
      tokensPerSecond: performance.tokensPerSecondBand,
      wallSeconds: performance.wallSecondsBand,
      relativeCost: relativeCostBand,
    },
    evidence,
    notes: notes.map(noteResult),
  };
}

function verdictOf(fit: MemoryThatFits): "fits" | "tight" {
  switch (fit.kind) {
    case "fits":
      return "fits";
    case "measured-to-run":
      return "tight";
  }
}

function reasonResult(why: WhyItCannot): ReasonResult {
  if (why.kind !== "out-of-memory") return why;
  const { kind, neededBytes, availableBytes, memoryFit } = why;
  const certain = memoryFit.kind === "does-not-fit";
  return { kind, neededBytes, availableBytes, certain, failedRow: memoryFit.failed?.id ?? null };
}

function noteResult(note: FineTuningNote): NoteResult {
  if (note.kind !== "measured-to-run") return note;
  const { kind, ran, failed, countedBytes, availableBytes } = note;
  return { kind, ranRow: ran.id, failedRow: failed?.id ?? null, countedBytes, availableBytes };
}

function measuredResult({ id, stepSeconds, tokensPerSecond, peakBytes }: MeasuredFineTuningRow): MeasuredResult {
  return { row: id, stepSeconds, tokensPerSecond, peakBytes };
}
