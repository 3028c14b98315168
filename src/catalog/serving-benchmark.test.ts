import { describe, expect, it } from "vitest";
import rowFile from "../../data/benchmarks/vessl-gemma-4-31b-serving/rows.json" with { type: "json" };
import { parseServingRows, refusedServingRows, servingManifest, servingRows } from "./serving-benchmark.ts";

/** By the line of the published file, its header being line 1. */
function rowAtLine(line: number) {
  const row = servingRows.find(({ id }) => id === `vessl-i-${String(line).padStart(3, "0")}`);
  if (row === undefined) throw new Error(`no row of line ${line}`);
  return row;
}

describe("servingRows", () => {
  it("holds all 179 published rows, in order", () => {
    expect(refusedServingRows).toEqual([]);
    expect(servingRows.map(({ id }) => id)).toEqual(
      Array.from({ length: 179 }, (_, index) => `vessl-i-${String(index + 2).padStart(3, "0")}`),
    );
  });

  it("has the published number of rows of each GPU and confidence", () => {
    const count = (test: (row: (typeof servingRows)[number]) => boolean) => servingRows.filter(test).length;
    expect(count(({ gpuId }) => gpuId === "a100-sxm-80gb")).toBe(32);
    expect(count(({ gpuId }) => gpuId === "h100-sxm")).toBe(59);
    expect(count(({ gpuId }) => gpuId === "b200-sxm")).toBe(88);
    expect(count(({ settingsConfidence }) => settingsConfidence === "stated")).toBe(120);
    expect(count(({ settingsConfidence }) => settingsConfidence === "inferred")).toBe(43);
    expect(count(({ settingsConfidence }) => settingsConfidence === "unknown")).toBe(16);
  });

  it("is missing the measurements of 13 rows, all A100, and no other", () => {
    const empty = servingRows.filter(({ completedRequests }) => completedRequests === 0);
    expect(empty).toHaveLength(13);
    for (const row of empty) {
      expect(row.gpuId).toBe("a100-sxm-80gb");
      expect(row.outputTokensPerSecond).toBeNull();
      expect(row.chunkGapMedianSeconds).toBeNull();
      expect(row.missing).toMatch(/warm-up/);
    }
    expect(servingRows.filter(({ missing }) => missing !== null)).toEqual(empty);
  });

  it("marks the four anomalies found in the published rows, and no other", () => {
    expect(servingRows.filter(({ anomaly }) => anomaly !== null).map(({ id }) => id)).toEqual(
      [62, 81, 118, 129].map((line) => rowAtLine(line).id),
    );
  });

  it("has 199 failed requests, at most 0.36 % of a row", () => {
    expect(servingRows.reduce((sum, { failedRequests }) => sum + failedRequests!, 0)).toBe(199);
    for (const { failedRequests, completedRequests } of servingRows) {
      expect(failedRequests!).toBeLessThanOrEqual(0.0036 * completedRequests);
    }
  });

  it("runs eight GPUs in every row", () => {
    for (const { tensorParallel, replicas } of servingRows) {
      expect(tensorParallel * replicas).toBe(servingManifest.nodeGpus);
    }
  });

  it("knows the actual adapter of I6 and drafts of I5, I6 and I8, which are published as 0", () => {
    for (const { cell, lora, draftLength } of servingRows) {
      expect(lora).toBe(["I3", "I4", "I6"].includes(cell));
      expect(draftLength > 0).toBe(!["I1", "I3"].includes(cell));
    }
  });

  it("has an FP8 KV cache in the kvs sessions, none on A100, and does not guess it for I8", () => {
    for (const { cell, variant, gpuId, kvCache, maxNumSeqs } of servingRows) {
      if (variant.startsWith("kvs")) expect([kvCache, maxNumSeqs]).toEqual(["fp8", Number(variant.slice(3))]);
      else expect(kvCache).toBe(cell === "I8" ? null : "bf16");
      if (gpuId === "a100-sxm-80gb") expect(kvCache).toBe("bf16");
      expect(maxNumSeqs === null).toBe(variant === "opt");
    }
  });

  it.each([
    // Figures that the source's own documents quote, by line of the published file
    [3, "a100-sxm-80gb", "I1", 16, 1774],
    [8, "a100-sxm-80gb", "I2", 64, 2591],
    [37, "b200-sxm", "I1", 256, 18_142],
    [79, "b200-sxm", "I5", 1024, 55_067],
    [89, "b200-sxm", "I5", 1024, 52_759],
    [107, "b200-sxm", "I6", 1024, 40_783],
    [117, "b200-sxm", "I6", 1024, 40_734],
    [168, "h100-sxm", "I5", 256, 22_062],
    [172, "h100-sxm", "I5", 512, 20_850],
  ] as const)(
    "line %i is %s %s at %i per replica with %i tokens/s",
    (line, gpuId, cell, concurrency, tokensPerSecond) => {
      const row = rowAtLine(line);
      expect([row.gpuId, row.cell, row.concurrencyPerReplica]).toEqual([gpuId, cell, concurrency]);
      expect(Math.round(row.outputTokensPerSecond!)).toBe(tokensPerSecond);
    },
  );

  it("has the latencies that the article quotes as TPOT: 192 ms and 331 ms between chunks", () => {
    expect(rowAtLine(117).chunkGapMedianSeconds).toBeCloseTo(0.192, 3);
    expect(rowAtLine(107).chunkGapMedianSeconds).toBeCloseTo(0.331, 3);
  });

  it("derives a mean output of 261-306 tokens at one request per replica, and 264-279 above", () => {
    for (const { concurrencyPerReplica, meanOutputTokens } of servingRows) {
      if (meanOutputTokens === null) continue;
      const [low, high] = concurrencyPerReplica === 1 ? [260.5, 306] : [264.5, 278.5];
      expect(meanOutputTokens).toBeGreaterThan(low);
      expect(meanOutputTokens).toBeLessThan(high);
    }
  });

  it("derives the acceptance of 1, 2 and 3 drafts, and none without", () => {
    for (const { draftLength, acceptanceRate } of servingRows) {
      if (draftLength === 0) expect(acceptanceRate).toBeNull();
      else expect(acceptanceRate).toBeCloseTo([0.8275, 0.733, 0.652][draftLength - 1]!, 1.8);
    }
  });
});

