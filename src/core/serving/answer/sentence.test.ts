import { describe, expect, it } from "vitest";
import type { FleetPlan } from "../../economics/fleet.ts";
import type { Infeasibility } from "../physics/feasibility.ts";
import type { LimitBreach } from "./limits.ts";
import { namedGpus, predictionOf, type Sketch } from "./prediction-fixture.ts";
import { recommend } from "./recommend.ts";
import { breachClause, infeasibilityClause, recommendationSentence } from "./sentence.ts";

const a100 = { gpu: "a100-sxm-80gb", pricePerGpuHour: 1, outputTokensPerSecond: 3000 };
const h100 = { gpu: "h100-sxm", pricePerGpuHour: 2.1, outputTokensPerSecond: 25_000 };
const b200 = { gpu: "b200-sxm", pricePerGpuHour: 3.89, outputTokensPerSecond: 51_500 };
const full = { limit: 135, limitedBy: "kv-cache" } as const;
const slots = { limit: 64, limitedBy: "max-num-seqs" } as const;
const budget = { limit: 33, limitedBy: "max-num-batched-tokens" } as const;
const late: LimitBreach = { kind: "ttft", limitSeconds: 2, actualSeconds: 9.72 };
const slow: LimitBreach = { kind: "tpot-per-token", limitSeconds: 0.03, actualSeconds: 0.0348 };
const tooLarge: Infeasibility = { kind: "weights-exceed-memory", neededBytes: 65.2e9, availableBytes: 61.9e9 };
const noFp8: Infeasibility = { kind: "dtype-unsupported", dtype: "fp8", gpu: "a100-sxm-80gb" };

function sentenceOf(sketches: readonly Sketch[], { concurrency = 4096, adapter = false } = {}): string {
  return recommendationSentence(recommend(sketches.map(predictionOf), 0.05), {
    gpus: namedGpus,
    load: { kind: "in-flight", concurrency },
    adapter,
    limited: true,
  });
}

