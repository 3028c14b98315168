import { plainDigits, scaledNumber } from "./digits.ts";
import { lexemesOf } from "./lexemes.ts";
import { exponentOfMultiple } from "./multiples.ts";
import { notANumber, type Reading, refused, shortened } from "./reading.ts";

/** A number and what stands around it, of a field that is no price. */
export interface NumberAndWords {
  /** Two values where a mark can be read both ways. */
  readonly values: readonly number[];
  /** The number without its multiple: 128 of "128k". */
  readonly figures: readonly number[];
  /** "k", "million"; null where the number is written out. */
  readonly multiple: string | null;
  /** Words and signs after the number, in order. */
  readonly words: readonly string[];
  readonly typed: string;
}

type NumberResult =
  | ({ readonly kind: "number" } & NumberAndWords)
  | { readonly kind: "failed"; readonly reading: Reading<never> };

/** Said before a limit or an estimate, and without meaning for the number. */
const BEFORE = new Set([
  "~",
  "≈",
  "<",
  "≤",
  "=",
  "about",
  "approximately",
  "ca",
  "circa",
  "under",
  "below",
  "max",
  "up",
  "to",
  "at",
  "most",
]);

/**
 * One number with the words after it.
 *
 * @param isMultiple Which words scale the number in this field: "m" is a million tokens, and no million minutes.
 */
export function numberAndWords(
  text: string,
  { integer, isMultiple }: { readonly integer: boolean; readonly isMultiple: (word: string) => boolean },
): NumberResult {
  const failed = (reading: Reading<never>): NumberResult => ({ kind: "failed", reading });
  const trimmed = text.trim();
  const lexed = lexemesOf(text);
  if (lexed.kind === "unreadable") {
    if (lexed.why === "too long") return failed(notANumber(trimmed));
    return failed(refused(`"${shortened(trimmed)}" holds ${lexed.why}`));
  }
  const { lexemes, typed } = lexed;
  const at = lexemes.findIndex(({ kind }) => kind === "number");
  const number = lexemes[at];
  if (number?.kind !== "number") return failed(notANumber(typed));
  const texts = lexemes.map((lexeme) =>
    lexeme.kind === "word" ? lexeme.word : lexeme.kind === "mark" ? lexeme.mark : "",
  );
  const before = texts.slice(0, at).filter((word) => !BEFORE.has(word));
  const sign = before[0] === "-" ? -1 : 1;
  const isSigned = before.length === 1 && (before[0] === "-" || before[0] === "+");
  const after = texts.slice(at + 1);
  if ((before.length > 0 && !isSigned) || after.includes("")) return failed(notANumber(typed));
  const [next = ""] = after;
  const exponent = isMultiple(next) ? exponentOfMultiple(next) : null;
  const scaled = exponent !== null || number.exponent !== null;
  const digits = plainDigits(number.digits, { integer, scaled, lakhs: false });
  if (digits.kind === "malformed") return failed(notANumber(typed));
  const readings = digits.kind === "plain" ? [digits.digits] : [digits.decimal, digits.grouped];
  const valueOf = (power: number) => (plain: string) => sign * scaledNumber(plain, power + (number.exponent ?? 0));
  return {
    kind: "number",
    values: readings.map(valueOf(exponent ?? 0)),
    figures: readings.map(valueOf(0)),
    multiple: exponent === null ? null : next,
    words: exponent === null ? after : after.slice(1),
    typed,
  };
}
