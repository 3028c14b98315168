import { type Measure, MODELLED_MEASURES, type Rule, type RowPair } from "./claim.ts";
import { settingsText } from "./claim-wording.ts";
import type { EvidenceRow } from "./evidence-row.ts";

export type Evidence = ReadonlyMap<string, EvidenceRow>;

/** Where a rule takes its values from: what was measured, or what the model says of the same settings. */
type Reading = "measured" | "modelled";

/** A value that went into a figure. */
export interface RuleInput {
  readonly rowId: string;
  readonly measure: Measure;
  readonly value: number | null;
  /** What the row ran with. */
  readonly scenario: string;
}

/** @throws RangeError for an id that no row has: a fault of the claims' file. */
export function evidenceRow(evidence: Evidence, id: string): EvidenceRow {
  const row = evidence.get(id);
  if (!row) throw new RangeError(`no published row has the id "${id}"`);
  return row;
}

export function pairsOf(rule: Rule): readonly RowPair[] {
  switch (rule.kind) {
    case "ratio":
    case "change":
    case "gap":
      return rule.pairs;
    case "change-lead":
      return [...rule.pairs, ...rule.others];
    case "value":
    case "spread":
    case "mean":
    case "to-best":
    case "at-highest":
    case "choice":
    case "count-above":
      return [];
  }
}

/** Ids of all rows that a rule rests on, each once. */
export function rowIdsOf(rule: Rule): readonly string[] {
  return [...new Set("rows" in rule ? rule.rows : pairsOf(rule).flat())];
}

export function valueOf(row: EvidenceRow, measure: Measure, reading: Reading): number | null {
  const values = MODELLED_MEASURES.has(measure) ? row.modelled : row[reading];
  return values[measure] ?? null;
}

export function inputsOf(rule: Rule, evidence: Evidence): readonly RuleInput[] {
  return rowIdsOf(rule).map((rowId) => {
    const row = evidenceRow(evidence, rowId);
    const value = valueOf(row, rule.measure, "measured");
    return { rowId, measure: rule.measure, value, scenario: settingsText(row.settings) };
  });
}

/** The figures that a rule gives; null where a row that it needs has no value. */
export function figuresOf(rule: Rule, evidence: Evidence, reading: Reading): readonly number[] | null {
  const valueIn = (id: string): number => valueOf(evidenceRow(evidence, id), rule.measure, reading) ?? Number.NaN;
  const figures = figuresFrom(rule, valueIn, (id, measure) => {
    // A setting is the same, measured or modelled.
    return valueOf(evidenceRow(evidence, id), measure, "measured") ?? Number.NaN;
  });
  const complete = rowIdsOf(rule).every((id) => !Number.isNaN(valueIn(id)));
  return complete && figures.every((figure) => Number.isFinite(figure)) ? figures : null;
}

function figuresFrom(
  rule: Rule,
  valueIn: (id: string) => number,
  settingIn: (id: string, measure: Measure) => number,
): readonly number[] {
  const changeIn = ([base, compared]: RowPair): number => valueIn(compared) / valueIn(base) - 1;
  switch (rule.kind) {
    case "value":
      return rule.rows.map(valueIn);
    case "ratio":
      return rule.pairs.map(([base, compared]) => valueIn(compared) / valueIn(base));
    case "change":
      return rule.pairs.map(changeIn);
    case "gap":
      return [Math.max(...rule.pairs.map(([base, compared]) => Math.abs(valueIn(compared) - valueIn(base))))];
    case "spread": {
      const values = rule.rows.map(valueIn);
      return [Math.max(...values) / Math.min(...values) - 1];
    }
    case "mean":
      return [rule.rows.reduce((sum, id) => sum + valueIn(id), 0) / rule.rows.length];
    case "to-best":
      return [valueIn(rule.rows[0]!) / valueIn(bestRowId(rule.rows, valueIn, rule.best))];
    case "at-highest":
      return [settingIn(bestRowId(rule.rows, valueIn, "highest"), rule.at)];
    case "choice":
      return [settingIn(bestRowId(rule.rows, valueIn, rule.best), rule.at)];
    case "count-above":
      return [rule.rows.slice(1).filter((id) => valueIn(id) > valueIn(rule.rows[0]!)).length];
    case "change-lead":
      return [Math.max(...rule.pairs.map(changeIn)) / Math.max(...rule.others.map(changeIn))];
  }
}

/** The first of equals. */
export function bestRowId(ids: readonly string[], valueIn: (id: string) => number, best: "highest" | "lowest"): string {
  const sign = best === "highest" ? 1 : -1;
  return ids.reduce((leader, id) => (sign * valueIn(id) > sign * valueIn(leader) ? id : leader));
}