describe(recommendationSentence, () => {
  it.each<readonly [string, readonly Sketch[], string]>([
    [
      "a clear win over a platform out of KV cache",
      [a100, { ...h100, ...full }, b200],
      "B200: 10 % cheaper per output token than H100 at 4,096 requests in flight; H100 runs out of KV cache at about 135 requests per GPU.",
    ],
    [
      "a clear win over a platform out of slots",
      [{ ...h100, ...slots }, b200],
      "B200: 10 % cheaper per output token than H100 at 4,096 requests in flight; H100 runs no more than 64 requests per GPU (max_num_seqs).",
    ],
    [
      "a clear win over a platform out of batched tokens",
      [{ ...h100, ...budget }, b200],
      "B200: 10 % cheaper per output token than H100 at 4,096 requests in flight; H100 runs no more than 33 requests per GPU (max_num_batched_tokens).",
    ],
    [
      "a clear win of the dearer platform, both or neither limited alike",
      [
        { ...h100, ...full },
        { ...b200, ...full },
      ],
      "B200: 10 % cheaper per output token than H100 at 4,096 requests in flight; at 1.85x the hourly price of H100, B200 delivers 2.06x its tokens.",
    ],
    [
      "a clear win of the cheaper platform",
      [h100, { ...b200, outputTokensPerSecond: 40_000 }],
      "H100: 14 % cheaper per output token than B200 at 4,096 requests in flight; at 0.54x the hourly price of B200, H100 delivers 0.63x its tokens.",
    ],
    [
      "a tie decided on speed",
      [
        { ...h100, requestSeconds: 12 },
        { ...b200, outputTokensPerSecond: 47_000 },
      ],
      "Tie on cost per output token at 4,096 requests in flight (B200 and H100 within 2 %), B200 by speed; at 1.85x the hourly price of H100, B200 delivers 1.88x its tokens.",
    ],
    [
      "a tie decided on capacity",
      [h100, { ...b200, outputTokensPerSecond: 47_000, limit: 512 }],
      "Tie on cost per output token at 4,096 requests in flight (B200 and H100 within 2 %), B200 by capacity; at 1.85x the hourly price of H100, B200 delivers 1.88x its tokens.",
    ],
    [
      "a tie of three",
      [{ ...a100, outputTokensPerSecond: 11_900 }, h100, { ...b200, outputTokensPerSecond: 47_000, requestSeconds: 4 }],
      "Tie on cost per output token at 4,096 requests in flight (B200, H100 and A100 within 2 %), B200 by speed; at 1.85x the hourly price of H100, B200 delivers 1.88x its tokens.",
    ],
    [
      "a tie within the band, which the best estimate decides",
      [
        { ...h100, bandFraction: 0.12 },
        { ...b200, bandFraction: 0.12 },
      ],
      "Tie within the model's 90 % band at 4,096 requests in flight: B200 is 10 % cheaper per output token than H100 by the best estimate; at 1.85x the hourly price of H100, B200 delivers 2.06x its tokens.",
    ],
    [
      "only one compared",
      [b200],
      "B200: the only platform compared that serves 4,096 requests in flight within these limits.",
    ],
    [
      "only one within the limits",
      [{ ...a100, breaches: [slow, late] }, { ...h100, breaches: [late] }, b200],
      "B200: the only platform compared that serves 4,096 requests in flight within these limits; H100 has a mean TTFT of 9.72 s, against a limit of 2.00 s.",
    ],
    [
      "none within the limits",
      [
        { ...a100, infeasible: noFp8 },
        { ...h100, breaches: [late] },
        { ...b200, breaches: [slow, late] },
      ],
      "No platform serves 4,096 requests in flight within these limits: B200 takes 34.8 ms per output token, 16 % over the limit of 30.0 ms, and has a mean TTFT of 9.72 s, against a limit of 2.00 s; H100 has a mean TTFT of 9.72 s, against a limit of 2.00 s; A100 has no FP8 tensor cores: choose bf16 weights.",
    ],
    [
      "none that fits",
      [{ ...a100, infeasible: tooLarge }],
      "No platform serves 4,096 requests in flight within these limits: A100 needs 65.2 GB for weights and workspace, may use 61.9 GB.",
    ],
    ["none compared", [], "No platform serves 4,096 requests in flight within these limits: none is compared."],
  ])("words %s", (_what, sketches, sentence) => {
    expect(sentenceOf(sketches)).toBe(sentence);
  });

  it("counts a single request, and names the adapter", () => {
    expect(sentenceOf([b200], { concurrency: 1 })).toContain("that serves 1 request in flight within");
    const adapted = sentenceOf([h100, b200], { concurrency: 512, adapter: true });
    expect(adapted).toContain("than H100 at 512 requests in flight with a LoRA adapter; at 1.85x");
    expect(sentenceOf([], { concurrency: 2, adapter: true })).toBe(
      "No platform serves 2 requests in flight with a LoRA adapter within these limits: none is compared.",
    );
  });

  it.each([
    [1514, " Closest is B200: it keeps them up to 1,514 in flight, and here with a limit of 9.72 s."],
    [0, " Closest is B200: it would keep them with a limit of 9.72 s."],
    [null, " Closest is B200: it would keep them with a limit of 9.72 s."],
  ])("says what comes closest where nothing is within the limits, keeping them up to %s", (concurrencyWithin, end) => {
    const sentence = recommendationSentence(recommend([predictionOf({ ...b200, breaches: [late] })], 0.05), {
      gpus: namedGpus,
      load: { kind: "in-flight", concurrency: 4096 },
      adapter: false,
      limited: true,
      closest: { gpu: "b200-sxm", breach: late, concurrencyWithin },
    });
    expect(sentence).toMatch(/^No platform serves 4,096 requests in flight within these limits: B200/);
    expect(sentence.endsWith(end)).toBe(true);
  });

  it("speaks of a demand by its rate, its peak and the units it takes", () => {
    const fleetOf = (units: number, peakUtilization: number) =>
      ({ units, gpusPerUnit: 8, peakUtilization }) as unknown as FleetPlan;
    const [cheap, dear] = [
      {
        ...predictionOf(h100),
        fleet: fleetOf(2, 0.71),
        costPerMillionOutputTokens: 0.5,
        costBand: [0.5, 0.5] as const,
      },
      {
        ...predictionOf(b200),
        fleet: fleetOf(1, 0.48),
        costPerMillionOutputTokens: 0.8,
        costBand: [0.8, 0.8] as const,
      },
    ];
    const wording = { gpus: namedGpus, adapter: false, limited: false };
    const load = { kind: "demand", requestsPerSecond: 20, peakRequestsPerSecond: 40 } as const;
    expect(recommendationSentence(recommend([cheap, dear], 0.05), { ...wording, load })).toBe(
      "H100: 38 % cheaper per month than B200 for 20 requests/s, 40 at the peak; H100 needs 2 x 8 GPUs, 71 % full at the peak, B200 1 x 8 GPUs, 48 % full at the peak.",
    );
    const tied = { ...dear, costPerMillionOutputTokens: 0.51, costBand: [0.51, 0.51] as const };
    expect(recommendationSentence(recommend([cheap, tied], 0.05), { ...wording, load })).toMatch(
      /^Tie on monthly cost for 20 requests\/s, 40 at the peak \(H100 and B200 within 2 %\)/,
    );
  });

  it("calls a platform by its id where it has no name", () => {
    const recommendation = recommend([predictionOf(b200)], 0.05);
    const sentence = recommendationSentence(recommendation, {
      gpus: new Map(),
      load: { kind: "in-flight", concurrency: 8 },
      adapter: false,
      limited: false,
    });
    expect(sentence).toMatch(/^b200-sxm: the only/);
  });
});

