import { describe, expect, it } from "vitest";
import { foldsByCell } from "./cross-validation.ts";
import type { MeasuredServingRow } from "./measured-row.ts";
import { missingRow, plantedRows, roundContext, steadyRow } from "./row-fixture.ts";

describe(foldsByCell, () => {
  const h100Rows = plantedRows().filter((row) => row.gpuId === "h100-sxm");
  const wave = { ...h100Rows[2]!, id: "wave", completedRequests: 130 };
  const unknown = { ...steadyRow, id: "unknown", maxNumSeqs: null };
  const predictionsOf = (rows: readonly MeasuredServingRow[]) =>
    foldsByCell(rows, roundContext).flatMap((fold) => fold.predictions());
  const predictions = predictionsOf([...h100Rows, wave, missingRow, unknown]);

  it("predicts every row once that has a step and known settings, excluded ones with their reason", () => {
    const ids = predictions.map(({ row }) => row.id);
    expect(ids.toSorted()).toEqual([...h100Rows, wave].map(({ id }) => id).toSorted());
    expect(predictions.filter(({ exclusion }) => exclusion !== null).map(({ row }) => row.id)).toEqual(["wave"]);
  });

  it("predicts rows that the model itself made, unseen", () => {
    for (const { row, relativeError } of predictions) expect(Math.abs(relativeError), row.id).toBeLessThan(0.06);
  });

  it("counts an error from the measured step", () => {
    for (const { predictedStepSeconds, measuredStepSeconds, relativeError } of predictions) {
      expect(predictedStepSeconds).toBeCloseTo(measuredStepSeconds * (1 + relativeError), 12);
    }
  });

  it("does not see what it predicts: a wild value in a cell changes no prediction of it", () => {
    const [first, ...others] = h100Rows;
    const wild = { ...first!, chunkGapMedianSeconds: 50 * first!.chunkGapMedianSeconds! };
    const seenAs = (row: MeasuredServingRow) =>
      predictionsOf([row, ...others.slice(0, 12)]).find(({ row: { id } }) => id === row.id)!;
    const [tame, odd] = [seenAs(first!), seenAs(wild)];
    expect(odd.predictedStepSeconds / tame.predictedStepSeconds).toBeCloseTo(1, 2);
  });
});
