import type { HeldOutRow } from "../../core/validation/held-out-row.ts";
import type { ValidationBase } from "../../core/validation/validation.ts";

/** Which folds a worker takes: every `step`th, from `first` on. The first worker also works out the rest. */
export interface ValidationOrder {
  readonly first: number;
  readonly step: number;
}

export type ValidationMessage =
  | { readonly kind: "fold"; readonly rows: readonly HeldOutRow[]; readonly folds: number }
  | { readonly kind: "base"; readonly base: ValidationBase };
