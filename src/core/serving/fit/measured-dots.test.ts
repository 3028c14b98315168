import { describe, expect, it } from "vitest";
import { measuredDots } from "./measured-dots.ts";
import { deploymentOfRow } from "./row-conditions.ts";
import { missingRow, steadyRow } from "./row-fixture.ts";

const workload = { inputTokens: 225, outputTokens: 274, concurrency: 9999 };
const deployment = deploymentOfRow(steadyRow);

function dotIds(rows: readonly (typeof steadyRow)[], changed: Partial<typeof deployment> = {}): readonly string[] {
  return measuredDots(rows, workload, { ...deployment, ...changed }).map(({ rowId }) => rowId);
}

describe(measuredDots, () => {
  it("is a row in the units of the modelled lines, for the whole platform and per token", () => {
    const drafting = { ...steadyRow, draftLength: 2, acceptanceRate: 0.75 };
    const [dot] = measuredDots([drafting], workload, deploymentOfRow(drafting));
    expect(dot).toEqual({
      rowId: "row",
      concurrency: 128,
      outputTokensPerSecond: 5000,
      stepSeconds: 0.02,
      tpotSeconds: 0.008,
      ttftSeconds: 0.1,
      steady: true,
    });
  });

  it("marks rows that are no steady state, and has none without a measurement", () => {
    const wave = { ...steadyRow, completedRequests: 130 };
    expect(measuredDots([wave, missingRow], workload, deployment).map(({ steady }) => steady)).toEqual([false]);
  });

  it("takes rows of another max_num_seqs only where as many requests run", () => {
    const queued = { ...steadyRow, id: "queued", concurrencyPerReplica: 256 };
    const wide = { ...queued, id: "wide", maxNumSeqs: 256 };
    expect(dotIds([steadyRow, queued, wide])).toEqual(["row", "queued"]);
    expect(dotIds([steadyRow, queued, wide], { maxNumSeqs: 256 })).toEqual(["row", "wide"]);
  });

  it.each([
    { kvCache: "fp8" },
    { draftLength: 1 },
    { lora: true },
    { weights: "bf16" },
    { gpuCount: 4 },
    { gpu: "b200-sxm" },
  ] as const)("has none of other settings: %j", (changed) => {
    expect(dotIds([steadyRow], changed)).toEqual([]);
  });

  it("has none at other lengths", () => {
    expect(measuredDots([steadyRow], { ...workload, inputTokens: 4000 }, deployment)).toEqual([]);
  });
});
