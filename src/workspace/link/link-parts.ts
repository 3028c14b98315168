import { checksumOf } from "./base32.ts";
import type { Registry } from "../../questions/registry.ts";
import { checkedText, FRAGMENT_KEY, type LinkQuery, OWN_KEYS, queryKeysOf } from "./link-keys.ts";
import { isIntact } from "./packed-settings.ts";

/** A text cut into what a link is made of. Nothing of it is understood yet. */
export interface LinkParts {
  /** First of each key, in lower case; the fragment apart. */
  readonly query: LinkQuery;
  /** Keys that came again, with their later values. */
  readonly repeated: readonly (readonly [key: string, value: string])[];
  /** Empty where there is none. */
  readonly fragment: string;
  /** What `f` promises; null where there is no `f`, or none that can be read. */
  readonly promised: { readonly length: number; readonly checksum: string } | null;
  /** Whether the promise is kept: this is, character for character, what was made. */
  readonly isVerified: boolean;
  /** Whether the fragment is what its own checksum was made from. */
  readonly isFragmentIntact: boolean;
}

/** Entries are looked for behind "?", "#" and "&" alike, for these are exchanged and lost on the way. */
export function linkPartsOf(text: string, registry: Registry): LinkParts {
  const tail = tailOf(text);
  const query = new Map<string, string>();
  const repeated: [string, string][] = [];
  let run = "";
  for (const entry of tail.split(/[?#&]/)) {
    if (entry === "") continue;
    const at = entry.indexOf("=");
    const key = decoded(at < 0 ? entry : entry.slice(0, at)).toLowerCase();
    const value = at < 0 ? "" : decoded(entry.slice(at + 1));
    if (key === FRAGMENT_KEY && run === "") run = /^[a-z2-7]*/i.exec(value)?.[0] ?? "";
    else if (key === FRAGMENT_KEY || query.has(key)) repeated.push([key, value]);
    else query.set(key, value);
  }
  const promise = /^(\d{1,5})\.([a-z2-7]{7})$/i.exec(query.get("f") ?? "");
  const promised = promise && { length: Number(promise[1]), checksum: (promise[2] ?? "").toLowerCase() };
  // A full stop, a bracket, a word of the sentence may stand behind it.
  const fragment = (promised === null ? run : run.slice(0, promised.length)).toLowerCase();
  const isVerified =
    promised !== null &&
    fragment.length === promised.length &&
    checksumOf(checkedText(query, fragment, registry)) === promised.checksum;
  return { query, repeated, fragment, promised, isVerified, isFragmentIntact: isIntact(fragment) };
}

/** What a link says: an address without a query says nothing. */
function tailOf(text: string): string {
  const start = /^[\w-]+=/.test(text) ? -1 : text.search(/[?#&]/);
  if (start >= 0) return text.slice(start + 1);
  return /^[^=&]*[/.]/.test(text) ? "" : text;
}

/** How much of a link a text is: what is known of its keys, and whether its settings arrived. */
export function likenessOf({ query, isFragmentIntact }: LinkParts, registry: Registry): number {
  const keys = queryKeysOf(registry);
  const known = [...query.keys()].filter((key) => keys.has(key) || OWN_KEYS.some((own) => own === key)).length;
  return known + (isFragmentIntact ? 10 : 0);
}

/** A malformed escape stays as it stands. */
function decoded(text: string): string {
  return text
    .replaceAll("+", " ")
    .replace(/(%[0-9a-f]{2})+/gi, (escapes) => {
      try {
        return decodeURIComponent(escapes);
      } catch {
        return escapes;
      }
    })
    .trim();
}
