import { describe, expect, it } from "vitest";
import { prefillTime } from "../physics/prefill.ts";
import { h100 } from "../physics/published-fixture.ts";
import { fitFirstChunk } from "./first-chunk.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { planted, plantedRows, roundContext } from "./row-fixture.ts";
import { budgetOfRow, runningInRow } from "./row-prediction.ts";

const { step, kvHolding } = planted["h100-sxm"]!;
const { llm, engine } = roundContext;
const PLANTED = { handlingSeconds: 0.012, stepsWaited: 2.5 };

/** Rows of H100 with the TTFT that the planted first chunk gives where no request queues. */
const rows = plantedRows()
  .filter((row) => row.gpuId === "h100-sxm")
  .map((row) => {
    const running = runningInRow(row, budgetOfRow(row, roundContext), kvHolding);
    const prefill = prefillTime(h100, llm, workloadOfRow(row), deploymentOfRow(row), step, engine).totalSeconds;
    const steps = 1 + PLANTED.stepsWaited * (1 - 1 / running);
    const unqueued = PLANTED.handlingSeconds + prefill + steps * row.chunkGapMedianSeconds!;
    return { ...row, ttftMedianSeconds: running < row.concurrencyPerReplica ? row.ttftMedianSeconds : unqueued };
  });

describe(fitFirstChunk, () => {
  it("recovers the wait that made the rows", () => {
    const fit = fitFirstChunk(rows, step, kvHolding, roundContext);
    expect(fit.handlingSeconds).toBeGreaterThan(0.8 * PLANTED.handlingSeconds);
    expect(fit.handlingSeconds).toBeLessThan(1.2 * PLANTED.handlingSeconds);
    expect(Math.abs(fit.stepsWaited / PLANTED.stepsWaited - 1)).toBeLessThan(0.05);
  });

  it("is not moved by rows that queue", () => {
    const fit = fitFirstChunk(rows, step, kvHolding, roundContext);
    const queueing = rows.map((row) =>
      row.concurrencyPerReplica === 256 ? { ...row, ttftMedianSeconds: 100 * row.ttftMedianSeconds! } : row,
    );
    expect(fitFirstChunk(queueing, step, kvHolding, roundContext)).toEqual(fit);
  });

  it("stays at what is believed beforehand without rows", () => {
    const fit = fitFirstChunk([], step, kvHolding, roundContext);
    expect(fit.handlingSeconds).toBeCloseTo(0.005, 9);
    expect(fit.stepsWaited).toBeCloseTo(1.5, 9);
  });
});
