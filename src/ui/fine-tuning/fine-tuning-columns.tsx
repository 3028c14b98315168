import { inDuration } from "../../core/units/wording.ts";
import type { FineTuningPerformance } from "../../core/fine-tuning/answer/fine-tuning-performance.ts";
import type { FineTuningPlatformAnswer } from "../../questions/fine-tuning/fine-tuning-platforms.ts";
import {
  formatAmount,
  formatCount,
  formatGigabytes,
  formatPercent,
  formatRatio,
  formatTime,
} from "../format/format.ts";
import { costIn, type NumberColumn, type PlatformRow, tableColumnsOf } from "../tables/platform-columns.tsx";

type FineTuningTableRow = PlatformRow<FineTuningPlatformAnswer>;

/** Those of a performance's figures that are plain numbers. */
type Figure = {
  [Key in keyof FineTuningPerformance]: FineTuningPerformance[Key] extends number | null ? Key : never;
}[keyof FineTuningPerformance];

const performed =
  (key: Figure) =>
  ({ answer: { delivery } }: FineTuningTableRow): number | null =>
    delivery.kind === "delivers" ? delivery.performance[key] : null;

const asAmount = (value: number, { unit }: FineTuningTableRow): string => formatAmount(value, unit);

export const FINE_TUNING_COLUMNS: readonly NumberColumn<FineTuningTableRow>[] = [
  {
    id: "relativeCost",
    csvName: "relativeCost",
    header: "Rel. cost",
    meaning: "Cost per trained token over that of the best measured A100 settings, or else the cheapest's",
    value: ({ answer }) => answer.relativeCost,
    format: formatRatio,
  },
  {
    id: "costPerMillion",
    csvName: "costPerMillionTokens",
    header: "Per M tokens",
    meaning: "Price per million tokens while it trains, start-up apart, in the unit of the prices",
    value: ({ answer }) => costIn(answer.quote),
    format: asAmount,
  },
  {
    id: "cost",
    csvName: "cost",
    header: "Run cost",
    meaning: "Price of the whole run with start-up and compilation, in the unit of the prices",
    value: ({ answer }) => costIn(answer.runQuote),
    format: asAmount,
  },
  {
    id: "wall",
    csvName: "wallSeconds",
    header: "Run time",
    meaning: "From start to end: start-up, compilation and all steps",
    value: performed("wallSeconds"),
    format: inDuration,
  },
  {
    id: "startUp",
    csvName: "startUpSeconds",
    header: "Start-up",
    meaning: "Before the first step, compilation apart",
    value: performed("startUpSeconds"),
    format: inDuration,
  },
  {
    id: "compile",
    csvName: "compileSeconds",
    header: "Compile",
    meaning: "What torch.compile adds before the first step",
    value: performed("compileSeconds"),
    format: inDuration,
  },
  {
    id: "gpuHours",
    csvName: "gpuHours",
    header: "GPU-hours",
    meaning: "GPUs times the time of the run",
    value: performed("gpuHours"),
    format: (value) => (value < 99.5 ? value.toFixed(2) : formatCount(value)),
  },
  {
    id: "tokensPerSecond",
    csvName: "tokensPerSecond",
    header: "Tokens/s",
    meaning: "Trained tokens per second of the whole platform",
    value: performed("tokensPerSecond"),
    measured: ({ answer }) => answer.delivery.measuredRow?.tokensPerSecond ?? null,
    format: formatCount,
  },
  {
    id: "step",
    csvName: "stepSeconds",
    header: "Step",
    meaning: "One optimizer step",
    value: performed("stepSeconds"),
    measured: ({ answer }) => answer.delivery.measuredRow?.stepSeconds ?? null,
    format: formatTime,
  },
  {
    id: "sequences",
    csvName: "sequencesPerStep",
    header: "Seqs / step",
    meaning: "Sequences that a step takes: whole passes of all GPUs",
    value: performed("sequencesPerStep"),
    format: formatCount,
  },
  {
    id: "steps",
    csvName: "optimizerSteps",
    header: "Steps",
    meaning: "Optimizer steps in the run",
    value: performed("optimizerSteps"),
    format: (value) => (value < 99.5 ? String(Number(value.toFixed(1))) : formatCount(value)),
  },
  {
    id: "peak",
    csvName: "peakBytes",
    header: "Peak GB / GPU",
    meaning: "Largest memory held during a step; beside it a measured true peak, where there is one",
    value: ({ answer }) => answer.delivery.memory?.peakBytes ?? null,
    measured: ({ answer }) => answer.delivery.measuredRow?.peakBytes ?? null,
    format: formatGigabytes,
  },
  {
    id: "left",
    csvName: "headroomBytes",
    header: "GB left",
    meaning: "The card's memory less the peak; below zero it is counted as more than the card has",
    value: ({ answer }) => answer.delivery.memory?.headroomBytes ?? null,
    format: (bytes) => formatGigabytes(bytes).replace("-", "−"),
  },
  {
    id: "resident",
    csvName: "publishedResidentBytes",
    header: "Resident GB",
    meaning:
      "Published as “peak memory”: what stays resident after the last step (weights and LoRA state), not the peak",
    value: ({ answer }) => answer.delivery.measuredRow?.residentBytes ?? null,
    format: formatGigabytes,
  },
  {
    id: "utilization",
    csvName: "modelFlopsUtilization",
    header: "Of peak",
    meaning: "Model FLOPs utilization: of the bf16 dense peak, recomputation not counted",
    value: performed("modelFlopsUtilization"),
    format: (value) => formatPercent(Math.round(value * 1000) / 1000),
  },
  {
    id: "tunedStack",
    csvName: "tunedStackTokensPerSecond",
    header: "Tuned stack",
    meaning: "Tokens per second at the share of the peak that a cited vendor-tuned stack reached on this GPU",
    value: performed("tunedStackTokensPerSecond"),
    format: formatCount,
  },
];

export const fineTuningTableColumns = tableColumnsOf(
  FINE_TUNING_COLUMNS,
  ({ answer: { delivery } }: FineTuningTableRow) =>
    delivery.measuredRow === null ? "" : `Measured: row ${delivery.measuredRow.id}`,
);
