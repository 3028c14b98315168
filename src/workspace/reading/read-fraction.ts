import { numberAndWords } from "./number-and-words.ts";
import {
  type FieldRange,
  type FieldReader,
  grouping,
  inRange,
  notANumber,
  rangeText,
  type Reading,
  read,
  refused,
  shortened,
} from "./reading.ts";

const PERCENT_WORDS: ReadonlySet<string> = new Set(["%", "pct", "pc", "percent", "cent", "per", "prozent"]);

/**
 * A share as a fraction: "80 %", "80", "0.8", "80 pct".
 *
 * Without a sign a number up to 1 is the fraction, one above what the fraction can be is in percent, and what can be
 * both is a question.
 */
export function readFraction(text: string, range: FieldRange): Reading<number> {
  if (text.trim() === "") return refused(`type a share: ${rangeText(range, percent)}`);
  const parsed = numberAndWords(text, { integer: false, isMultiple: () => false });
  if (parsed.kind === "failed") return parsed.reading;
  const [value = Number.NaN, other] = parsed.values;
  if (parsed.words.some((word) => !PERCENT_WORDS.has(word))) return notANumber(parsed.typed);
  if (other !== undefined)
    return refused(`"${shortened(parsed.typed)}" could be ${value} or ${other}: write one of them`);
  const inPercent = hundredth(value);
  if (parsed.words.length > 0) return within(inPercent, range, null);
  if (value < 0 || value > 100 * range.max) return refused(rangeText(range, percent));
  if (value <= 1) return within(value, range, value === 0 ? null : `read as ${percent(value)}`);
  if (value > range.max) return within(inPercent, range, `read as ${percent(inPercent)}`);
  const choices = [inPercent, value]
    .filter((each) => each >= range.min)
    .map((each) => ({ label: percent(each), value: each }));
  return { kind: "question", question: `"${shortened(parsed.typed)}" could be a percentage or a factor`, choices };
}

function within(value: number, range: FieldRange, note: string | null): Reading<number> {
  const reading = inRange(value, { ...range, min: Math.max(range.min, 0) }, percent);
  return reading.kind === "read" ? read(reading.value, note) : reading;
}

/** Exactly: 0.07 is what "7 %" says, and 7 / 100 is it too, but 0.07 * 100 is not 7. */
function hundredth(value: number): number {
  return Number(`${value}e-2`);
}

function percent(fraction: number): string {
  return `${grouping(Number((fraction * 100).toPrecision(12)))} %`;
}

export function fractionReader(range: FieldRange): FieldReader<number> {
  return { what: range.what, read: (text) => readFraction(text, range) };
}
