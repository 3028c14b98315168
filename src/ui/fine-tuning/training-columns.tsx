import { inDuration } from "../../core/serving/answer/wording.ts";
import type { TrainingEvaluation, TrainingPerformance } from "../../core/fine-tuning/answer/training-evaluation.ts";
import {
  formatAmount,
  formatCount,
  formatGigabytes,
  formatPercent,
  formatRatio,
  formatTime,
} from "../format/format.ts";
import { type NumberColumn, type PlatformRow, tableColumnsOf } from "../tables/platform-columns.tsx";
import { stepsText } from "./training-text.ts";

type TrainingTableRow = PlatformRow<TrainingEvaluation>;

const performed = (key: keyof TrainingPerformance) => {
  return ({ evaluation: { performance } }: TrainingTableRow): number | null =>
    performance === null ? null : (performance[key] as number);
};

const asAmount = (value: number, { unit }: TrainingTableRow): string => formatAmount(value, unit);

export const TRAINING_COLUMNS: readonly NumberColumn<TrainingTableRow>[] = [
  {
    id: "relativeCost",
    csvName: "relativeCost",
    header: "Rel. cost",
    meaning: "Cost per trained token over that of the best measured A100 settings, or else the cheapest's",
    value: (row) => row.relativeCost,
    format: formatRatio,
  },
  {
    id: "costPerMillion",
    csvName: "costPerMillionTokens",
    header: "Per M tokens",
    meaning: "Price per million tokens while it trains, start-up apart, in the unit of the prices",
    value: ({ evaluation }) => evaluation.costPerMillionTokens,
    format: asAmount,
  },
  {
    id: "cost",
    csvName: "cost",
    header: "Run cost",
    meaning: "Price of the whole run with start-up and compilation, in the unit of the prices",
    value: ({ evaluation }) => evaluation.cost,
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
    measured: ({ evaluation }) => evaluation.measuredRow?.tokensPerSecond ?? null,
    format: formatCount,
  },
  {
    id: "step",
    csvName: "stepSeconds",
    header: "Step",
    meaning: "One optimizer step",
    value: performed("stepSeconds"),
    measured: ({ evaluation }) => evaluation.measuredRow?.stepSeconds ?? null,
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
    format: stepsText,
  },
  {
    id: "peak",
    csvName: "peakBytes",
    header: "Peak GB / GPU",
    meaning: "Largest memory held during a step; beside it a measured true peak, where there is one",
    value: ({ evaluation }) => evaluation.memory?.peakBytes ?? null,
    measured: ({ evaluation }) => evaluation.measuredRow?.peakBytes ?? null,
    format: formatGigabytes,
  },
  {
    id: "left",
    csvName: "headroomBytes",
    header: "GB left",
    meaning: "The card's memory less the peak; below zero it is counted as more than the card has",
    value: ({ evaluation }) => evaluation.memory?.headroomBytes ?? null,
    format: (bytes) => formatGigabytes(bytes).replace("-", "−"),
  },
  {
    id: "resident",
    csvName: "publishedResidentBytes",
    header: "Resident GB",
    meaning:
      "Published as “peak memory”: what stays resident after the last step (weights and LoRA state), not the peak",
    value: ({ evaluation }) => evaluation.measuredRow?.residentBytes ?? null,
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

export const trainingTableColumns = tableColumnsOf(
  TRAINING_COLUMNS,
  ({ evaluation: { measuredRow } }: TrainingTableRow) =>
    measuredRow === null ? "" : `Measured: row ${measuredRow.id}`,
);
