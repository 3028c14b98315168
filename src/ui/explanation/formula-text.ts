import type { Constant, Derived, Named, Operation, Quantity } from "../../core/explanation/quantity.ts";

type Leaf = Named | Constant;
type Show = (leaf: Leaf) => string;

/** How tightly an operation holds its operands together; what is looser inside it needs brackets. */
const BINDING: Readonly<Record<Operation, number>> = {
  sum: 1,
  difference: 1,
  product: 2,
  quotient: 2,
  power: 3,
  hypot: 4,
  minimum: 4,
  maximum: 4,
  floor: 4,
  ceiling: 4,
};

/** The formula of a quantity on one line, its leaves written by `show`. */
export function formulaText({ operation, inputs }: Derived, show: Show): string {
  const [first, ...rest] = inputs;
  if (first === undefined) return "";
  const all = inputs.map((quantity) => textOf(quantity, show));
  /** Operands after the first, where what binds as loosely as the operation needs brackets too. */
  const rightOf = (quantity: Quantity): string => operand(quantity, BINDING[operation] + 1, show);
  const leftOf = (quantity: Quantity): string => operand(quantity, BINDING[operation], show);
  switch (operation) {
    case "sum":
      return inputs.map(leftOf).join(" + ");
    case "difference":
      return [leftOf(first), ...rest.map(rightOf)].join(" − ");
    case "product":
      return inputs.map((quantity) => (isQuotient(quantity) ? rightOf(quantity) : leftOf(quantity))).join(" × ");
    case "quotient": {
      const divisors = rest.map((quantity) => (rest.length === 1 ? rightOf(quantity) : leftOf(quantity)));
      return `${leftOf(first)} ÷ ${rest.length === 1 ? divisors.join("") : `(${divisors.join(" × ")})`}`;
    }
    case "power":
      return inputs.map(rightOf).join("^");
    case "hypot":
      return `√(${inputs.map((quantity, i) => `${isOneWord(quantity, all[i]!) ? all[i] : `(${all[i]})`}²`).join(" + ")})`;
    case "minimum":
      return `min(${all.join("; ")})`;
    case "maximum":
      return `max(${all.join("; ")})`;
    case "floor":
      return `⌊${all.join("")}⌋`;
    case "ceiling":
      return `⌈${all.join("")}⌉`;
  }
}

function textOf(quantity: Quantity, show: Show): string {
  return isLeaf(quantity) ? show(quantity) : formulaText(quantity, show);
}

function operand(quantity: Quantity, atLeast: number, show: Show): string {
  const text = textOf(quantity, show);
  return isLeaf(quantity) || BINDING[quantity.operation] >= atLeast ? text : `(${text})`;
}

function isLeaf(quantity: Quantity): quantity is Leaf {
  return quantity.kind !== "derived" || quantity.name !== null;
}

/** A square of "25.3 ms" is not one of ms alone. */
function isOneWord(quantity: Quantity, text: string): boolean {
  return isLeaf(quantity) && !text.includes(" ");
}

function isQuotient(quantity: Quantity): boolean {
  return quantity.kind === "derived" && quantity.operation === "quotient";
}
