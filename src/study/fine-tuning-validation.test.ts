import { describe, expect, it } from "vitest";
import { fineTuningValidation } from "./fine-tuning-validation.ts";
import { gemmaFineTuningStudy } from "./shipped-fine-tuning-studies.ts";

const validation = fineTuningValidation(gemmaFineTuningStudy);

describe(fineTuningValidation, () => {
  it("leaves out each of the 28 timed runs once", () => {
    expect(new Set(validation.rows.map(({ row }) => row)).size).toBe(28);
    expect(validation.stepTime.map(({ gpu, rows }) => [gpu, rows])).toEqual([
      ["a100-sxm-80gb", 6],
      ["h100-sxm", 8],
      ["b200-sxm", 8],
      ["h200-sxm", 6],
      [null, 28],
    ]);
  });

  it("holds 85 to 95 % of the runs left out in its 90 % band", () => {
    const { rows, rowsInside } = validation.band;
    expect(rowsInside / rows).toBeGreaterThanOrEqual(0.85);
    expect(rowsInside / rows).toBeLessThanOrEqual(0.95);
  });

  it("gains from the rows over physics alone", () => {
    const overall = validation.stepTime.at(-1)!;
    expect(overall.meanAbsoluteError).toBeLessThan(overall.physicsMeanAbsoluteError);
  });

  it("confronts memory with every run: one of 41 contradicts it, and is named", () => {
    expect(validation.fits).toMatchObject({
      ran: 28,
      ranAndPredictedToFit: 27,
      failed: 13,
      failedAndPredictedNotToFit: 13,
      contradictions: [{ row: "vessl-t-007", outcome: "ok" }],
    });
  });
});
