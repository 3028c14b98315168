import { steadyRow } from "../serving/fit/row-fixture.ts";
import type { MeasuredServingRow } from "../serving/fit/measured-row.ts";
import type { Claim } from "./claim.ts";
import { type EvidenceRow, servingEvidence } from "./evidence-row.ts";
import type { Evidence } from "./rule.ts";

// Test data: a few serving rows at an index price of 1, and a claim to change one thing at a time.

export function servingRow(id: string, patch: Partial<MeasuredServingRow> = {}): EvidenceRow {
  return servingEvidence({ ...steadyRow, id, ...patch }, 1, {});
}

export function evidenceOf(...rows: readonly EvidenceRow[]): Evidence {
  return new Map(rows.map((row) => [row.id, row]));
}

/** "+50 % from a to b": true of rows of 2,000 and 3,000 tokens/s. */
export const gainClaim: Claim = {
  id: "gain",
  places: ["Somewhere"],
  quote: "50% more",
  unit: "percent",
  published: 50,
  rounding: 1,
  relation: "equals",
  rule: { kind: "change", measure: "outputTokensPerSecond", pairs: [["a", "b"]] },
  caveats: [],
};
