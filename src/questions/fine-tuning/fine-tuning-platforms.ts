import { gpus } from "../../study/known-gpus.ts";
import { deliverFineTuning, type FineTuningDelivery } from "../../core/fine-tuning/answer/fine-tuning-delivery.ts";
import { fineTuningSettingsWords } from "../../core/fine-tuning/answer/fine-tuning-wording.ts";
import type { Quote } from "../../core/economics/quote.ts";
import type { Gpu } from "../../core/facts/gpu.ts";
import type { FineTuningBenchmark, FineTuningStudy } from "../../study/fine-tuning-study.ts";
import type { Candidate } from "../comparison.ts";
import { platformLabels } from "../platform-labels.ts";
import type { Asked, AskedPlatform, PlatformAnswer } from "../question.ts";
import type { FineTuningChoice, FineTuningSettings } from "./fine-tuning-choice.ts";
import { fineTuningDeploymentOf } from "./fine-tuning-settings.ts";

export type FineTuningAsked = Asked<FineTuningChoice, FineTuningSettings>;
export type FineTuningRow = AskedPlatform<FineTuningSettings>;

/** The software that a platform's figures were measured with: its id, who ran it, and what it was. */
export type FineTuningStack = Pick<FineTuningBenchmark, "stack" | "publisher" | "software">;

/** A row of the list with what it does, before any of it is paid for. */
export interface FineTuningCandidate extends Candidate {
  readonly platform: FineTuningRow;
  readonly delivery: FineTuningDelivery;
  /** Null where nothing was measured on the GPU. */
  readonly stack: FineTuningStack | null;
}

/** What fine-tuning comes to on one platform. Its `bill` and `quote` are of a million trained tokens. */
export interface FineTuningPlatformAnswer extends FineTuningCandidate, PlatformAnswer<FineTuningDelivery> {
  readonly platform: FineTuningRow;
  /** Of the whole run, start-up and compilation included; null where it does not deliver. */
  readonly runQuote: Quote | null;
}

/**
 * Every row with its delivery, in the list's order.
 *
 * @throws RangeError for another LLM than the study's, and for a GPU that the catalogue does not have; links and files are checked before.
 */
export function fineTuningCandidates(study: FineTuningStudy, asked: FineTuningAsked): readonly FineTuningCandidate[] {
  const { llm, platforms, choice } = asked;
  if (llm !== study.llm.id) throw new RangeError(`the study of ${study.llm.id} knows nothing of ${llm}`);
  const rows = new Map(platforms.map((row) => [row.id, row]));
  const wordsOf = (id: string): readonly string[] => {
    const row = rows.get(id);
    return row === undefined ? [] : fineTuningSettingsWords(fineTuningDeploymentOf(row, choice));
  };
  const labels = platformLabels(platforms, gpus, wordsOf);
  return platforms.map((row) => candidateOf(study, choice, row, labels.get(row.id) ?? row.id));
}

/** One row's delivery, as money and ranking see it. */
export function candidateOf(
  study: FineTuningStudy,
  choice: FineTuningChoice,
  row: FineTuningRow,
  label: string,
): FineTuningCandidate {
  const gpu = gpuOf(row);
  const { tuned, locked } = row.settings;
  const request = { run: choice, tuned, locked, objective: choice.objective };
  const delivery = deliverFineTuning(study.model, request, fineTuningDeploymentOf(row, choice), gpu);
  const delivers = delivery.kind === "delivers" ? delivery : null;
  return {
    platform: row,
    gpu,
    label,
    delivery,
    stack: stackIn(study, delivery.stack),
    bill: delivers && delivers.billPerMillionTokens,
    seconds: delivers && delivers.performance.wallSeconds,
    withinLimits: true,
  };
}

function gpuOf(row: FineTuningRow): Gpu {
  const gpu = gpus.get(row.gpu);
  if (gpu === undefined) throw new RangeError(`unknown GPU: ${row.gpu}`);
  return gpu;
}

function stackIn({ benchmarks }: FineTuningStudy, id: string | null): FineTuningStack | null {
  const benchmark = benchmarks.find(({ stack }) => stack === id);
  return benchmark ? { stack: benchmark.stack, publisher: benchmark.publisher, software: benchmark.software } : null;
}
