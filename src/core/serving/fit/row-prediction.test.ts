import { describe, expect, it } from "vitest";
import { kvCapacityRequests } from "../physics/memory-budget.ts";
import { deploymentOfRow, workloadOfRow } from "./row-conditions.ts";
import { missingRow, roundContext, steadyRow } from "./row-fixture.ts";
import { budgetOfRow, gpuOf, runningInRow } from "./row-prediction.ts";
import { PLAIN_BLOCKS } from "../physics/parameters.ts";

describe(deploymentOfRow, () => {
  it("takes the row's settings, and its own conditions", () => {
    expect(deploymentOfRow({ ...steadyRow, tensorParallel: 2, replicas: 4 })).toEqual({
      gpu: "h100-sxm",
      gpuCount: 8,
      tensorParallel: 2,
      weights: "fp8",
      kvCache: "bf16",
      draftLength: 0,
      acceptanceRate: null,
      lora: false,
      maxNumSeqs: 64,
      maxNumBatchedTokens: 4096,
      maxModelLen: 4096,
      gpuMemoryUtilization: 0.9,
      kvCacheBytesPerGpu: null,
    });
  });

  it("does not guess settings that nobody knows", () => {
    expect(() => deploymentOfRow({ ...steadyRow, maxNumSeqs: null })).toThrow("settings of row row are unknown");
  });
});

describe(workloadOfRow, () => {
  it("counts requests over all replicas, and tokens as the row measured them", () => {
    const row = { ...steadyRow, meanOutputTokens: 269.5 };
    expect(workloadOfRow(row)).toMatchObject({ inputTokens: 225, outputTokens: 269.5, concurrency: 128 });
    expect(workloadOfRow(missingRow).outputTokens).toBe(274);
  });
});

describe(runningInRow, () => {
  it("is what clients, max_num_seqs and KV cache allow, and one at least", () => {
    const row = { ...steadyRow, concurrencyPerReplica: 500, maxNumSeqs: 400 };
    const budget = budgetOfRow(row, roundContext);
    const capacity = kvCapacityRequests(budget);
    const twice = { ...PLAIN_BLOCKS, factor: 2 };
    expect(runningInRow(row, budget, twice)).toBe(capacity / 2);
    expect(runningInRow({ ...row, maxNumSeqs: 40 }, budget, twice)).toBe(40);
    expect(runningInRow({ ...row, concurrencyPerReplica: 3 }, budget, twice)).toBe(3);
    expect(runningInRow(row, budget, { ...twice, factor: 1e6 })).toBe(1);
  });
});

describe(gpuOf, () => {
  it("names the row whose GPU nobody knows", () => {
    expect(() => gpuOf({ ...steadyRow, gpuId: "h1000" }, roundContext)).toThrow("row row names an unknown GPU: h1000");
  });
});
