import { describe, expect, it } from "vitest";
import { evidenceOf, measuredRowFor } from "./evidence.ts";
import { deploymentOfRow } from "./row-conditions.ts";
import { missingRow, steadyRow } from "./row-fixture.ts";

const workload = { inputTokens: 225, outputTokens: 274, concurrency: 128 };
const deployment = deploymentOfRow(steadyRow);
const single = { ...steadyRow, id: "single", concurrencyPerReplica: 1 };
const rows = [single, steadyRow];

describe(measuredRowFor, () => {
  const idFor = (asked: Partial<typeof workload>, changed: Partial<typeof deployment> = {}, among = rows) =>
    measuredRowFor(among, { ...workload, ...asked }, { ...deployment, ...changed })?.id ?? null;

  it("finds the row that ran just this, with its mean output a little off the benchmark's", () => {
    expect(idFor({})).toBe("row");
    expect(idFor({ concurrency: 8 })).toBe("single");
    expect(idFor({ outputTokens: 270 })).toBe("row");
  });

  it.each([
    ["load", { concurrency: 127 }, {}],
    ["prompt", { inputTokens: 226 }, {}],
    ["output", { outputTokens: 300 }, {}],
    ["GPU", {}, { gpu: "b200-sxm" }],
    ["number of GPUs", { concurrency: 64 }, { gpuCount: 4 }],
    ["TP", {}, { tensorParallel: 2 }],
    ["weights", {}, { weights: "bf16" }],
    ["KV cache", {}, { kvCache: "fp8" }],
    ["drafts", {}, { draftLength: 1 }],
    ["acceptance", {}, { acceptanceRate: 0.7 }],
    ["adapter", {}, { lora: true }],
    ["max_num_seqs", {}, { maxNumSeqs: 65 }],
    ["max_num_batched_tokens", {}, { maxNumBatchedTokens: 8192 }],
    ["utilization", {}, { gpuMemoryUtilization: 0.92 }],
  ] as const)("finds none where the %s differs", (_what, asked, changed) => {
    expect(idFor(asked, changed)).toBeNull();
  });

  it("takes the steady one of repeated runs, then the one with most completions", () => {
    const wave = { ...steadyRow, id: "wave", completedRequests: 140 };
    const longer = { ...steadyRow, id: "longer", completedRequests: 1200 };
    expect(idFor({}, {}, [wave, steadyRow])).toBe("row");
    expect(idFor({}, {}, [steadyRow, longer, wave])).toBe("longer");
    expect(idFor({}, {}, [wave])).toBe("wave");
    expect(idFor({}, {}, [missingRow])).toBeNull();
  });
});

describe(evidenceOf, () => {
  const evidence = (
    asked: Partial<typeof workload>,
    changed: Partial<typeof deployment>,
    running: number,
    among = rows,
  ) => evidenceOf(among, { ...workload, ...asked }, { ...deployment, ...changed }, running);

  it("is measured where a steady row ran just this", () => {
    expect(evidence({}, {}, 16)).toBe("measured");
  });

  it("is interpolated between batches that were measured under these settings", () => {
    expect(evidence({ concurrency: 64 }, {}, 8)).toBe("interpolated");
    expect(evidence({}, { maxNumSeqs: 256 }, 16)).toBe("interpolated");
  });

  it("is interpolated, not measured, where the row that ran this is no steady state", () => {
    const wave = { ...steadyRow, completedRequests: 140 };
    expect(evidence({}, {}, 16, [single, wave, { ...steadyRow, concurrencyPerReplica: 32 }])).toBe("interpolated");
  });

  it("counts a queue in front of 64 slots as a batch of 64", () => {
    const queued = { ...steadyRow, concurrencyPerReplica: 256, completedRequests: 9000 };
    expect(evidence({ concurrency: 240 }, {}, 30, [single, queued])).toBe("interpolated");
    expect(evidence({ concurrency: 800 }, { maxNumSeqs: 256 }, 100, [single, queued])).toBe("extrapolated");
  });

  it("is extrapolated beyond the batches, the settings or the lengths that were measured", () => {
    expect(evidence({ concurrency: 512 }, {}, 64)).toBe("extrapolated");
    expect(evidence({}, { draftLength: 3 }, 16)).toBe("extrapolated");
    expect(evidence({ inputTokens: 4000 }, {}, 8)).toBe("extrapolated");
  });

  it("is the prior alone on a GPU without rows", () => {
    expect(evidence({}, { gpu: "b200-sxm" }, 16)).toBe("prior");
  });
});
