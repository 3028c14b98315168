import * as z from "zod/mini";

/** Bounds that a control, a file and a link all accept, both included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

export const flagSchema = z.boolean("must be true or false");

export function number(range: Range) {
  const error = `must be a number ${fromTo(range)}`;
  return z.number(error).check(z.gte(range.min, error), z.lte(range.max, error));
}

export function numberOrNull(range: Range) {
  const error = `must be null or a number ${fromTo(range)}`;
  return z.nullable(z.number(error).check(z.gte(range.min, error), z.lte(range.max, error)));
}

export function whole(range: Range) {
  const error = `must be a whole number ${fromTo(range)}`;
  return z.int(error).check(z.gte(range.min, error), z.lte(range.max, error));
}

export function choice<const Values extends readonly string[]>(values: Values) {
  return z.enum(values, `must be ${oneOf(values)}`);
}

/** Names out of a few, each once. */
export function setOf<const Values extends readonly string[]>(values: Values) {
  return z
    .array(choice(values), "must be a list of settings")
    .check(z.refine((names) => new Set(names).size === names.length, "must name each setting once"));
}

export function oneOf(values: readonly string[]): string {
  const quoted = values.map((value) => `"${value}"`);
  return quoted.length === 1 ? quoted.join() : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

function fromTo({ min, max }: Range): string {
  const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
  return `from ${grouped.format(min)} to ${grouped.format(max)}`;
}
