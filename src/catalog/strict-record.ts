import * as z from "zod/mini";
import { nearest } from "./nearest.ts";

/** A schema that names every key of a record and allows no other. */
export type StrictSchema = z.ZodMiniObject<z.core.$ZodShape, z.core.$strict>;

export type ParsedRecord<T> =
  | { readonly kind: "parsed"; readonly value: T }
  | { readonly kind: "refused"; readonly problem: string };

/** One record against its schema; what is wrong with it comes back as a sentence that names keys and values. */
export function parseStrictRecord<Schema extends StrictSchema>(
  schema: Schema,
  record: unknown,
): ParsedRecord<z.output<Schema>> {
  const result = schema.safeParse(record);
  return result.success
    ? { kind: "parsed", value: result.data }
    : { kind: "refused", problem: problemSentence(result.error.issues, record, Object.keys(schema.shape)) };
}

/** The record's own id, for naming it to a reader even where the rest of it is wrong. */
export function readableId(record: unknown): string | null {
  const id = isObject(record) ? record["id"] : undefined;
  return typeof id === "string" && id !== "" ? id : null;
}

function problemSentence(issues: readonly z.core.$ZodIssue[], record: unknown, knownKeys: readonly string[]): string {
  const absentKeys = knownKeys.filter((key) => isObject(record) && !Object.hasOwn(record, key));
  const unknownKeys = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? issue.keys.map((key) => ({ key, path: issue.path })) : [],
  );
  const suggestions = unknownKeys.map(({ key, path }) => (path.length === 0 ? nearest(key, absentKeys) : null));
  const unknown = unknownKeys.map(({ key, path }, index) => {
    const suggestion = suggestions[index];
    return `unknown key "${pathText([...path, key])}"${suggestion ? `; did you mean "${suggestion}"?` : ""}`;
  });
  // A key that was suggested for a misspelt one is not reported a second time as missing.
  const others = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" || suggestions.includes(pathText(issue.path)) ? [] : [issueText(issue, record)],
  );
  return [...unknown, ...others].join("; ");
}

function issueText(issue: z.core.$ZodIssue, record: unknown): string {
  const { value, absent } = valueAt(record, issue.path);
  if (absent) return `missing key "${pathText(issue.path)}"`;
  // A record's key is wrong here, so the key is what was found.
  const found = issue.code === "invalid_key" ? issue.path.at(-1) : value;
  const where = issue.path.length === 0 ? "" : `key "${pathText(issue.path)}": `;
  return `${where}expected ${expectation(issue)}, found ${valueText(found)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int"
        ? "a whole number"
        : `${/^[aeio]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return issue.values.map((value) => valueText(value)).join(" or ");
    case "too_small":
      if (issue.origin === "string") return "a text that is not empty";
      if (issue.origin === "array") return `a list of ${issue.minimum} or more`;
      return `${issue.inclusive ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `${issue.inclusive ? "at most" : "less than"} ${issue.maximum}`;
    case "invalid_format":
      return `the form ${issue.pattern ?? issue.format}`;
    case "invalid_key":
      return issue.issues.map((keyIssue) => keyIssue.message).join(" and ");
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_union":
    case "invalid_element":
    case "custom":
      return issue.message;
  }
}

/** NaN and infinities have no JSON form and would read as null. */
function valueText(value: unknown): string {
  return typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
}

function valueAt(record: unknown, path: readonly PropertyKey[]): { value: unknown; absent: boolean } {
  let value = record;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return { value: undefined, absent: true };
    value = value[key];
  }
  return { value, absent: false };
}

function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`))
    .join("");
}

function isObject(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === "object" && value !== null;
}
