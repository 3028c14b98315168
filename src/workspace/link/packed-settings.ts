import { deflateSync, Inflate, strFromU8, strToU8 } from "fflate";
import { readJson } from "../bounded-json.ts";
import { isRecord } from "../workspace-schema.ts";
import { CHECKSUM_CHARACTERS, checksumOf, fromBase32, toBase32 } from "./base32.ts";
import { LINK_DICTIONARY } from "./link-dictionary.ts";

const MOST_INFLATED_BYTES = 65_536;
/** Deflate grows a byte to at most about a kilobyte, so a bomb is noticed before it fills the memory. */
const INFLATE_STEP_BYTES = 64;

const dictionary = strToU8(LINK_DICTIONARY);

type Unpacked =
  | { readonly kind: "unpacked"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: "unreadable"; readonly problem: string };

/** What stands after `#s=`: JSON, deflated, in base32, with a checksum of its own. */
export function packSettings(body: Readonly<Record<string, unknown>>): string {
  return packText(JSON.stringify(body));
}

function packText(text: string): string {
  const packed = toBase32(deflateSync(strToU8(text), { level: 9, dictionary }));
  return packed + checksumOf(packed);
}

/** Whether a fragment is what its own checksum was made from. */
export function isIntact(fragment: string): boolean {
  const text = fragment.toLowerCase();
  return (
    text.length > CHECKSUM_CHARACTERS &&
    checksumOf(text.slice(0, -CHECKSUM_CHARACTERS)) === text.slice(-CHECKSUM_CHARACTERS)
  );
}

/** Of an intact fragment: what it holds may still be anything that somebody packed. */
export function unpackSettings(fragment: string): Unpacked {
  const bytes = fromBase32(fragment.slice(0, -CHECKSUM_CHARACTERS));
  const text = bytes === null ? null : inflated(bytes);
  if (text === null) return { kind: "unreadable", problem: "does not hold packed settings" };
  if (text === "too long") return { kind: "unreadable", problem: "holds more than a workspace can need" };
  const json = readJson(text, MOST_INFLATED_BYTES);
  if (json.kind === "refused") return { kind: "unreadable", problem: json.problem };
  if (isRecord(json.value)) return { kind: "unpacked", body: json.value };
  return { kind: "unreadable", problem: "does not hold packed settings" };
}

class TooLong extends Error {}

function inflated(bytes: Uint8Array): string | null {
  const room = new Uint8Array(MOST_INFLATED_BYTES);
  let length = 0;
  const stream = new Inflate({ dictionary }, (chunk) => {
    if (length + chunk.length > MOST_INFLATED_BYTES) throw new TooLong();
    room.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let start = 0; start < bytes.length; start += INFLATE_STEP_BYTES) {
      const end = start + INFLATE_STEP_BYTES;
      stream.push(bytes.subarray(start, end), end >= bytes.length);
    }
    return strFromU8(room.subarray(0, length));
  } catch (error) {
    // The library throws errors of its own for what is no deflate.
    return error instanceof TooLong ? "too long" : null;
  }
}
