import { describe, expect, it } from "vitest";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { cellOf } from "../core/serving/fit/cell.ts";
import { isScored, predictRow } from "../core/serving/fit/cross-validation.ts";
import { exclusionOf } from "../core/serving/fit/steady.ts";
import { errorsByGpu, excludedRows, steadyOnly } from "../core/validation/step-time-errors.ts";
import { servingFitOf } from "./serving-fit.ts";
import { gemmaServingData } from "./shipped/gemma-4-31b-serving.ts";

const { context, platforms } = servingFitOf(gemmaServingData);

const predictions = servingRows.filter(isScored).map((row) => {
  const { runningRequests, exclusion, relativeError } = predictRow(row, platforms, context);
  return { gpu: row.gpuId, cell: cellOf(row, runningRequests), exclusion, relativeError };
});

describe(errorsByGpu, () => {
  const errors = errorsByGpu(steadyOnly(predictions), context.gpus.keys());

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
