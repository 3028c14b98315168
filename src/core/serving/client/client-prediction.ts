import { tokensPerStep } from "../physics/drafting.ts";
import { memoryBudget } from "../physics/memory-budget.ts";
import { operatingPoint, runningLimit } from "../physics/operating-point.ts";
import type { PlatformParameters, StepResiduals } from "../physics/parameters.ts";
import { prefillTime } from "../physics/prefill.ts";
import { type AnswerLengths, answerTokens } from "./client-lengths.ts";
import type { ReplicaSpeed } from "./client-replica.ts";
import { type ClientPlan, type ClientReport, simulateClient } from "./client-simulation.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import { deploymentOfRow, workloadOfRow } from "../fit/row-conditions.ts";
import { gpuOf, type CalibrationContext } from "../fit/row-prediction.ts";
import { LEAST_COMPLETIONS_PER_SLOT } from "../fit/steady.ts";

/** What all rows of a benchmark know of its client; a row adds its replicas and slots. */
export interface ClientConditions {
  readonly warmupSeconds: number;
  readonly measuredSeconds: number;
  readonly answers: AnswerLengths;
}

/**
 * What the benchmark's client would have reported of a row, were the platform as the model has it.
 *
 * The model's step is fitted to published chunk gaps, which are this client's: medians under its drain, its
 * synchronized starts and its empty first chunk, and so shorter than the steady step. Where the simulated run is steady
 * as the fitted rows are, the replica is slowed until the client sees the step that the model predicts it to see. No
 * measured value of the row takes part but its mean output, which its prompts decide.
 */
export function clientReportOfRow(
  row: MeasuredServingRow,
  parameters: PlatformParameters,
  residuals: StepResiduals,
  context: CalibrationContext,
  client: ClientConditions,
): ClientReport {
  const speed = replicaSpeedOfRow(row, parameters, residuals, context);
  const plan: ClientPlan = {
    replicas: row.replicas,
    slotsPerReplica: row.concurrencyPerReplica,
    warmupSeconds: client.warmupSeconds,
    measuredSeconds: client.measuredSeconds,
    outputTokens: answerTokens(workloadOfRow(row).outputTokens, client.answers),
  };
  const report = simulateClient(speed, plan);
  const steadyFrom = LEAST_COMPLETIONS_PER_SLOT * row.replicas * row.concurrencyPerReplica;
  if (report.chunkGapMedianSeconds === null || report.completedRequests < steadyFrom) return report;
  return simulateClient(slowedBy(speed, speed.steadyStepSeconds / report.chunkGapMedianSeconds), plan);
}

function slowedBy(speed: ReplicaSpeed, factor: number): ReplicaSpeed {
  return {
    ...speed,
    decodeSeconds: speed.decodeSeconds.map((seconds) => seconds * factor),
    promptSeconds: speed.promptSeconds.map((seconds) => seconds * factor),
  };
}

/**
 * A row's replica at every batch it may run. The steady step holds other requests' prompts as an average; here each is
 * computed when it comes, and is taken out of the step.
 */
export function replicaSpeedOfRow(
  row: MeasuredServingRow,
  parameters: PlatformParameters,
  residuals: StepResiduals,
  context: CalibrationContext,
): ReplicaSpeed & { readonly steadyStepSeconds: number } {
  const { llm, engine } = context;
  const gpu = gpuOf(row, context);
  const model = { gpu, llm, parameters, engine, residuals };
  const workload = workloadOfRow(row);
  const deployment = deploymentOfRow(row);
  const perStep = tokensPerStep(row.draftLength, row.acceptanceRate ?? 0);
  const limit = runningLimit(
    deployment,
    memoryBudget(gpu, llm, workload, deployment, engine, parameters.kvHolding),
    workload,
    perStep,
  );
  const prefill = prefillTime(gpu, llm, workload, deployment, parameters.step, engine);
  const { handlingSeconds, stepsWaited } = parameters.firstChunk;
  const replica = { model, workload, deployment, limit, tokensPerStep: perStep, prefill };
  const mostRunning = Math.min(row.concurrencyPerReplica, Math.floor(limit.requests));
  const batches = Array.from({ length: mostRunning }, (_, i) => i + 1);
  const steps = batches.map((running) => operatingPoint(replica, running).step);
  return {
    steadyStepSeconds: operatingPoint(replica, row.concurrencyPerReplica).step.totalSeconds,
    decodeSeconds: steps.map((step) => step.totalSeconds - step.residualFactor * step.prefillSeconds),
    promptSeconds: steps.map((step) => step.residualFactor * prefill.totalSeconds),
    firstChunkSteps: batches.map((running) => 1 + stepsWaited * (1 - 1 / running)),
    tokensPerStep: perStep,
    promptsPerStep: Math.max(1, Math.floor(deployment.maxNumBatchedTokens / workload.inputTokens)),
    handlingSeconds,
  };
}
