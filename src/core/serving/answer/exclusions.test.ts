import { describe, expect, it } from "vitest";
import { closestOf, exclusionLines } from "./exclusions.ts";
import type { LimitBreach } from "./limits.ts";
import { namedGpus, predictionOf } from "./prediction-fixture.ts";
import type { Reason } from "./recommend.ts";

const nameOf = (gpu: string): string => namedGpus.get(gpu)!.shortName;
const late = (actualSeconds: number): LimitBreach => ({ kind: "ttft", limitSeconds: 2, actualSeconds });
const breaks = (gpu: string, breach: LimitBreach): Reason => ({ kind: "breaks-limit", gpu, breach });
const cannot = (gpu: string): Reason => ({
  kind: "infeasible",
  gpu,
  reason: { kind: "context-exceeds-max-model-len", neededTokens: 9000, maxModelLen: 4096 },
});

describe(exclusionLines, () => {
  it("groups platforms by why, with each one's numbers", () => {
    const reasons = [breaks("a100-sxm-80gb", late(9.72)), breaks("h100-sxm", late(2.24))];
    expect(exclusionLines(reasons, nameOf)).toEqual([
      "Over the mean TTFT limit of 2.00 s: A100 (9.72 s) and H100 by 12 % (2.24 s)",
    ]);
  });

  it("says once what several platforms cannot do", () => {
    expect(exclusionLines([cannot("a100-sxm-80gb"), cannot("h100-sxm")], nameOf)).toEqual([
      "A100 and H100 cannot hold a context of 9,000 tokens: max_model_len is 4,096",
    ]);
  });

  it("has nothing to say of platforms that take part", () => {
    expect(exclusionLines([{ kind: "only-one", gpu: "h100-sxm" }], nameOf)).toEqual([]);
  });
});

describe(closestOf, () => {
  const missing = (gpu: string, breach: LimitBreach, concurrency: number | null) => ({
    ...predictionOf({ gpu, pricePerGpuHour: 1, outputTokensPerSecond: 1000, breaches: [breach] }),
    highestLoad: concurrency === null ? null : { concurrency, nextBreach: breach },
  });

  it("is the platform that keeps the limits up to the highest load", () => {
    const platforms = [missing("a100-sxm-80gb", late(2.1), 0), missing("h100-sxm", late(9), 300)];
    expect(closestOf(platforms)).toEqual({ gpu: "h100-sxm", breach: late(9), concurrencyWithin: 300 });
  });

  it("is the one that misses by least where none keeps them at any load", () => {
    const platforms = [missing("a100-sxm-80gb", late(2.1), null), missing("h100-sxm", late(9), null)];
    expect(closestOf(platforms)).toEqual({ gpu: "a100-sxm-80gb", breach: late(2.1), concurrencyWithin: null });
  });

  it("is none where no platform can serve at all", () => {
    expect(closestOf([])).toBeNull();
  });
});
