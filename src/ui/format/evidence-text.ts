import type { Evidence } from "../../core/serving/fit/evidence.ts";

/** How far a modelled number is from what was measured. */
export const EVIDENCE_TEXT: Readonly<Record<Evidence, string>> = {
  measured: "modelled; this load was measured",
  interpolated: "modelled, between measured loads",
  extrapolated: "extrapolated beyond what was measured",
  prior: "extrapolated: no rows of this GPU",
};
