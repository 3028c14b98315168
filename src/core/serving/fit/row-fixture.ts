import type { Gpu } from "../../facts/gpu.ts";
import { tokensPerStep } from "../physics/drafting.ts";
import { gemma, h100, roundEngine, roundParameters } from "../physics/published-fixture.ts";
import type { PlatformParameters, StepParameters } from "../physics/parameters.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { STEP_PARAMETERS, type StepPriors } from "./parameter-vector.ts";
import { budgetOfRow, type CalibrationContext, predictedStepSeconds, runningInRow } from "./row-prediction.ts";

// Test data: rows that the model itself could have measured, so that what is fitted to them is known beforehand.

/** A steady row without drafts or an adapter, at 16 requests on each of eight replicas. */
export const steadyRow: MeasuredServingRow = {
  id: "row",
  gpuId: "h100-sxm",
  llmId: "gemma-4-31b-it",
  engine: { id: "vllm", version: null },
  datasetId: "benchmark",
  conditions: {
    promptTokens: 225,
    outputTokens: 274,
    promptTokensVariation: 0,
    outputTokensVariation: 0,
    maxNumBatchedTokens: 4096,
    maxModelLen: 4096,
    gpuMemoryUtilization: 0.9,
  },
  weights: "fp8",
  kvCache: "bf16",
  draftLength: 0,
  lora: false,
  maxNumSeqs: 64,
  tensorParallel: 1,
  replicas: 8,
  settingsConfidence: "stated",
  cell: "I1",
  variant: "default",
  concurrencyPerReplica: 16,
  completedRequests: 1000,
  failedRequests: 0,
  ttftMedianSeconds: 0.1,
  ttftP99Seconds: 0.3,
  chunkGapMedianSeconds: 0.02,
  chunkGapP99Seconds: 0.03,
  outputTokensPerSecond: 5000,
  meanOutputTokens: 274,
  acceptanceRate: null,
  missing: null,
  anomaly: null,
};

/** A row whose client window closed before any request completed. */
export const missingRow: MeasuredServingRow = {
  ...steadyRow,
  id: "missing",
  completedRequests: 0,
  ttftMedianSeconds: null,
  ttftP99Seconds: null,
  chunkGapMedianSeconds: null,
  chunkGapP99Seconds: null,
  outputTokensPerSecond: null,
  meanOutputTokens: null,
  missing: "No request completed in the measured window.",
};

const b200: Gpu = {
  ...h100,
  id: "b200-sxm",
  shortName: "B200",
  deviceMemoryBytes: 192_265_846_784,
  hbmBytesPerSecond: 7.7e12,
  peakFlopsPerSecond: { bf16: 2.25e15, fp8: 4.5e15 },
};

const priors = Object.fromEntries(
  STEP_PARAMETERS.map((parameter) => [parameter, { center: roundParameters.step[parameter], logSpread: 0.7 }]),
) as unknown as StepPriors;

export const roundContext: CalibrationContext = {
  gpus: new Map([h100, b200].map((gpu) => [gpu.id, gpu])),
  llm: gemma,
  engine: roundEngine,
  priors,
  kvOverheadPrior: { center: 1.5e9, logSpread: 0.5 },
};

/** Parameters of each GPU, off the priors' centers and within what two GPUs are taken to differ by. */
export const planted: Readonly<Record<string, PlatformParameters>> = {
  "h100-sxm": plant({ computeEfficiency: 0.36, secondsPerStep: 0.0032, draftingSecondsPerStep: 0.0018 }, 1.4),
  "b200-sxm": plant({ computeEfficiency: 0.45, secondsPerStep: 0.0046, loraSecondsPerToken: 0.000_12 }, 1),
};

function plant(step: Partial<StepParameters>, factor: number): PlatformParameters {
  const kvHolding = { overheadBytesPerGpu: 1.5e9, factor, fittedRows: 0 };
  return { ...roundParameters, step: { ...roundParameters.step, ...step }, kvHolding };
}

/** A benchmark of both GPUs as the planted parameters predict it: step and median TTFT, where a queue forms with its wait. */
export function plantedRows(): readonly MeasuredServingRow[] {
  const settings = [
    { kvCache: "bf16", draftLength: 0, lora: false, maxNumSeqs: 64 },
    { kvCache: "bf16", draftLength: 1, lora: false, maxNumSeqs: 64 },
    { kvCache: "bf16", draftLength: 0, lora: true, maxNumSeqs: 64 },
    { kvCache: "bf16", draftLength: 2, lora: true, maxNumSeqs: 64 },
    { kvCache: "fp8", draftLength: 2, lora: false, maxNumSeqs: 256 },
    { kvCache: "fp8", draftLength: 3, lora: false, maxNumSeqs: 256 },
  ] as const;
  return Object.keys(planted).flatMap((gpuId) =>
    settings.flatMap((setting, session) =>
      [1, 4, 16, 64, 256]
        .filter((clients) => clients <= setting.maxNumSeqs)
        .map((clients) => {
          const acceptanceRate = setting.draftLength === 0 ? null : 0.85 - 0.06 * setting.draftLength;
          const id = `${gpuId} ${session} ${clients}`;
          return asPlanted({ ...steadyRow, ...setting, id, gpuId, acceptanceRate, concurrencyPerReplica: clients });
        }),
    ),
  );
}

function asPlanted(row: MeasuredServingRow): MeasuredServingRow {
  const { step, kvHolding } = planted[row.gpuId]!;
  const running = runningInRow(row, budgetOfRow(row, roundContext), kvHolding);
  const chunkGapMedianSeconds = predictedStepSeconds(row, running, step, roundContext);
  const serviceSeconds = (274 / tokensPerStep(row.draftLength, row.acceptanceRate ?? 0)) * chunkGapMedianSeconds;
  const waitSeconds = ((row.concurrencyPerReplica - running) * serviceSeconds) / running;
  return {
    ...row,
    chunkGapMedianSeconds,
    ttftMedianSeconds: 4 * chunkGapMedianSeconds + waitSeconds,
    completedRequests: 10 * row.concurrencyPerReplica * row.replicas,
  };
}
