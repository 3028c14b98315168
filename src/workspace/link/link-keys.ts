import type { AnyQuestion, Registry } from "../../questions/registry.ts";
import type { QueryKey } from "../../questions/question.ts";

/** Keys that no question owns. `f` says how long the fragment is and what checksum all of the link has. */
export const OWN_KEYS = ["v", "f", "q", "unit", "price"] as const;
/** The fragment's, and that of the view, which is no part of a workspace. */
export const FRAGMENT_KEY = "s";
export const VIEW_KEY = "view";

/** Added by mail programs, shops and social networks, about the click and not about the workspace. */
export const TRACKING_KEY =
  /^(utm_\w*|_hs\w*|mc_[ce]id|mkt_tok|vero_id|[a-z]*clid|[gw]braid|igsh(id)?|si|ref(_?src)?|source|amp|li_fat_id|__\w*|_ga|_gl|feature|share)$/;

/** A question's key and whose it is. */
interface OwnedKey extends QueryKey {
  readonly question: AnyQuestion;
}

const keysByRegistry = new WeakMap<Registry, ReadonlyMap<string, OwnedKey>>();

/** Every question's query keys. @throws Error where two questions claim one. */
export function queryKeysOf(registry: Registry): ReadonlyMap<string, OwnedKey> {
  const known = keysByRegistry.get(registry);
  if (known !== undefined) return known;
  const keys = new Map<string, OwnedKey>();
  const taken = new Set<string>([...OWN_KEYS, FRAGMENT_KEY, VIEW_KEY]);
  for (const question of registry) {
    for (const key of question.queryKeys) {
      if (taken.has(key.key)) throw new Error(`the link key "${key.key}" is claimed twice`);
      taken.add(key.key);
      keys.set(key.key, { ...key, question });
    }
  }
  keysByRegistry.set(registry, keys);
  return keys;
}

/** The readable half of a link: raw text by key, in its order. */
export type LinkQuery = ReadonlyMap<string, string>;

/**
 * What the checksum is made of: what a link of the registry holds, in an order of its own and in lower case, so that it
 * survives both on the way.
 */
export function checkedText(query: LinkQuery, fragment: string, registry: Registry): string {
  const keys = queryKeysOf(registry);
  const entries = [...query]
    .filter(([key]) => key !== "f" && (keys.has(key) || OWN_KEYS.some((own) => own === key)))
    .map(([key, value]) => `${key}=${value}`)
    .toSorted();
  return `${entries.join("&")}#${fragment}`.toLowerCase();
}
