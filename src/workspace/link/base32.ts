import { strToU8 } from "fflate";

/** Survives lower-casing, upper-casing and what chat programs do to underscores and dashes; a fifth longer than base64. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const BITS = 5;

export function toBase32(bytes: Uint8Array): string {
  let text = "";
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (heldBits += 8; heldBits >= BITS; heldBits -= BITS) text += ALPHABET[(held >>> (heldBits - BITS)) & 31];
    held &= 255;
  }
  return heldBits === 0 ? text : text + ALPHABET[(held << (BITS - heldBits)) & 31];
}

/** Null for text in other characters. */
export function fromBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * BITS) / 8));
  let held = 0;
  let heldBits = 0;
  let at = 0;
  for (const character of text.toLowerCase()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return null;
    held = ((held << BITS) | value) & 0xfff;
    heldBits += BITS;
    if (heldBits >= 8) bytes[at++] = (held >>> (heldBits -= 8)) & 255;
  }
  return bytes;
}

export const CHECKSUM_CHARACTERS = 7;

/** FNV-1a, 32 bits, as text: tells an accident from the original, and is no protection against forgery. */
export function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of strToU8(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return toBase32(new Uint8Array([hash >>> 24, hash >>> 16, hash >>> 8, hash]));
}
