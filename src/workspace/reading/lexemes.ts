/** A typed text in pieces: numbers with their marks, words in lower case, everything else by the character. */
export type Lexeme =
  | { readonly kind: "number"; readonly digits: string; readonly exponent: number | null }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "mark"; readonly mark: string };

type Lexed =
  | { readonly kind: "lexemes"; readonly lexemes: readonly Lexeme[]; readonly typed: string }
  | { readonly kind: "unreadable"; readonly why: "too long" | "invisible characters" | "digits of another kind" };

/** Longer than any price with all its words; what is longer was pasted by mistake. */
const MAX_CHARACTERS = 160;

/** Scripts that put no blanks between words: what prices and times are written with in them, longest first. */
const UNSPACED =
  /人民币|人民幣|美元|歐元|欧元|日元|小时|小時|時間|分钟|分鐘|시간|달러|유로|[元円圆원万萬억亿億만每时時秒分天日月年周週월년]/uy;
/** A letter before a currency sign belongs to it: "A$" is not "a $". */
const SIGNED_CURRENCY = /(?:us|au|ca|hk|nz|sg|nt|tw|mx) ?\$|[acsr]\$|(?:cn|jp) ?¥/iuy;
/** What GPUs are called: "H100", "L40S", "MI300X". */
const GPU_MODEL = /(?:[abhltv]\d{1,3}|g[bh]\d{3}|mi\d{3})[sx]?(?![\d.,\p{L}])/iuy;
/** Every repetition starts with what the one before it cannot hold, so that no text is tried twice. */
const NUMBER = /[.,]?\d[\d.,'’_]*(?: \d[\d.,'’_]*)*/uy;
const EXPONENT = /e([-+]?\d+)(?![\d.,\p{L}])/iuy;
const WORD = /[\p{L}\p{M}]+/uy;
/** Brackets, and what sentences and footnotes end with. */
const PUNCTUATION = /[()[\]:;,.†‡]/u;

/**
 * Cuts a text into lexemes, in one pass.
 *
 * Full-width digits and signs, and the many kinds of blanks and minus signs, are the plain ones. What cannot be seen,
 * and digits that would change a number when made plain ("2½", "10²"), are not read.
 */
export function lexemesOf(text: string): Lexed {
  const trimmed = text.trim();
  if (trimmed.length > MAX_CHARACTERS) return { kind: "unreadable", why: "too long" };
  if (/[^\P{C}\s]/u.test(trimmed)) return { kind: "unreadable", why: "invisible characters" };
  if ([...trimmed].some(hidesDigits)) return { kind: "unreadable", why: "digits of another kind" };
  const typed = trimmed
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212·⋅•]/gu, "-")
    .replace(/[×✕]/gu, "x")
    .replace(/[÷\u2044\u2215]/gu, "/")
    .replace(/\s+/gu, " ");
  const lexemes: Lexeme[] = [];
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(typed);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < typed.length) {
    const number = next(NUMBER)?.[0];
    if (number !== undefined) {
      const exponent = next(EXPONENT)?.[1];
      // "from 2.49, on demand": the last mark belongs to the sentence.
      const digits = number.replace(/[.,]$/, "");
      lexemes.push({ kind: "number", digits, exponent: exponent === undefined ? null : Number(exponent) });
      continue;
    }
    const word = next(SIGNED_CURRENCY) ?? next(GPU_MODEL) ?? next(UNSPACED) ?? next(WORD);
    if (word) {
      lexemes.push({ kind: "word", word: word[0].toLowerCase().replace(" ", "") });
      continue;
    }
    const mark = String.fromCodePoint(typed.codePointAt(at) ?? 0);
    at += mark.length;
    if (mark !== " " && !PUNCTUATION.test(mark)) lexemes.push({ kind: "mark", mark });
  }
  return { kind: "lexemes", lexemes, typed };
}

/** Whether a character becomes digits in its plain form without being a full-width digit. */
function hidesDigits(character: string): boolean {
  return /[^\d\uFF10-\uFF19]/u.test(character) && /\d/.test(character.normalize("NFKC"));
}
