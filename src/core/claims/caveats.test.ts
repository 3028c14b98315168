import { describe, expect, it } from "vitest";
import { missingRow } from "../serving/fit/row-fixture.ts";
import { caveatSentence } from "./caveats.ts";
import type { Caveat } from "./claim.ts";
import { evidenceOf, gainClaim, servingRow } from "./claim-fixture.ts";
import { type EvidenceRow, servingEvidence, trainingEvidence, type TrainingRun } from "./evidence-row.ts";

const a = servingRow("a", { outputTokensPerSecond: 2000 });
const b = servingRow("b", { outputTokensPerSecond: 3000 });

function sentence(caveat: Caveat, ...rows: readonly EvidenceRow[]): string | null {
  return caveatSentence(caveat, gainClaim, evidenceOf(...(rows.length > 0 ? rows : [a, b])));
}

const run: TrainingRun = {
  id: "run",
  gpu: "h100-sxm",
  precision: "bf16",
  strategy: "fsdp",
  checkpointing: true,
  compile: false,
  microBatchSequencesPerGpu: 1,
  sequencesPerOptimizerStep: 16,
  tokensPerSecond: 8000,
  wallSeconds: 900,
  residentMemoryGibibytes: 7.57,
  missing: null,
};

describe(caveatSentence, () => {
  it("is silent wherever its condition does not hold", () => {
    const caveats: readonly Caveat[] = [
      { kind: "also-differs", besides: [] },
      { kind: "setting-is", setting: "lora", is: true },
      { kind: "setting-unknown", setting: "kvCache" },
      { kind: "per-chunk" },
      { kind: "clients-exceed", statedRequests: 128 },
      { kind: "batch-limit" },
      { kind: "queue" },
      { kind: "other-reading", label: "The same", rule: gainClaim.rule },
      { kind: "better-row", label: "Faster", measure: "outputTokensPerSecond", best: "lowest", row: "b" },
      { kind: "missing-rows", rows: ["b"] },
      { kind: "modelled-limit", row: "a" },
    ];
    for (const caveat of caveats) expect(sentence(caveat), caveat.kind).toBeNull();
  });

  it("names every other setting in which a pair differs", () => {
    const other = servingRow("b", { kvCache: "fp8", maxNumSeqs: 256 });
    expect(sentence({ kind: "also-differs", besides: ["kvCache"] }, a, other)).toBe(
      "a and b also differ in max_num_seqs (64 and 256).",
    );
  });

  it("gives the time per token behind a gap between chunks", () => {
    const drafting = servingRow("b", { draftLength: 2, acceptanceRate: 0.75, chunkGapMedianSeconds: 0.25 });
    expect(sentence({ kind: "per-chunk" }, a, drafting)).toBe(
      "b: 250 ms is a gap between streamed chunks of 2.50 tokens; per token it is 100 ms.",
    );
  });

  it("tells clients from requests that run", () => {
    const crowded = servingRow("b", { concurrencyPerReplica: 1024, maxNumSeqs: 512 });
    expect(sentence({ kind: "clients-exceed", statedRequests: 512 }, a, crowded)).toContain("8,192 requests in flight");
    expect(sentence({ kind: "batch-limit" }, a, crowded)).toContain("At most 4,096 of b's 8,192 requests");
  });

  it("sees a queue in the time to first token", () => {
    const queueing = servingRow("b", { ttftMedianSeconds: 20.05 });
    expect(sentence({ kind: "queue" }, a, queueing)).toMatch(/^b has a queue: .* 20\.1 s/);
  });

  it("gives another reading where it does not agree", () => {
    const c = servingRow("c", { outputTokensPerSecond: 2250 });
    const rule = { ...gainClaim.rule, pairs: [["a", "c"]] } as typeof gainClaim.rule;
    expect(sentence({ kind: "other-reading", label: "At an equal load", rule }, a, b, c)).toBe(
      "At an equal load: 12.5 % (a, c).",
    );
  });

  it("gives why rows of the same session are missing", () => {
    const none = servingEvidence(missingRow, 1, {});
    expect(sentence({ kind: "missing-rows", rows: ["missing"] }, a, b, none)).toContain(missingRow.missing!);
  });

  it("calls memory resident only where it stands still while something moves the peak", () => {
    const runWith = (id: string, patch: Partial<TrainingRun>) => trainingEvidence({ ...run, id, ...patch }, 1, 8);
    const one = runWith("one", {});
    const caveat = { kind: "unmoved-memory", rows: ["one", "two"] } as const;
    expect(sentence(caveat, a, b, one, runWith("two", { microBatchSequencesPerGpu: 2 }))).toBe(
      "Resident memory, not the peak: 7.57 GiB does not move with micro-batch (one, two).",
    );
    const grown = runWith("two", { microBatchSequencesPerGpu: 2, residentMemoryGibibytes: 9 });
    expect(sentence(caveat, a, b, one, grown)).toBeNull();
    expect(sentence(caveat, a, b, one, runWith("two", {}))).toBeNull();
  });
});
