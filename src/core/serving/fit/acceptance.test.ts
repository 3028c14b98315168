import { describe, expect, it } from "vitest";
import { acceptanceKey, acceptanceTable, measuredAcceptance } from "./acceptance.ts";
import { steadyRow } from "./row-fixture.ts";

const drafted = { ...steadyRow, draftLength: 2, acceptanceRate: 0.74 };
const rows = [
  steadyRow,
  drafted,
  { ...drafted, acceptanceRate: 0.73 },
  { ...drafted, kvCache: "fp8", gpuId: "b200-sxm", acceptanceRate: 0.7 },
  { ...drafted, kvCache: null, draftLength: 3, acceptanceRate: 0.65 },
] as const;

describe(measuredAcceptance, () => {
  it("is the mean of the rows of this GPU and KV cache", () => {
    expect(measuredAcceptance(rows, "h100-sxm", "bf16", 2)).toEqual({ rate: 0.735, rows: 2, exact: true });
  });

  it("is of another GPU, then of another KV cache, where there are none, and says so", () => {
    expect(measuredAcceptance(rows, "h100-sxm", "fp8", 2)).toEqual({ rate: 0.7, rows: 1, exact: false });
    expect(measuredAcceptance(rows, "b200-sxm", "bf16", 3)).toEqual({ rate: 0.65, rows: 1, exact: false });
  });

  it("is not made up for a draft length that nobody measured", () => {
    expect(measuredAcceptance(rows, "h100-sxm", "bf16", 4)).toBeNull();
    expect(measuredAcceptance(rows, "h100-sxm", "bf16", 0)).toBeNull();
  });
});

describe(acceptanceTable, () => {
  it("says the same as the rows, for every combination they answer", () => {
    const table = acceptanceTable(rows, ["h100-sxm", "b200-sxm"]);
    expect(table.size).toBe(8);
    for (const gpu of ["h100-sxm", "b200-sxm"])
      for (const kvCache of ["bf16", "fp8"] as const)
        for (const drafts of [0, 1, 2, 3]) {
          const measured = measuredAcceptance(rows, gpu, kvCache, drafts);
          expect(table.get(acceptanceKey(gpu, kvCache, drafts)) ?? null).toEqual(measured);
        }
  });
});
