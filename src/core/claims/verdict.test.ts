import { describe, expect, it } from "vitest";
import { missingRow } from "../serving/fit/row-fixture.ts";
import { evidenceOf, gainClaim, servingRow } from "./claim-fixture.ts";
import { servingEvidence } from "./evidence-row.ts";
import { verdictOf } from "./verdict.ts";

const a = servingRow("a", { outputTokensPerSecond: 2000 });
const b = servingRow("b", { outputTokensPerSecond: 3000 });

describe(verdictOf, () => {
  it("is reproduced where the rows give the printed figure", () => {
    expect(verdictOf(gainClaim, evidenceOf(a, b))).toMatchObject({
      verdict: "reproduced",
      published: 50,
      publishedText: "50 %",
      computed: [50],
      computedText: "50 %",
      differenceFraction: 0,
      rows: ["a", "b"],
      working: "3,000 output tokens/s / 2,000 output tokens/s - 1",
      caveats: [],
      modelled: null,
    });
  });

  it("is unsupported where they give another", () => {
    const other = servingRow("b", { outputTokensPerSecond: 3600 });
    expect(verdictOf(gainClaim, evidenceOf(a, other))).toMatchObject({ verdict: "unsupported", computedText: "80 %" });
  });

  it("is unsupported where a row has no measurement, and says why it has none", () => {
    const none = servingEvidence({ ...missingRow, id: "b" }, 1, {});
    const verdict = verdictOf(gainClaim, evidenceOf(a, none));
    expect(verdict).toMatchObject({ verdict: "unsupported", computed: null, differenceFraction: null });
    expect(verdict.caveats.join()).toContain(`b has no such measurement. ${missingRow.missing}`);
  });

  it("has a caveat where a figure was cut instead of rounded", () => {
    const more = servingRow("b", { outputTokensPerSecond: 3015 });
    expect(verdictOf(gainClaim, evidenceOf(a, more))).toMatchObject({
      verdict: "caveat",
      caveats: ["50.8 %, cut and not rounded."],
    });
  });

  it("has a caveat where a row is not in steady state, without being told", () => {
    const wave = servingRow("b", { outputTokensPerSecond: 3000, completedRequests: 130 });
    const verdict = verdictOf(gainClaim, evidenceOf(a, wave));
    expect(verdict.verdict).toBe("caveat");
    expect(verdict.caveats[0]).toMatch(/In b each client completed 1\.02 requests.*wave/);
  });

  it("is a judgement where a recommended row is not the best, and reproduced where it is", () => {
    const rule = { kind: "choice", measure: "outputTokensPerSecond", best: "highest", at: "draftLength" } as const;
    const claim = { ...gainClaim, unit: "tokens", published: 2 } as const;
    const two = servingRow("two", { draftLength: 2, acceptanceRate: 0.7, outputTokensPerSecond: 4000 });
    const three = servingRow("three", { draftLength: 3, acceptanceRate: 0.6, outputTokensPerSecond: 4200 });
    const withRows = (...rows: readonly string[]) => ({ ...claim, rule: { ...rule, rows } });
    expect(verdictOf(withRows("two", "three"), evidenceOf(two, three)).verdict).toBe("judgement");
    expect(verdictOf(withRows("two", "a"), evidenceOf(two, a)).verdict).toBe("reproduced");
  });

  it("says within how much the model has what no row measured, up to a quarter", () => {
    const rule = { kind: "value", measure: "kvCacheGigabytes", rows: ["a"] } as const;
    const claim = { ...gainClaim, unit: "gigabytes", published: 10, rule } as const;
    const verdictAt = (kvCacheGigabytes: number) =>
      verdictOf(claim, evidenceOf({ ...a, modelled: { kvCacheGigabytes } }));
    expect(verdictAt(11)).toMatchObject({ verdict: "within-model", computedText: "11 GB" });
    expect(verdictAt(11).differenceFraction).toBeCloseTo(0.1, 12);
    expect(verdictAt(14).verdict).toBe("unsupported");
    expect(verdictOf(claim, evidenceOf(a)).verdict).toBe("unsupported");
  });

  it("says how much of a range the rows reach", () => {
    const rule = { kind: "ratio", measure: "outputTokensPerSecond", pairs: [["a", "b"]] } as const;
    const claim = { ...gainClaim, unit: "ratio", published: [1, 3], rounding: 0.1, relation: "inside", rule } as const;
    expect(verdictOf(claim, evidenceOf(a, b)).caveats).toEqual(["Of this range the rows reach 1.50x."]);
  });
});
