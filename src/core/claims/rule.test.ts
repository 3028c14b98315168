import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { missingRow } from "../serving/fit/row-fixture.ts";
import { evidenceOf, servingRow } from "./claim-fixture.ts";
import { servingEvidence } from "./evidence-row.ts";
import { figuresOf, inputsOf, rowIdsOf } from "./rule.ts";

const evidence = evidenceOf(
  servingRow("a", { outputTokensPerSecond: 2000, draftLength: 0 }),
  servingRow("b", { outputTokensPerSecond: 3000, draftLength: 1, acceptanceRate: 0.8 }),
  servingRow("c", { outputTokensPerSecond: 4000, draftLength: 2, acceptanceRate: 0.7 }),
  servingEvidence(missingRow, 1, {}),
);
const measure = "outputTokensPerSecond" as const;
const rows = ["a", "b", "c"] as const;
const pairs = [
  ["a", "b"],
  ["b", "c"],
] as const;

describe(figuresOf, () => {
  it.each([
    [{ kind: "value", measure, rows }, [2000, 3000, 4000]],
    [{ kind: "ratio", measure, pairs }, [1.5, 4 / 3]],
    [{ kind: "change", measure, pairs }, [0.5, 1 / 3]],
    [
      {
        kind: "gap",
        measure,
        pairs: [
          ["c", "a"],
          ["a", "b"],
        ],
      },
      [2000],
    ],
    [{ kind: "spread", measure, rows }, [1]],
    [{ kind: "mean", measure, rows }, [3000]],
    [{ kind: "to-best", measure, best: "highest", rows }, [0.5]],
    [{ kind: "to-best", measure, best: "lowest", rows }, [1]],
    [{ kind: "at-highest", measure, at: "draftLength", rows }, [2]],
    [{ kind: "choice", measure, best: "lowest", at: "draftLength", rows }, [0]],
    [{ kind: "count-above", measure, rows: ["b", "a", "c"] }, [1]],
    [{ kind: "change-lead", measure, pairs: [["a", "b"]], others: [["a", "c"]] }, [0.5]],
  ] as const)("computes %o", (rule, expected) => {
    const figures = figuresOf(rule, evidence, "measured")!;
    expect(figures).toHaveLength(expected.length);
    figures.forEach((figure, i) => expect(figure).toBeCloseTo(expected[i]!, 12));
  });

  it("has no figure where a row has no measurement, wherever the row stands", () => {
    for (const kind of ["value", "spread", "mean", "count-above"] as const) {
      expect(figuresOf({ kind, measure, rows: ["a", "missing", "b"] }, evidence, "measured"), kind).toBeNull();
    }
    for (const best of ["highest", "lowest"] as const) {
      expect(figuresOf({ kind: "to-best", measure, best, rows: ["a", "missing"] }, evidence, "measured")).toBeNull();
    }
    expect(figuresOf({ kind: "ratio", measure, pairs: [["a", "missing"]] }, evidence, "measured")).toBeNull();
  });

  it("reads the model only where it is asked to, and has none where the model is silent", () => {
    const modelled = evidenceOf({ ...servingRow("a"), modelled: { outputTokensPerSecond: 123 } });
    const rule = { kind: "value", measure, rows: ["a"] } as const;
    expect(figuresOf(rule, modelled, "modelled")).toEqual([123]);
    expect(figuresOf(rule, modelled, "measured")).toEqual([5000]);
    expect(figuresOf(rule, evidence, "modelled")).toBeNull();
  });

  it("takes what only the model has from the model", () => {
    const modelled = evidenceOf({ ...servingRow("a"), modelled: { kvCacheGigabytes: 12 } });
    expect(figuresOf({ kind: "value", measure: "kvCacheGigabytes", rows: ["a"] }, modelled, "measured")).toEqual([12]);
  });

  it("does not change when all rows are scaled alike, for whatever compares rows", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 10, noNaN: true }), (factor) => {
        const scaled = evidenceOf(
          ...rows.map((id) =>
            servingRow(id, { outputTokensPerSecond: evidence.get(id)!.measured.outputTokensPerSecond! * factor }),
          ),
        );
        for (const kind of ["ratio", "change"] as const) {
          const before = figuresOf({ kind, measure, pairs }, evidence, "measured")!;
          figuresOf({ kind, measure, pairs }, scaled, "measured")!.forEach((figure, i) =>
            expect(figure).toBeCloseTo(before[i]!, 9),
          );
        }
      }),
    );
  });

  it("names a row that does not exist", () => {
    expect(() => figuresOf({ kind: "value", measure, rows: ["nowhere"] }, evidence, "measured")).toThrow(/"nowhere"/);
  });
});

describe(rowIdsOf, () => {
  it("names every row once, those compared with included", () => {
    expect(rowIdsOf({ kind: "change-lead", measure, pairs, others: [["a", "c"]] })).toEqual(["a", "b", "c"]);
  });
});

describe(inputsOf, () => {
  it("gives each row's value and what it ran with", () => {
    const [input] = inputsOf({ kind: "value", measure, rows: ["c"] }, evidence);
    expect(input).toMatchObject({ rowId: "c", measure, value: 4000 });
    expect(input!.scenario).toContain("draft length 2");
    expect(input!.scenario).toContain("LoRA adapter off");
  });
});
