import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import { isRecord } from "./scenario-schema.ts";

const MAX_INFLATED_BYTES = 65_536;
/** Deflate grows a byte to at most about a kilobyte, so a bomb is noticed before it fills the memory. */
const INFLATE_STEP_BYTES = 64;

export type Unpacked =
  | { readonly ok: false; readonly problem: string }
  /** `intact` is false when the text is not what its checksum was made from. */
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>>; readonly intact: boolean };

/** base64url of deflate-raw of the JSON of `body`, to which a checksum is added. */
export function packSettings(body: Readonly<Record<string, unknown>>): string {
  return packText(JSON.stringify({ ...body, check: checksum(JSON.stringify(body)) }));
}

export function packText(text: string): string {
  return toBase64Url(deflateSync(strToU8(text), { level: 9 }));
}

export function unpackSettings(text: string): Unpacked {
  if (text === "") return { ok: false, problem: "is empty" };
  try {
    const parsed: unknown = JSON.parse(inflate(fromBase64Url(text)));
    if (!isRecord(parsed)) return { ok: false, problem: "does not hold settings" };
    const { check, ...body } = parsed;
    // A fragment written by a script may do without a checksum.
    return { ok: true, body, intact: check === undefined || check === checksum(JSON.stringify(body)) };
  } catch (error) {
    return { ok: false, problem: error instanceof TooLong ? error.message : "is cut off or damaged" };
  }
}

/** FNV-1a, 32 bits: tells an accident from the original, and is no protection against forgery. */
export function checksum(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of strToU8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

class TooLong extends Error {}

function inflate(bytes: Uint8Array): string {
  const inflated = new Uint8Array(MAX_INFLATED_BYTES);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > MAX_INFLATED_BYTES) throw new TooLong("holds more than a scenario can need");
    inflated.set(chunk, length);
    length += chunk.length;
  });
  for (let start = 0; start < bytes.length; start += INFLATE_STEP_BYTES) {
    const end = start + INFLATE_STEP_BYTES;
    stream.push(bytes.subarray(start, end), end >= bytes.length);
  }
  return strFromU8(inflated.subarray(0, length));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(strFromU8(bytes, true)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array {
  // atob forgives blanks, and would take what a chat program has broken for what was sent.
  if (!/^[\w-]+$/.test(text)) throw new SyntaxError("not base64url");
  return strToU8(atob(text.replaceAll("-", "+").replaceAll("_", "/")), true);
}
