import { describe, expect, it } from "vitest";
import { calibration } from "../catalog/calibration.ts";
import { calibrationContext } from "../catalog/calibration-context.ts";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { isScored, predictRow } from "../core/calibration/cross-validation.ts";
import { exclusionOf } from "../core/calibration/steady.ts";
import { errorsByGpu, excludedRows, steadyOnly, stepTimeVerdict, type GpuErrors } from "./step-time-errors.ts";
import { verdictText } from "./validation-text.ts";

const predictions = servingRows.filter(isScored).map((row) => predictRow(row, calibration, calibrationContext));

function errorsOf(gpu: string | null, meanAbsoluteError: number): GpuErrors {
  const rest = { rows: 1, cells: 1, medianAbsoluteError: 0, ninetiethPercentileAbsoluteError: 0, bias: 0 };
  return { gpu, meanAbsoluteError, ...rest };
}

describe(errorsByGpu, () => {
  const errors = errorsByGpu(steadyOnly(predictions), calibrationContext.gpus.keys());

  it("counts every steady row once by GPU and once over all", () => {
    const steadyRows = servingRows.filter((row) => exclusionOf(row) === null).length;
    const ofGpus = errors.filter(({ gpu }) => gpu !== null);
    expect(ofGpus.reduce((sum, { rows }) => sum + rows, 0)).toBe(steadyRows);
    expect(errors.at(-1)).toMatchObject({ gpu: null, rows: steadyRows });
  });

  it("counts cells, of which there are no more than rows", () => {
    for (const { cells, rows } of errors) expect(cells).toBeLessThanOrEqual(rows);
    expect(errors.at(-1)!.cells).toBeLessThan(errors.at(-1)!.rows);
  });

  it("leaves out a GPU that has no rows", () => {
    expect(errorsByGpu(predictions, ["l4"]).map(({ gpu }) => gpu)).toEqual([null]);
  });
});

describe(excludedRows, () => {
  it("names exactly the rows that fits leave out", () => {
    const named = excludedRows(servingRows).flatMap(({ rows }) => rows);
    const left = servingRows.filter((row) => exclusionOf(row) !== null).map(({ id }) => id);
    expect(named.toSorted()).toEqual(left.toSorted());
  });
});

describe(stepTimeVerdict, () => {
  it.each([
    [0.025, 0.03, "reached"],
    [0.026, 0.03, "missed by 0.10 points over all"],
    [0.02, 0.0325, "missed by 0.25 points on l4"],
    [0.03, 0.04, "missed by 0.50 points over all, 1.00 points on l4"],
  ])("holds %d over all and %d on a GPU to be %s", (overall, own, text) => {
    const verdict = stepTimeVerdict([errorsOf("l4", own), errorsOf(null, overall)]);
    expect(verdictText(verdict, (gpu) => gpu)).toBe(text);
    expect(verdict.reached).toBe(text === "reached");
  });
});
