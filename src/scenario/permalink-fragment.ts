import { didYouMean } from "../catalog/nearest.ts";
import type { Ignore } from "./permalink.ts";
import { unpackSettings } from "./permalink-codec.ts";
import { shown } from "./scenario-schema.ts";

/** What is packed of a serving scenario. */
export const SERVING_KEYS = ["llm", "mode", "tie", "per", "lengths", "tuned", "demand", "platforms"];
const FRAGMENT_KEYS = [...SERVING_KEYS, "seen", "query", "serve", "tune", "bill"];

/** The packed half of a link, after "#"; null when there is none that can be read. */
export function readFragment(
  text: string,
  llmIds: readonly string[] | undefined,
  ignore: Ignore,
): { readonly intact: boolean; readonly body: Readonly<Record<string, unknown>> } | null {
  let packed: string | null = null;
  for (const part of text.split("&")) {
    if (packed === null && part.startsWith("s=")) {
      // A chat program takes the full stop or bracket after a link for a part of it.
      packed = part.slice(2).replace(/[^\w-]+$/, "");
    } else if (part !== "") {
      ignore("fragment", part, "is not something a link holds after #; it is left out");
    }
  }
  if (packed === null) return null;
  const unpacked = unpackSettings(packed);
  if (!unpacked.ok) {
    ignore("fragment", packed, `${unpacked.problem}; the default settings of every platform are used instead`);
    return null;
  }
  if (!unpacked.intact)
    ignore("fragment", packed, "was changed after the link was made; settings may differ from the sender's");
  return { intact: unpacked.intact, body: knownPart(unpacked.body, FRAGMENT_KEYS, "fragment", llmIds, ignore) };
}

/** A packed record without what this version does not know, which is listed: keys, and an LLM. */
export function knownPart(
  packed: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  name: string,
  llmIds: readonly string[] | undefined,
  ignore: Ignore,
): Readonly<Record<string, unknown>> {
  const body = new Map(Object.entries(packed));
  for (const [key, value] of body) {
    if (keys.includes(key)) continue;
    const problem = `is not something a link holds${didYouMean(key, keys)}; it is left out`;
    ignore(`${name}.${key}`, shown(value), problem);
  }
  const llm = body.get("llm");
  if (typeof llm === "string" && llmIds !== undefined && !llmIds.includes(llm)) {
    ignore("llm", llm, `is not an LLM this version knows${didYouMean(llm, llmIds)}; the default is used instead`);
    body.delete("llm");
  }
  return Object.fromEntries(body);
}
