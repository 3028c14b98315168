import { describe, expect, it } from "vitest";
import { NO_RESIDUALS } from "../physics/parameters.ts";
import { platformPerformance } from "../physics/platform-performance.ts";
import { clientReportOfRow, replicaSpeedOfRow } from "./client-prediction.ts";
import { simulateClient } from "./client-simulation.ts";
import type { MeasuredServingRow } from "../fit/measured-row.ts";
import { deploymentOfRow, workloadOfRow } from "../fit/row-conditions.ts";
import { missingRow, planted, roundContext, steadyRow } from "../fit/row-fixture.ts";
import { gpuOf } from "../fit/row-prediction.ts";

const client = {
  warmupSeconds: 30,
  measuredSeconds: 60,
  answers: { prompts: 1000, capTokens: 512, logSpread: 1 },
};

function steadyTokensPerSecond(row: MeasuredServingRow): number {
  const { llm, engine } = roundContext;
  const parameters = planted[row.gpuId]!;
  const result = platformPerformance(
    { gpu: gpuOf(row, roundContext), llm, parameters, engine, residuals: NO_RESIDUALS },
    workloadOfRow(row),
    deploymentOfRow(row),
    row.acceptanceRate ?? 0,
  );
  if (!result.feasible) throw new Error(result.reason.kind);
  return result.performance.outputTokensPerSecond;
}

describe(replicaSpeedOfRow, () => {
  it.each([
    ["one request", { concurrencyPerReplica: 1 }],
    ["a batch", { concurrencyPerReplica: 16 }],
    ["a full batch", { concurrencyPerReplica: 64 }],
    ["a queue", { concurrencyPerReplica: 96 }],
    ["drafts", { concurrencyPerReplica: 16, draftLength: 2, acceptanceRate: 0.73 }],
    ["an adapter", { concurrencyPerReplica: 16, lora: true }],
  ])("in a long window comes within 1 %% of the steady state: %s", (_what, settings) => {
    const row: MeasuredServingRow = { ...steadyRow, ...settings };
    const speed = replicaSpeedOfRow(row, planted[row.gpuId]!, NO_RESIDUALS, roundContext);
    const { outputTokensPerSecond } = simulateClient(speed, {
      replicas: row.replicas,
      slotsPerReplica: row.concurrencyPerReplica,
      warmupSeconds: 30,
      measuredSeconds: 3000,
      outputTokens: [274],
    });
    expect(Math.abs(outputTokensPerSecond / steadyTokensPerSecond(row) - 1)).toBeLessThan(0.01);
  });

  it("runs no more at once than slots, max_num_seqs and KV cache allow", () => {
    const atOnce = (row: MeasuredServingRow) =>
      replicaSpeedOfRow(row, planted[row.gpuId]!, NO_RESIDUALS, roundContext).decodeSeconds.length;
    expect(atOnce({ ...steadyRow, concurrencyPerReplica: 16 })).toBe(16);
    expect(atOnce({ ...steadyRow, concurrencyPerReplica: 96 })).toBeLessThanOrEqual(64);
  });

  it("takes the prompts of others out of the step, which is then never slower than the steady one", () => {
    const speed = replicaSpeedOfRow(steadyRow, planted["h100-sxm"]!, NO_RESIDUALS, roundContext);
    expect(speed.decodeSeconds.at(-1)!).toBeLessThan(speed.steadyStepSeconds);
    expect(speed.decodeSeconds.at(-1)!).toBeGreaterThan(speed.decodeSeconds[0]!);
  });
});

describe(clientReportOfRow, () => {
  const reportOf = (row: MeasuredServingRow) =>
    clientReportOfRow(row, planted[row.gpuId]!, NO_RESIDUALS, roundContext, client);

  it("lets the client of a steady run see the step that the model predicts it to see", () => {
    const { steadyStepSeconds } = replicaSpeedOfRow(steadyRow, planted["h100-sxm"]!, NO_RESIDUALS, roundContext);
    expect(reportOf(steadyRow).chunkGapMedianSeconds! / steadyStepSeconds).toBeCloseTo(1, 2);
  });

  it("reports less than the steady state, since the drain takes part of the window", () => {
    const share = reportOf(steadyRow).outputTokensPerSecond / steadyTokensPerSecond(steadyRow);
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(1);
  });

  it("uses nothing that was measured of a row but its mean output", () => {
    const { meanOutputTokens } = steadyRow;
    expect(reportOf({ ...missingRow, id: steadyRow.id, meanOutputTokens })).toEqual(reportOf(steadyRow));
  });
});
