import { describe, expect, it } from "vitest";
import { chosen } from "../../core/serving/explanation/explain-subject.ts";
import { constant, derived, part, type Operation, type Quantity } from "../../core/explanation/quantity.ts";
import { formatQuantity } from "./format-quantity.ts";
import { formulaText } from "./formula-text.ts";

const [a, b, c] = [chosen("a", 1), chosen("b", 2), chosen("c", 3)];
const textOf = (operation: Operation, inputs: readonly Quantity[]) =>
  formulaText(derived("all", 0, "count", operation, inputs), (leaf) =>
    leaf.kind === "constant" ? String(leaf.value) : leaf.name,
  );

describe(formulaText, () => {
  it.each([
    ["a + b × c", textOf("sum", [a, part("product", [b, c])])],
    ["(a + b) × c", textOf("product", [part("sum", [a, b]), c])],
    ["a − (b − c)", textOf("difference", [a, part("difference", [b, c])])],
    ["a − b − c", textOf("difference", [part("difference", [a, b]), c])],
    ["a ÷ (b × c)", textOf("quotient", [a, b, c])],
    ["a ÷ (b ÷ c)", textOf("quotient", [a, part("quotient", [b, c])])],
    ["a × b ÷ (c − 1)", textOf("quotient", [part("product", [a, b]), part("difference", [c, constant(1, "")])])],
    ["a × (b ÷ c)", textOf("product", [a, part("quotient", [b, c])])],
    ["a × b^c", textOf("product", [a, part("power", [b, c])])],
    ["√(a² + b²)", textOf("hypot", [a, b])],
    ["min(a; b + c)", textOf("minimum", [a, part("sum", [b, c])])],
    ["⌊a ÷ b⌋", textOf("floor", [part("quotient", [a, b])])],
    ["⌈a⌉ + 1", textOf("sum", [part("ceiling", [a]), constant(1, "")])],
  ])("writes %s with as few brackets as arithmetic needs", (expected, text) => {
    expect(text).toBe(expected);
  });

  it("writes what has a name by its name", () => {
    expect(textOf("sum", [derived("b and c", 5, "count", "sum", [b, c]), a])).toBe("b and c + a");
  });
});

describe(formatQuantity, () => {
  it.each([
    [5.1e-6, "seconds", "5.1 µs"],
    [0.00623, "seconds", "6.23 ms"],
    [0.025_312, "seconds", "25.31 ms"],
    [1.23456, "seconds", "1.235 s"],
    [0, "seconds", "0 s"],
    [16_384, "bytes", "16.38 kB"],
    [61_392_027_648, "bytes", "61.39 GB"],
    [7.7e12, "bytesPerSecond", "7.7 TB/s"],
    [1.978e15, "flopsPerSecond", "1,978 TFLOP/s"],
    [30_697_345_280, "count", "30.7 billion"],
    [110.4567, "count", "110.5"],
    [1_000_000, "count", "1,000,000"],
    [0.81, "fraction", "0.81"],
    [-2e9, "bytes", "-2 GB"],
  ] as const)("writes %d %s as %s", (value, unit, text) => {
    expect(formatQuantity(value, unit, "index")).toBe(text);
  });
});