describe(breachClause, () => {
  it.each<readonly [LimitBreach, string]>([
    [late, "has a mean TTFT of 9.72 s, against a limit of 2.00 s"],
    [slow, "takes 34.8 ms per output token, 16 % over the limit of 30.0 ms"],
    [{ ...slow, kind: "tpot-per-chunk" }, "takes 34.8 ms per chunk, 16 % over the limit of 30.0 ms"],
    [{ ...slow, actualSeconds: 0.030_001 }, "takes 30.0 ms per output token, under 1 % over the limit of 30.0 ms"],
  ])("words %j", (breach, clause) => {
    expect(breachClause(breach)).toBe(clause);
  });
});

describe(infeasibilityClause, () => {
  it.each<readonly [Infeasibility, string]>([
    [noFp8, "has no FP8 tensor cores: choose bf16 weights"],
    [
      { kind: "checkpoint-unknown", dtype: "fp8", llm: "gemma-4-31b-it" },
      "has no known FP8 checkpoint of gemma-4-31b-it",
    ],
    [{ kind: "replicas-not-whole", gpuCount: 7, tensorParallel: 2 }, "cannot split 7 GPUs into replicas of 2"],
    [{ kind: "all-reduce-unknown", tensorParallel: 3, gpu: "h100-sxm" }, "has no measured all-reduce over 3 GPUs"],
    [{ kind: "drafter-unknown", llm: "gemma-4-31b-it" }, "has no drafter for gemma-4-31b-it: set drafts to 0"],
    [{ kind: "acceptance-unknown", draftLength: 4 }, "has no measured acceptance for 4 drafts: type one"],
    [
      { kind: "context-exceeds-max-model-len", neededTokens: 13_528, maxModelLen: 4096 },
      "cannot hold a context of 13,528 tokens: max_model_len is 4,096",
    ],
    [
      { kind: "batched-tokens-too-few", neededTokens: 4104, maxNumBatchedTokens: 4096 },
      "needs max_num_batched_tokens of 4,104 for its max_num_seqs, has 4,096",
    ],
    [tooLarge, "needs 65.2 GB for weights and workspace, may use 61.9 GB"],
    [
      { kind: "kv-cache-too-small", neededBytes: 3.54e9, availableBytes: 1.2e9 },
      "needs 3.5 GB of KV cache for one request, has 1.2 GB",
    ],
  ])("words %j", (reason, clause) => {
    expect(infeasibilityClause(reason)).toBe(clause);
  });
});
