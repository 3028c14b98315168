import type { Quantity } from "./quantity.ts";

// Test data: every quantity of a formula, each once however often it is used.

export function quantitiesIn(root: Quantity): ReadonlySet<Quantity> {
  const seen = new Set<Quantity>();
  const visit = (quantity: Quantity): void => {
    if (seen.has(quantity)) return;
    seen.add(quantity);
    if (quantity.kind === "derived") quantity.inputs.forEach(visit);
  };
  visit(root);
  return seen;
}
