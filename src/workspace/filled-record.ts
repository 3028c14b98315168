import { isRecord } from "./workspace-schema.ts";

/** Fills what is left out, in records within records too; a part that is null by default is filled once it is said. */
export function filledRecord(value: unknown, defaults: object, parts: Readonly<Record<string, object>> = {}): unknown {
  if (value === undefined) return defaults;
  if (!isRecord(value)) return value;
  const inner = Object.entries(defaults).map(([key, own]: [string, unknown]) => {
    const base = own ?? (Object.hasOwn(parts, key) ? parts[key] : null);
    const said = Object.hasOwn(value, key) ? value[key] : undefined;
    return [key, said === undefined ? own : isRecord(base) ? filledRecord(said, base) : said];
  });
  return { ...value, ...Object.fromEntries(inner) };
}
