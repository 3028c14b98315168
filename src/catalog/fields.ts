import * as z from "zod/mini";

/** Fields that several records share. Zod's numbers already refuse NaN and infinities. */
export const nameField = z.string().check(z.minLength(1));
export const noteField = z.nullable(nameField);
export const positiveField = z.number().check(z.positive());
export const countField = z.int().check(z.nonnegative());
export const positiveCountField = z.int().check(z.positive());
export const dtypeField = z.enum(["bf16", "fp8"]);

/** A day, or a month or a year where no more is known. */
export const dateField = z
  .string()
  .check(z.refine(isIsoDate, { error: "a date of the form 2026-09-25, 2026-09 or 2026" }));

function isIsoDate(text: string): boolean {
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)) return false;
  const milliseconds = Date.parse(text);
  // A day that the month does not have parses as one of the next month, or not at all.
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text);
}

export function listOf<Field extends z.core.SomeType>(field: Field) {
  return z.readonly(z.array(field));
}

/** The source of each group of a record's fields, by group. */
export const sourcesField = z.readonly(z.record(nameField, nameField));
