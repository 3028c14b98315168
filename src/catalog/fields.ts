import * as z from "zod/mini";

/** Fields that several records share. Zod's numbers already refuse NaN and infinities. */
export const nameField = z.string().check(z.minLength(1));
export const noteField = z.nullable(nameField);
export const positiveField = z.number().check(z.positive());
export const amountField = z.number().check(z.nonnegative());
export const countField = z.int().check(z.nonnegative());
export const positiveCountField = z.int().check(z.positive());
export const dtypeField = z.enum(["bf16", "fp8"]);

/** A day, or a month or year where no more is known; null is undated. */
export const dateField = z.string().check(z.regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/));
