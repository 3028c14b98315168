import { describe, expect, it } from "vitest";
import { rowIdsOf } from "../core/claims/rule.ts";
import {
  claimVerdictsFrom,
  claimVerdictsOf,
  evidenceFrom,
  publishedRows,
  type PublishedRows,
} from "./claim-verdicts.ts";
import { publishedClaims } from "../catalog/published-claims.ts";
import { gemmaServingStudy } from "./shipped-studies.ts";

const { model } = gemmaServingStudy;
const claimVerdicts = claimVerdictsOf(model);

function verdictOf(id: string) {
  const found = claimVerdicts.find((verdict) => verdict.id === id);
  if (!found) throw new Error(`no claim ${id}`);
  return found;
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** The rows with everything that one of them measured changed by a factor, its settings as they are. */
function withRowScaled({ serving, training, stability }: PublishedRows, id: string, factor: number): PublishedRows {
  return {
    serving: serving.map((row) =>
      row.id !== id
        ? row
        : {
            ...row,
            outputTokensPerSecond: scaled(row.outputTokensPerSecond, factor),
            chunkGapMedianSeconds: scaled(row.chunkGapMedianSeconds, factor),
            ttftMedianSeconds: scaled(row.ttftMedianSeconds, factor),
            acceptanceRate: row.acceptanceRate && Math.min(1, row.acceptanceRate * factor),
          },
    ),
    training: training.map((run) =>
      run.id !== id
        ? run
        : {
            ...run,
            tokensPerSecond: scaled(run.tokensPerSecond, factor),
            wallSeconds: scaled(run.wallSeconds, factor),
            residentMemoryGibibytes: scaled(run.residentMemoryGibibytes, factor),
          },
    ),
    stability: stability.map((run) =>
      `vessl-s-${run.gpu}` !== id
        ? run
        : {
            ...run,
            lastLossNatsPerToken: run.lastLossNatsPerToken * factor,
            maximumGradientNorm: run.maximumGradientNorm * factor,
            gradientNormAnomalyCount: run.gradientNormAnomalyCount * factor,
          },
    ),
  };
}

function trainingId(line: number): string {
  return `vessl-t-${String(line).padStart(3, "0")}`;
}

describe(claimVerdictsOf, () => {
  it.each([
    ["fp8-kv-gain", "caveat", /also differ in max_num_seqs \(64 and 256\).*equal 64 requests.*10\.7 to 12\.5 %/],
    ["latency-192-ms", "caveat", /per token it is 77\.9 ms.*LoRA adapter on.*8,192 requests in flight/],
    ["latency-331-ms", "caveat", /per token it is 134 ms.*LoRA adapter on.*8,192 requests in flight/],
    ["no-gain-at-1024", "caveat", /vessl-i-117 each client completed 1\.09.*vessl-i-107 each client completed 1\.09/],
    ["cost-near-tie", "caveat", /Inference, the highest throughput of each GPU: 446\.3 %/],
    ["train-b200-vs-a100", "caveat", /table beside it: 3\.72x/],
    ["train-b200-vs-h100", "caveat", /table beside it: 1\.84x/],
    ["train-h100-vs-a100", "caveat", /table beside it: 2\.01x/],
    ["train-te-fp8-throughput", "caveat", /also differ in torch\.compile.*torch\.compile too: -0\.5 %/],
    ["train-fsdp-beats-ddp-h100", "unsupported", /vessl-t-019 has no such measurement.*ran out of GPU memory/],
    ["train-h100-fsdp-memory", "caveat", /Resident memory, not the peak/],
    ["drafts-sweet-spot", "judgement", /Three drafts are faster: 34,553/],
    ["serve-b200-vs-a100", "caveat", /requests in flight per replica \(16 and 256\)/],
    ["serve-lora-40734", "caveat", /8,192 requests in flight.*At 512 requests per replica: 37,132/],
    ["serve-h100-saturates-at-256", "caveat", /128 per replica give 98 %/],
  ])("%s: %s, for a reason that the rows give", (id, kind, reason) => {
    const { verdict, caveats } = verdictOf(id);
    expect(verdict).toBe(kind);
    expect(caveats.join(" ")).toMatch(reason);
  });

  it.each([
    "train-throughput-b200",
    "train-cost-b200",
    "train-cost-a100-ddp",
    "train-final-loss",
    "drafts-one-acceptance",
    "drafts-two-gain",
    "drafts-three-gain",
    "lora-acceptance-gap",
  ])("%s is reproduced", (id) => {
    expect(verdictOf(id)).toMatchObject({ verdict: "reproduced", caveats: [] });
  });

  it("has the inference costs behind the tie: 100, 24.7 and 18.3", () => {
    const claim = publishedClaims.find(({ id }) => id === "serve-h100-cheaper-per-token")!;
    const pairs = ["vessl-i-168", "vessl-i-079"].map((id) => ["vessl-i-008", id] as const);
    const index = { ...claim, rule: { kind: "ratio", measure: "costIndexPerMillionOutputTokens", pairs } } as const;
    const { computed } = claimVerdictsFrom(model, [index], publishedRows)[0]!;
    expect(computed!.map((ratio) => Math.round(ratio * 1000) / 10)).toEqual([24.7, 18.3]);
  });

  it("is plain data: nothing is lost on the way through JSON", () => {
    expect(JSON.parse(JSON.stringify(claimVerdicts))).toEqual(claimVerdicts);
    expect(JSON.stringify(claimVerdicts)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("says something for everything but a reproduced claim", () => {
    for (const { id, verdict, caveats, working } of claimVerdicts) {
      expect(working, id).not.toBe("");
      if (verdict === "caveat" || verdict === "judgement") expect(caveats, id).not.toEqual([]);
      if (verdict === "reproduced") expect(caveats, id).toEqual([]);
    }
  });
});

describe("a measured row that is 20 % off", () => {
  const kinds = (rows: PublishedRows): readonly string[] =>
    claimVerdictsFrom(model, publishedClaims, rows).map(({ verdict }) => verdict);
  const before = kinds(publishedRows);

  /** Claims whose verdict moves with a row, upwards or downwards by 20 %. */
  function flippedBy(rowId: string): readonly string[] {
    const after = [0.8, 1.2].map((factor) => kinds(withRowScaled(publishedRows, rowId, factor)));
    return publishedClaims.filter((_, i) => after.some((verdicts) => verdicts[i] !== before[i])).map(({ id }) => id);
  }

  // Rows that claims rest on, of which 20 % moves no verdict, by the reason.
  const CANNOT_FLIP: Readonly<Record<string, readonly string[]>> = {
    "claims read only its settings": ["vessl-i-035", "vessl-i-123"],
    "has no measurement to change": ["vessl-t-019"],
    "one of many runs, more than 20 % from the best": [3, 4, 10, 13, 18, 21, 22].map(trainingId),
    "less than half of what it is held against": [32, 34].map(trainingId),
  };

  it("flips a verdict that rests on it", () => {
    const rowIds = [...new Set(publishedClaims.flatMap(({ rule }) => rowIdsOf(rule)))];
    const stuck = rowIds.filter((rowId) => {
      const resting = publishedClaims.filter(({ rule }) => rowIdsOf(rule).includes(rowId)).map(({ id }) => id);
      return !flippedBy(rowId).some((id) => resting.includes(id));
    });
    expect(stuck.toSorted()).toEqual(Object.values(CANNOT_FLIP).flat().toSorted());
  });

  it("flips only verdicts that name it, in their rule or in a caveat", () => {
    for (const rowId of ["vessl-i-041", "vessl-i-117", "vessl-t-002", "vessl-s-h100-sxm"]) {
      for (const id of flippedBy(rowId)) {
        expect(JSON.stringify(publishedClaims.find((claim) => claim.id === id)), id).toContain(rowId);
      }
    }
  });
});

describe("publishedClaims", () => {
  it("rest on rows that were published", () => {
    const evidence = evidenceFrom(model, publishedRows);
    for (const { id, rule, caveats } of publishedClaims) {
      const inCaveats = caveats.flatMap((caveat) => {
        if (caveat.kind === "other-reading") return rowIdsOf(caveat.rule);
        if ("rows" in caveat) return caveat.rows;
        return "row" in caveat ? [caveat.row] : [];
      });
      for (const rowId of [...rowIdsOf(rule), ...inCaveats]) expect(evidence.has(rowId), `${id}: ${rowId}`).toBe(true);
    }
  });
});
