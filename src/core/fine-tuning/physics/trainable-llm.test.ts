import { describe, expect, it } from "vitest";
import { gemma } from "../../serving/physics/published-fixture.ts";
import { linearParameters, loraParameters, type TrainableLlm } from "./trainable-llm.ts";
import { attentionFlopsPerToken, trainingFlopsPerToken } from "./training-flops.ts";

// google/gemma-4-31B-it: the ten global layers use the key as value.
const trainable: TrainableLlm = { ...gemma, trainingWeightBytes: 62_546_173_024, keyServesAsValue: [false, true] };

describe(loraParameters, () => {
  it("is what the published runs report for rank 16 on all seven projections", () => {
    expect(loraParameters(trainable, 16, "all")).toBe(122_429_440);
  });

  it("is the sum of its parts, and proportional to the rank", () => {
    const [attention, mlp] = [loraParameters(trainable, 8, "attention"), loraParameters(trainable, 8, "mlp")];
    expect(attention + mlp).toBe(loraParameters(trainable, 16, "all") / 2);
  });
});

describe(linearParameters, () => {
  it("is all of the text model but its embedding and norms", () => {
    expect(linearParameters(trainable)).toBe(29_286_727_680);
  });
});

describe(trainingFlopsPerToken, () => {
  const run = { sequenceLength: 2048, loraRank: 16, loraTargets: "all" } as const;

  it("is 4 N and little more: frozen weights need no gradient of their own", () => {
    const { total, weights } = trainingFlopsPerToken(trainable, run, false);
    expect(weights).toBe(4 * trainable.activeParameters);
    expect(total / weights).toBeGreaterThan(1);
    expect(total / weights).toBeLessThan(1.1);
  });

  it("adds one forward pass of the layers with checkpointing, not of the head", () => {
    const { recomputation } = trainingFlopsPerToken(trainable, run, true);
    const forward = 2 * (29_286_727_680 + 122_429_440) + attentionFlopsPerToken(trainable, 2048);
    expect(recomputation).toBe(forward);
  });
});

describe(attentionFlopsPerToken, () => {
  const layer = { layers: 1, kvHeads: 1, queryHeads: 1, headDim: 1, windowTokens: null };

  it("sees half the sequence on average, causally", () => {
    expect(attentionFlopsPerToken({ attention: [layer] }, 1000)).toBe(4 * 500);
  });

  it("sees its window once the sequence is much longer", () => {
    const windowed = { ...layer, windowTokens: 100 };
    expect(attentionFlopsPerToken({ attention: [windowed] }, 1_000_000)).toBeCloseTo(4 * 100, 1);
    expect(attentionFlopsPerToken({ attention: [windowed] }, 100)).toBe(4 * 50);
  });
});
