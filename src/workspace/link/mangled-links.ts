import type { Registry } from "../../questions/registry.ts";
import { type LinkParts, likenessOf, linkPartsOf } from "./link-parts.ts";

/** A text as it was before a program changed it; null for what that program cannot have done. */
type Repair = (text: string) => string | null;

/** What mail programs, chats, gateways and people do to links, the commonest first. Each is undone by itself. */
const REPAIRS: readonly Repair[] = [
  // HTML
  (text) => replaced(text, /&(?:amp|#38|#x26);/gi, "&"),
  (text) =>
    replaced(text, /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi, (_, hex?: string, decimal?: string) =>
      characterOf(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    ),
  // Chats, Markdown, HTML: the address within. A name behind "|" or a bracket is no part of it.
  (text) => within(text, /<((?:https?:\/\/|[?/#])[^\s<>|]*)/i),
  (text) => within(text, /\]\(\s*<?((?:https?:\/\/|[?/#])[^\s<>]*)/i),
  (text) => within(text, /href\s*=\s*["']([^"']*)/i),
  // Wrappers of mail gateways and search engines carry the address as a value.
  (text) => withinValue(text),
  (text) => proofpointV2(text),
  (text) => proofpointV3(text),
  // Quoted-printable, its soft line breaks first.
  (text) => replaced(text, /=\r?\n/g, ""),
  (text) =>
    /=3d/i.test(text)
      ? replaced(text, /=([0-9a-f]{2})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)))
      : null,
  // Escaped for JSON, a shell or Markdown.
  (text) => replaced(text, /\\u([0-9a-f]{4})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16))),
  (text) => replaced(text, /[\\^](?=[^a-z\d\s])/gi, ""),
  // Escaped once more than a link is.
  (text) => replaced(text, /%25(?=[0-9a-f]{2})/gi, "%"),
  (text) => replaced(text, /%([2-7][0-9a-f])/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16))),
  // Wrapped, indented, quoted as an answer; with characters nobody sees.
  (text) => replaced(text, /[\r\n]+[ \t]*(?:>[> \t]*)?/g, ""),
  (text) => replaced(text, /(?:\s|%20|%C2%A0|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff])+/gi, ""),
  // Full-width letters, digits and signs; quotation marks and dashes that a word processor has made prettier.
  (text) => (text.normalize("NFKC") === text ? null : text.normalize("NFKC")),
  (text) => replaced(text, /[\u2010-\u2015\u2212]/g, "-"),
  // The address somewhere in a sentence.
  (text) => within(text, /\S[\s\S]*?(https?:\/\/[^\s<>"']*)/i),
];

/** Three programs one after the other each did something: more texts are not tried than that can need. */
const MOST_TEXTS = 48;

/**
 * The parts of a link however it arrived. Repairs are tried until the link's own checksum says that all of it is there; where
 * none does, or nothing promises one, the text that looks most like a link counts, the least repaired first.
 */
export function mendedParts(text: string, registry: Registry): LinkParts {
  const texts = [text.trim()];
  const seen = new Set(texts);
  let best: { readonly parts: LinkParts; readonly likeness: number } | null = null;
  for (let at = 0; at < texts.length && at < MOST_TEXTS; at += 1) {
    const own = texts[at] ?? "";
    const parts = linkPartsOf(own, registry);
    if (parts.isVerified) return parts;
    const likeness = likenessOf(parts, registry);
    if (best === null || likeness > best.likeness) best = { parts, likeness };
    for (const repair of REPAIRS) {
      const other = repair(own)?.trim();
      if (other === undefined || other === "" || seen.has(other) || texts.length >= MOST_TEXTS) continue;
      seen.add(other);
      texts.push(other);
    }
  }
  return best?.parts ?? linkPartsOf(text, registry);
}

function replaced(
  text: string,
  pattern: RegExp,
  by: string | ((match: string, ...groups: string[]) => string),
): string | null {
  const other = typeof by === "string" ? text.replace(pattern, by) : text.replace(pattern, by);
  return other === text ? null : other;
}

function within(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

function characterOf(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}

/** A value that is an address with a query of its own. A fragment that stayed outside belongs to it. */
function withinValue(text: string): string | null {
  const match =
    /[?&](?:url|u|q|target|to|link|dest|destination|redirect|redirect_?uri|a|p)=((?:https?(?::|%3a)|%68ttp)[^&#]*)[^#]*(#.*)?$/is.exec(
      text,
    );
  if (match === null) return null;
  const [, value = "", outside = ""] = match;
  const inner = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)));
  return /[?#]/.test(inner) ? inner + (inner.includes("#") ? "" : outside) : null;
}

/** Escapes with "-" for "%", and "_" for "/". */
function proofpointV2(text: string): string | null {
  const value = /[?&]u=(https?-3a[^&#]*)/i.exec(text)?.[1];
  return value === undefined
    ? null
    : value.replaceAll("_", "/").replace(/-([0-9a-f]{2})/gi, (_, hex: string) => characterOf(Number.parseInt(hex, 16)));
}

/** The address between double underscores; characters that it replaced by "*" follow, in base64. */
function proofpointV3(text: string): string | null {
  const match = /\/v3\/__(.*?)__;([\w+/=-]*)/s.exec(text);
  if (match === null) return null;
  const [, address = "", replacedCharacters = ""] = match;
  let characters: string;
  try {
    characters = atob(replacedCharacters.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
  let next = 0;
  return address.replaceAll("*", () => characters[next++] ?? "*");
}