describe("the published identities", () => {
  const window = servingManifest.measuredWindowSeconds;

  it.each(rowFile.map((record) => [record.id, record] as const))("hold in %s", (_id, record) => {
    expect(record.draftedTokens).toBe(record.draftSteps * record.draftTokensPerStep);
    if (record.completedRequestsPerSecond === null || record.outputTokensPerSecond === null) return;
    expect(record.completedRequestsPerSecond).toBe(record.completedRequests / window);
    const outputTokens = Math.round(record.outputTokensPerSecond * window);
    expect(record.outputTokensPerSecond).toBe(outputTokens / window);
  });
});

describe("the manifest", () => {
  it("describes exactly the columns of every row, in order", () => {
    const columns = servingManifest.columns.map(({ name }) => name);
    for (const record of rowFile) expect(Object.keys(record)).toEqual(columns);
  });

  it("names origin, licence and what was changed", () => {
    expect(servingManifest.publishedAt.commit).toBe("e603ad4c4553fe0dcd7f82ffd016a126497e2021");
    expect(servingManifest.licence).toBe("CC BY 4.0");
    expect(servingManifest.attribution).toMatch(/VESSL AI.*rewritten/);
    expect(servingManifest.caveats.length).toBeGreaterThan(10);
  });
});

describe(parseServingRows, () => {
  const FILE = "rows.json";

  it.each([
    [{ ttftP99Seconds: Number.NaN }, 'key "ttftP99Seconds": expected a number, found NaN'],
    [{ ttftP99Seconds: Number.POSITIVE_INFINITY }, 'key "ttftP99Seconds": expected a number, found Infinity'],
    [{ completedRequests: -35 }, 'key "completedRequests": expected at least 0, found -35'],
    [{ completedRequests: 2.5 }, 'key "completedRequests": expected a whole number, found 2.5'],
    [{ outputTokensPerSecond: "178.25" }, 'key "outputTokensPerSecond": expected a number, found "178.25"'],
    [{ outputTokensPerSecond: 0 }, 'key "outputTokensPerSecond": expected more than 0, found 0'],
    [{ lora: 0 }, 'key "lora": expected a boolean, found 0'],
    [{ weights: "int4" }, 'key "weights": expected "bf16" or "fp8", found "int4"'],
    [{ gpu: "h1000" }, 'key "gpu": "h1000" is none of "a100-sxm-80gb", "h100-sxm", "b200-sxm", "h200-sxm"'],
    [{ id: "vessl-i-002" }, 'key "id": "vessl-i-002" is already record 1'],
    [{ ttftMedianSeconds: null }, 'key "ttftMedianSeconds": null, and key "missing" gives no reason'],
    [
      { missing: "lost" },
      /^key "ttftMedianSeconds": 0\.33\d+, although key "missing" says why there is no measurement$/,
    ],
    [{ draftedTokens: 7 }, 'key "draftedTokens": 7, but 0 draft steps of 0'],
    [{ watts: 700 }, 'unknown key "watts"'],
  ])("refuses a row with %j, and only that row", (fault, problem) => {
    const records = rowFile.map((record, index) => (index === 1 ? { ...record, ...fault } : record));
    const { rows, refused } = parseServingRows(records, FILE);
    expect(rows).toEqual(servingRows.filter((_, index) => index !== 1));
    expect(refused).toEqual([
      {
        file: FILE,
        index: 2,
        id: records[1]!.id,
        problem: problem instanceof RegExp ? expect.stringMatching(problem) : problem,
      },
    ]);
  });

  it("suggests the key behind a misspelt one", () => {
    const { chunkGapMedianSeconds, ...rest } = rowFile[4]!;
    const { rows, refused } = parseServingRows([{ ...rest, chunkGapMedianSecond: chunkGapMedianSeconds }], FILE);
    expect(rows).toEqual([]);
    expect(refused[0]?.problem).toBe('unknown key "chunkGapMedianSecond"; did you mean "chunkGapMedianSeconds"?');
  });

  it("names a key that is missing", () => {
    const { kvCache: _left, ...rest } = rowFile[4]!;
    expect(parseServingRows([rest], FILE).refused[0]?.problem).toBe('missing key "kvCache"');
  });

  it("refuses what is no record at all, without an id", () => {
    const { rows, refused } = parseServingRows([null, "row", [], rowFile[0]], FILE);
    expect(rows).toHaveLength(1);
    expect(refused.map(({ index, id }) => [index, id])).toEqual([
      [1, null],
      [2, null],
      [3, null],
    ]);
    expect(refused[1]?.problem).toBe('expected an object, found "row"');
  });

  it("takes no row from an empty file", () => {
    expect(parseServingRows([], FILE)).toEqual({ rows: [], refused: [] });
  });
});
