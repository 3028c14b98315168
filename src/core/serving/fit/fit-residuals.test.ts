import { describe, expect, it } from "vitest";
import { cellOf } from "./cell.ts";
import { fitResiduals } from "./fit-residuals.ts";
import { missingRow, planted, plantedRows, roundContext, steadyRow } from "./row-fixture.ts";

const rows = plantedRows();

describe(cellOf, () => {
  it("is the same for rows that differ in max_num_seqs, or in clients beyond those that run", () => {
    const wider = { ...steadyRow, maxNumSeqs: 256, concurrencyPerReplica: 300 };
    expect(cellOf(wider, 16)).toBe(cellOf(steadyRow, 16));
  });

  it.each([
    { gpuId: "b200-sxm" },
    { weights: "bf16" },
    { kvCache: "fp8" },
    { kvCache: null },
    { draftLength: 1 },
    { lora: true },
    { tensorParallel: 2 },
  ] as const)("differs where a step's time may: %j", (difference) => {
    expect(cellOf({ ...steadyRow, ...difference }, 16)).not.toBe(cellOf(steadyRow, 16));
  });

  it("differs by what runs", () => {
    expect(cellOf(steadyRow, 17)).not.toBe(cellOf(steadyRow, 16));
  });
});

describe(fitResiduals, () => {
  it("finds nothing left over in rows that physics made", () => {
    const { points } = fitResiduals(rows, planted, roundContext);
    expect(points).toHaveLength(rows.length);
    for (const { logResidual } of points) expect(logResidual).toBeCloseTo(0, 12);
  });

  it("has one point for each cell, with the mean of its rows", () => {
    const [first] = rows;
    const again = {
      ...first!,
      id: "again",
      maxNumSeqs: 128,
      chunkGapMedianSeconds: 1.1 * first!.chunkGapMedianSeconds!,
    };
    const { points } = fitResiduals([first!, again], planted, roundContext);
    expect(points).toHaveLength(1);
    // To a millionth
    expect(points[0]).toMatchObject({ rows: 2, logResidual: 0.047_655 });
    expect(points[0]!.situation).toMatchObject({ gpuId: first!.gpuId, runningRequests: 1, draftLength: 0 });
  });

  it("leaves out what the steady rule leaves out", () => {
    const wave = { ...rows[2]!, completedRequests: 130, chunkGapMedianSeconds: 1e6 };
    expect(fitResiduals([...rows, wave, missingRow], planted, roundContext)).toEqual(
      fitResiduals(rows, planted, roundContext),
    );
  });
});
