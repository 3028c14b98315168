import type { Rule, RowPair } from "./claim.ts";
import { measureText } from "./claim-wording.ts";
import { type Evidence, evidenceRow, figuresOf, rowIdsOf, valueOf } from "./rule.ts";

/** Rows beyond this many are counted instead of written out; the verdict lists them by id. */
const ROWS_WRITTEN_OUT = 4;

/** The calculation of a rule as a line of text, with the numbers that went in. */
export function workingText(rule: Rule, evidence: Evidence): string {
  const value = (id: string): string =>
    measureText(rule.measure, valueOf(evidenceRow(evidence, id), rule.measure, "measured"));
  const pairs = (list: readonly RowPair[], suffix: string): string =>
    list.map(([base, compared]) => `${value(compared)} / ${value(base)}${suffix}`).join("; ");
  const changes = (list: readonly RowPair[]): string => {
    const figures = figuresOf({ kind: "change", measure: rule.measure, pairs: list }, evidence, "measured");
    return figures === null ? "no value" : figures.map((figure) => `${(100 * figure).toFixed(1)} %`).join(" and ");
  };
  const ids = rowIdsOf(rule);
  const rows = ids.length > ROWS_WRITTEN_OUT ? `${ids.length} rows` : ids.map(value).join(", ");
  switch (rule.kind) {
    case "value":
      return rows;
    case "ratio":
      return pairs(rule.pairs, "");
    case "change":
      return pairs(rule.pairs, " - 1");
    case "gap":
      return rule.pairs.length > ROWS_WRITTEN_OUT
        ? `the greatest difference within ${rule.pairs.length} pairs of rows`
        : `the greatest of ${rule.pairs.map(([base, compared]) => `|${value(compared)} - ${value(base)}|`).join(", ")}`;
    case "spread":
      return `highest / lowest - 1 of ${rows}`;
    case "mean":
      return `mean of ${rows}`;
    case "to-best":
      return `${value(rule.rows[0]!)} / ${rule.best} of ${rows}`;
    case "at-highest":
      return `where the highest of ${rows} was measured`;
    case "choice":
      return `the ${rule.best} of ${rows}; the first is the article's`;
    case "count-above":
      return `how many of ${ids
        .slice(1)
        .map((id) => `${value(id)} (${id})`)
        .join(", ")} are above ${value(ids[0]!)}`;
    case "change-lead":
      return `${changes(rule.pairs)}, against ${changes(rule.others)}`;
  }
}
