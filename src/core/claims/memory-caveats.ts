import { agreementOf } from "./agreement.ts";
import type { Caveat, Claim, Setting } from "./claim.ts";
import { measureText, settingText } from "./claim-wording.ts";
import { type Evidence, evidenceRow, figuresOf, valueOf } from "./rule.ts";

/** Published memory is equal to about a thousandth where it shows what stays resident. */
const EQUAL_MEMORY_FRACTION = 0.01;
const GIGABYTES_PER_GIBIBYTE = 1024 ** 3 / 1e9;
/** What would move a training peak: activations follow each of these. */
const MOVES_PEAK: readonly Setting[] = ["microBatch", "checkpointing", "compile"];

/** Whether a published memory is resident instead of peak, or GiB printed as GB. */
export function memoryCaveat(
  caveat: Extract<Caveat, { readonly kind: "unmoved-memory" | "gibibytes" }>,
  claim: Claim,
  evidence: Evidence,
): string | null {
  switch (caveat.kind) {
    case "unmoved-memory":
      return unmovedMemory(caveat.rows, evidence);
    case "gibibytes": {
      const figures = figuresOf(claim.rule, evidence, "measured");
      if (figures === null) return null;
      const gigabytes = figures.map((figure) => figure * GIGABYTES_PER_GIBIBYTE);
      if (agreementOf(claim, gigabytes) === "agrees") return null;
      return `Printed as GB, measured in GiB: ${gigabytes.map((value) => `${value.toFixed(1)} GB`).join(", ")}.`;
    }
  }
}

function unmovedMemory(ids: readonly string[], evidence: Evidence): string | null {
  const rows = ids.map((id) => evidenceRow(evidence, id));
  const values = rows.map((row) => valueOf(row, "residentGibibytes", "measured"));
  if (values.some((value) => value === null)) return null;
  const known = values.filter((value) => value !== null);
  const varied = MOVES_PEAK.filter((setting) => new Set(rows.map(({ settings }) => settings[setting])).size > 1);
  if (varied.length === 0 || Math.max(...known) / Math.min(...known) - 1 > EQUAL_MEMORY_FRACTION) return null;
  const memory = measureText("residentGibibytes", known[0]!);
  const movers = varied.map((setting) => settingText(setting)).join(" or ");
  return `Resident memory, not the peak: ${memory} does not move with ${movers} (${ids.join(", ")}).`;
}
