import { namedInputs, valueOf, type Derived, type Quantity } from "../../explanation/quantity.ts";

const PRECISION = 1e-9;

/** Every quantity of a formula, each once however often it is used. */
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

/** Everything in a formula that its inputs do not give, or that two inputs of one name give differently. */
export function faultsIn(root: Quantity): readonly string[] {
  return [...quantitiesIn(root)].flatMap((quantity) => {
    if (!Number.isFinite(quantity.value)) return [`not a number: ${JSON.stringify(quantity)}`];
    if (quantity.kind !== "derived") return [];
    const { name, value, operation, inputs } = quantity;
    const worked = valueOf(
      operation,
      inputs.map((one) => one.value),
    );
    const isOff = Math.abs(worked - value) > PRECISION * Math.abs(value);
    return [...(isOff ? [`${name}: ${operation} gives ${worked}, not ${value}`] : []), ...ambiguousNamesIn(quantity)];
  });
}

function ambiguousNamesIn(quantity: Derived): readonly string[] {
  const valueByName = new Map<string, number>();
  return namedInputs(quantity).flatMap(({ name, value }) => {
    const known = valueByName.get(name) ?? value;
    valueByName.set(name, known);
    return known === value ? [] : [`${quantity.name}: two inputs are named ${name}`];
  });
}
