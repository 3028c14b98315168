/** How a value is to be written: its unit, or what it counts. */
export type Unit =
  | "seconds"
  | "bytes"
  | "bytesPerSecond"
  | "flops"
  | "flopsPerSecond"
  | "tokens"
  | "tokensPerSecond"
  | "requests"
  | "requestsPerSecond"
  | "count"
  | "fraction"
  | "ratio"
  | "price";

/** Where a value that nothing else explains is from. Ids are those of the records under `data/`. */
export type Origin =
  | { readonly kind: "chosen" }
  /** A length that the workload has; the benchmark's own rests on an assumption. */
  | { readonly kind: "length"; readonly assumption: string }
  | { readonly kind: "price"; readonly gpu: string }
  | { readonly kind: "gpu"; readonly gpu: string; readonly group: string; readonly field: string }
  | { readonly kind: "llm"; readonly llm: string; readonly group: string; readonly field: string }
  | { readonly kind: "assumption"; readonly id: string }
  /** Fitted to the measured rows, starting from a prior. */
  | { readonly kind: "fitted"; readonly prior: string | null; readonly how: string }
  /** How the engine works, as its own source says. */
  | { readonly kind: "engine"; readonly source: string }
  /** Searched for or summed by the model, in a way that no line of arithmetic holds. */
  | { readonly kind: "worked-out"; readonly how: string }
  /** The mean of measured rows: of this GPU and KV format, or of the closest there are. */
  | { readonly kind: "acceptance"; readonly rows: number; readonly exact: boolean };

/** A value that something outside says: a fact, a measurement, an assumption, a choice. */
export interface Input {
  readonly kind: "input";
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  readonly origin: Origin;
}

/** A number that belongs to a formula itself, such as two operations in a multiply-add. */
export interface Constant {
  readonly kind: "constant";
  readonly value: number;
  readonly why: string;
}

/** How the inputs of a quantity make its value, in their order. */
export type Operation =
  | "sum"
  | "difference"
  | "product"
  | "quotient"
  | "hypot"
  | "minimum"
  | "maximum"
  | "floor"
  | "ceiling"
  | "power";

/** A value that follows from others. Without a name it is part of the formula around it. */
export interface Derived {
  readonly kind: "derived";
  readonly name: string | null;
  readonly value: number;
  readonly unit: Unit;
  readonly operation: Operation;
  readonly inputs: readonly Quantity[];
  /** Why the formula is what it is. */
  readonly note: string | null;
}

export type Quantity = Input | Constant | Derived;

/** What an operation makes of values. */
export function valueOf(operation: Operation, values: readonly number[]): number {
  const [first = 0, ...rest] = values;
  switch (operation) {
    case "sum":
      return values.reduce((sum, value) => sum + value, 0);
    case "difference":
      return rest.reduce((left, value) => left - value, first);
    case "product":
      return values.reduce((product, value) => product * value, 1);
    case "quotient":
      return rest.reduce((left, value) => left / value, first);
    case "hypot":
      return Math.hypot(...values);
    case "minimum":
      return Math.min(...values);
    case "maximum":
      return Math.max(...values);
    case "floor":
      return Math.floor(first);
    case "ceiling":
      return Math.ceil(first);
    case "power":
      return rest.reduce((base, exponent) => base ** exponent, first);
  }
}

export function input(name: string, value: number, unit: Unit, origin: Origin): Input {
  return { kind: "input", name, value, unit, origin };
}

export function constant(value: number, why: string): Constant {
  return { kind: "constant", value, why };
}

/** A named value that the model computed, with the formula behind it. */
export function derived(
  name: string,
  value: number,
  unit: Unit,
  operation: Operation,
  inputs: readonly Quantity[],
  note: string | null = null,
): Derived {
  return { kind: "derived", name, value, unit, operation, inputs, note };
}

/** A step inside the formula of a value that the model computed, and that holds it to account. */
export function part(operation: Operation, inputs: readonly Quantity[], unit: Unit = "count"): Derived {
  const value = valueOf(
    operation,
    inputs.map((quantity) => quantity.value),
  );
  return { kind: "derived", name: null, value, unit, operation, inputs, note: null };
}

/** The same quantity under another name, for where it stands for something else. */
export function named(quantity: Derived, name: string, note: string | null = quantity.note): Derived {
  return { ...quantity, name, note };
}

/** A quantity that stands under its own name. */
export type Named = Input | (Derived & { readonly name: string });

/** What a formula is read from: its inputs, those without a name resolved into theirs. */
export function namedInputs({ inputs }: Derived): readonly Named[] {
  return inputs.flatMap((quantity): readonly Named[] => {
    if (quantity.kind === "constant") return [];
    return isNamed(quantity) ? [quantity] : namedInputs(quantity);
  });
}

function isNamed(quantity: Input | Derived): quantity is Named {
  return quantity.name !== null;
}
