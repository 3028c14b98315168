import { describe, expect, it } from "vitest";
import type { Infeasibility } from "../physics/feasibility.ts";
import { breachClause, infeasibilityClause } from "./delivery-wording.ts";
import type { LimitBreach } from "./limits.ts";

const late: LimitBreach = { kind: "ttft", limitSeconds: 2, actualSeconds: 9.72 };
const slow: LimitBreach = { kind: "tpot-per-token", limitSeconds: 0.03, actualSeconds: 0.0348 };
const tooLarge: Infeasibility = { kind: "weights-exceed-memory", neededBytes: 65.2e9, availableBytes: 61.9e9 };
const noFp8: Infeasibility = { kind: "dtype-unsupported", dtype: "fp8", gpu: "a100-sxm-80gb" };

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
