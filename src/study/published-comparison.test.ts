import { describe, expect, it } from "vitest";
import { servingRows } from "../catalog/serving-benchmark.ts";
import { predictRow } from "../core/serving/fit/cross-validation.ts";
import { residualProcess } from "../core/serving/fit/residual-process.ts";
import { emptyRows } from "../core/validation/empty-rows.ts";
import {
  comparedRow,
  publishedErrors,
  publishedVerdicts,
  relativeError,
  type ComparedRow,
} from "../core/validation/published-comparison.ts";
import { servingFitOf } from "./serving-fit.ts";
import { gemmaServingData } from "./shipped/gemma-4-31b-serving.ts";

const { client, context, platforms, residuals } = servingFitOf(gemmaServingData);

const process = residualProcess(residuals.points, residuals.shape, residuals.inflation);

/** By the fit that saw the rows: what is left is what the simulation makes of them. */
function inSample(lines: readonly number[]): readonly ComparedRow[] {
  const rows = lines.map((line) => servingRows.find(({ id }) => id === `vessl-i-${String(line).padStart(3, "0")}`)!);
  return rows.map((row) => comparedRow(predictRow(row, platforms, context, process), context, client)!);
}

describe(comparedRow, () => {
  it.each([
    ["H100, 16 requests on each GPU", 123, 1178, 0.03],
    ["H100, a full batch", 125, 2518, 0.03],
    ["H100, a queue of half as many again", 126, 2478, 0.03],
    ["H100, one wave behind a queue", 128, 2496, 0.04],
    ["H100 with an adapter, one wave in which each slot completes one request", 153, 2053, 0.06],
    ["B200, a full batch", 36, 3904, 0.03],
    ["B200, one wave", 37, 3973, 0.04],
    ["B200, drafting", 64, 6899, 0.03],
  ])("has the client complete what was published: %s", (_what, line, completed, tolerance) => {
    const [row] = inSample([line]);
    expect(row!.published.completedRequests).toBe(completed);
    expect(Math.abs(relativeError(row!, "client", "completedRequests")!)).toBeLessThan(tolerance);
  });

  it("comes nearer to published rates than the steady state does", () => {
    const compared = inSample([35, 36, 123, 124, 125, 126, 150, 151]);
    const [throughClient, steady] = (["client", "steady-state"] as const).map((prediction) =>
      compared.reduce((sum, row) => sum + Math.abs(relativeError(row, prediction, "outputTokensPerSecond")!), 0),
    );
    expect(throughClient!).toBeLessThan(0.4 * steady!);
  });
});

describe(emptyRows, () => {
  const rows = emptyRows(servingRows, platforms, process, context, client);

  it("completes nothing in any row without completions whose settings are known", () => {
    const known = rows.filter(({ settingsKnown }) => settingsKnown);
    expect(known.map(({ completedRequests }) => completedRequests)).toEqual([0, 0, 0, 0, 0, 0]);
    for (const { measuredFromSeconds } of known) expect(measuredFromSeconds).toBeGreaterThan(90);
  });

  it("answers for all 13", () => {
    expect(rows).toHaveLength(13);
    expect(rows.filter(({ completedRequests }) => completedRequests === 0).length).toBeGreaterThanOrEqual(12);
  });
});

describe(publishedErrors, () => {
  const figures = (outputTokensPerSecond: number, ttftMedianSeconds: number | null) => ({
    outputTokensPerSecond,
    completedRequests: 100,
    ttftMedianSeconds,
  });
  const rows: readonly ComparedRow[] = [
    {
      row: "one",
      gpu: "a",
      queueing: "none-waits",
      published: figures(100, 0.1),
      predicted: { client: figures(103, 0.12), "steady-state": figures(120, 0.1) },
    },
    {
      row: "two",
      gpu: "b",
      queueing: "some-wait",
      published: figures(200, 10),
      predicted: { client: figures(191, null), "steady-state": figures(220, 11) },
    },
  ];
  const errors = publishedErrors(rows, ["a", "b"]);
  const found = (prediction: string, quantity: string, gpu: string | null) =>
    errors.filter((own) => own.prediction === prediction && own.quantity === quantity && own.gpu === gpu);

  it("has both predictions, by GPU and over all", () => {
    expect(found("client", "outputTokensPerSecond", "a")[0]?.bias).toBeCloseTo(0.03, 12);
    expect(found("client", "outputTokensPerSecond", null)[0]?.meanAbsoluteError).toBeCloseTo(0.0375, 12);
    expect(found("steady-state", "outputTokensPerSecond", null)[0]?.meanAbsoluteError).toBeCloseTo(0.15, 12);
  });

  it("takes no error from what was not predicted", () => {
    expect(found("client", "ttftMedianSeconds", "b")).toEqual([]);
    expect(found("steady-state", "ttftMedianSeconds", "b")[0]?.rows).toBe(1);
  });

  it("holds predictions through the client to the targets, over all GPUs", () => {
    expect(publishedVerdicts(errors).map(({ quantity, queueing, reached }) => [quantity, queueing, reached])).toEqual([
      ["outputTokensPerSecond", null, true],
      ["ttftMedianSeconds", "none-waits", false],
    ]);
  });
});
