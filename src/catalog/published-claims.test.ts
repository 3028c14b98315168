import { describe, expect, it } from "vitest";
import publishedFile from "../../data/published.json" with { type: "json" };
import fileText from "../../data/published.json?raw";
import { claimsFrom, notClaims, publishedClaims } from "./published-claims.ts";

const record = publishedFile.claims.find(({ id }) => id === "drafts-one-gain")!;

function problemWith(patch: Readonly<Record<string, unknown>>): () => unknown {
  return () => claimsFrom([record, { ...record, id: "changed", ...patch }], "claims.json");
}

describe(claimsFrom, () => {
  it("reads a figure under the name of its unit", () => {
    expect(claimsFrom([record], "claims.json")[0]).toMatchObject({ unit: "percent", published: 53, rounding: 1 });
  });

  it.each([
    [{ published: { percents: 53 } }, /record 2 \(changed\).*published/],
    [{ published: { percent: 53, ratio: 1.53 } }, /record 2 \(changed\).*one figure/],
    [{ rounding: { ratio: 0.1 } }, /record 2 \(changed\).*rounding/],
    [{ quoted: "53%" }, /record 2 \(changed\).*unknown key "quoted"/],
    [{ relation: "roughly" }, /record 2 \(changed\).*relation/],
    [{ rule: { kind: "guess" } }, /record 2 \(changed\).*rule/],
    [{ caveats: [{ kind: "queue", verdict: "caveat" }] }, /record 2 \(changed\).*verdict/],
    [{ id: "drafts-one-gain" }, /duplicate id "drafts-one-gain"/],
  ])("refuses %o, naming record and key", (patch, message) => {
    expect(problemWith(patch)).toThrow(message);
  });
});

describe("publishedClaims", () => {
  it("store no verdict, and quote no more than a few words", () => {
    expect(fileText).not.toMatch(/"(verdict|reproduced|unsupported|judgement)"/);
    for (const { id, quote } of publishedClaims) expect(quote.split(" ").length, id).toBeLessThanOrEqual(12);
  });

  it("stand one a line, beside the figures that are no claims and why", () => {
    expect(fileText.match(/^ {4}\{/gm)).toHaveLength(publishedClaims.length + notClaims.length);
    expect(publishedClaims.length).toBeGreaterThanOrEqual(60);
  });
});
