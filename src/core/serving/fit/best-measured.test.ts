import { describe, expect, it } from "vitest";
import { bestMeasuredRow } from "./best-measured.ts";
import { missingRow, steadyRow } from "./row-fixture.ts";

const fast = { ...steadyRow, id: "fast", outputTokensPerSecond: 9000 };

describe(bestMeasuredRow, () => {
  it("is the fastest of the GPU, with or without an adapter", () => {
    const adapted = { ...fast, id: "adapted", lora: true, outputTokensPerSecond: 9500 };
    const other = { ...fast, id: "other", gpuId: "b200-sxm", outputTokensPerSecond: 99_000 };
    const rows = [steadyRow, fast, adapted, other];
    expect(bestMeasuredRow(rows, "h100-sxm", false)?.id).toBe("fast");
    expect(bestMeasuredRow(rows, "h100-sxm", true)?.id).toBe("adapted");
  });

  it("is no row that the steady rule leaves out, and none under TP", () => {
    const faster = { ...fast, outputTokensPerSecond: 20_000 };
    const unfit = [
      missingRow,
      { ...faster, completedRequests: 130 },
      { ...faster, anomaly: "odd" },
      { ...faster, maxNumSeqs: null },
      { ...faster, tensorParallel: 2, replicas: 4 },
    ];
    expect(bestMeasuredRow([...unfit, fast], "h100-sxm", false)?.id).toBe("fast");
    expect(bestMeasuredRow(unfit, "h100-sxm", false)).toBeNull();
  });

  it("is the first of equals", () => {
    expect(bestMeasuredRow([fast, { ...fast, id: "later" }], "h100-sxm", false)?.id).toBe("fast");
  });
});
