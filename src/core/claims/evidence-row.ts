import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import { costPerMillionOutputTokens } from "../economics/cost.ts";
import type { Measure, Setting, SettingValue } from "./claim.ts";

type Values = Readonly<Partial<Record<Measure, number | null>>>;

/** A published row of any kind, as claims refer to it. */
export interface EvidenceRow {
  readonly id: string;
  readonly settings: Readonly<Partial<Record<Setting, SettingValue>>>;
  readonly measured: Values;
  /** What the model says of the same settings; empty where it says nothing. */
  readonly modelled: Values;
  /** Why there is no measurement. */
  readonly missing: string | null;
  /** The row itself, where it is of serving. */
  readonly serving: MeasuredServingRow | null;
}

/** One fine-tuning run, as far as claims rest on it. */
export interface TrainingRun {
  readonly id: string;
  readonly gpu: string;
  readonly precision: string;
  readonly strategy: string;
  readonly checkpointing: boolean | null;
  readonly compile: boolean;
  readonly microBatchSequencesPerGpu: number;
  readonly sequencesPerOptimizerStep: number;
  readonly tokensPerSecond: number | null;
  readonly wallSeconds: number | null;
  readonly residentMemoryGibibytes: number | null;
  readonly missing: string | null;
}

/** Loss and gradient norm of one GPU's run. */
export interface StabilityRun {
  readonly gpu: string;
  readonly lastLossNatsPerToken: number;
  readonly maximumGradientNorm: number;
  readonly gradientNormAnomalyCount: number;
}

/** Cost of a million tokens in units of the index, while the node is busy; null without a measured rate. */
function costIndex(pricePerGpuHour: number, gpus: number, tokensPerSecond: number | null): number | null {
  return tokensPerSecond === null ? null : costPerMillionOutputTokens(pricePerGpuHour, gpus, tokensPerSecond);
}

export function servingEvidence(row: MeasuredServingRow, pricePerGpuHour: number, modelled: Values): EvidenceRow {
  const gpus = row.replicas * row.tensorParallel;
  return {
    id: row.id,
    settings: {
      gpu: row.gpuId,
      weights: row.weights,
      kvCache: row.kvCache,
      draftLength: row.draftLength,
      lora: row.lora,
      maxNumSeqs: row.maxNumSeqs,
      tensorParallel: row.tensorParallel,
      clientsPerReplica: row.concurrencyPerReplica,
    },
    measured: {
      outputTokensPerSecond: row.outputTokensPerSecond,
      stepSeconds: row.chunkGapMedianSeconds,
      ttftMedianSeconds: row.ttftMedianSeconds,
      acceptanceRate: row.acceptanceRate,
      costIndexPerMillionOutputTokens: costIndex(pricePerGpuHour, gpus, row.outputTokensPerSecond),
      gpusPerReplica: row.tensorParallel,
      clientsPerReplica: row.concurrencyPerReplica,
      nodeClients: row.concurrencyPerReplica * row.replicas,
      draftLength: row.draftLength,
      maxNumSeqs: row.maxNumSeqs,
    },
    modelled,
    missing: row.missing,
    serving: row,
  };
}

export function trainingEvidence(run: TrainingRun, pricePerGpuHour: number, gpus: number): EvidenceRow {
  return {
    id: run.id,
    settings: {
      gpu: run.gpu,
      precision: run.precision,
      strategy: run.strategy,
      checkpointing: run.checkpointing,
      compile: run.compile,
      microBatch: run.microBatchSequencesPerGpu,
      sequencesPerOptimizerStep: run.sequencesPerOptimizerStep,
    },
    measured: {
      trainedTokensPerSecond: run.tokensPerSecond,
      costIndexPerMillionTrainedTokens: costIndex(pricePerGpuHour, gpus, run.tokensPerSecond),
      wallSeconds: run.wallSeconds,
      residentGibibytes: run.residentMemoryGibibytes,
    },
    modelled: {},
    missing: run.missing,
    serving: null,
  };
}

/** The published file numbers no stability rows: they go by the GPU. */
export function stabilityEvidence(run: StabilityRun): EvidenceRow {
  return {
    id: `vessl-s-${run.gpu}`,
    settings: { gpu: run.gpu },
    measured: {
      lastLossNatsPerToken: run.lastLossNatsPerToken,
      maximumGradientNorm: run.maximumGradientNorm,
      gradientNormAnomalies: run.gradientNormAnomalyCount,
    },
    modelled: {},
    missing: null,
    serving: null,
  };
}
