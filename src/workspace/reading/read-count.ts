import { exponentOfMultiple } from "./multiples.ts";
import { type NumberAndWords, numberAndWords } from "./number-and-words.ts";
import {
  type Choice,
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

interface CountOptions extends FieldRange {
  /** Only whole numbers; a separator before three digits then groups thousands. */
  readonly integer?: boolean;
  /** What may stand after the number: "tokens", "requests". */
  readonly nouns?: readonly string[];
  /**
   * What "128k" is: of a load 128,000; of a length 128,000 too, told with the other meaning; of a limit that engines
   * are given in powers of two 131,072, told likewise.
   */
  readonly thousands?: "decimal" | "of-a-length" | "of-a-limit";
  /** Of a field in millions: what is written with its own multiple counts as it stands. */
  readonly inMillions?: boolean;
}

const BINARY: Readonly<Record<string, number>> = { ki: 1024, kib: 1024, mi: 1024 ** 2, mib: 1024 ** 2 };
/** Of lengths and limits, those that engines name after a power of two: 4k, 128k, 1M. */
const POWERS_OF_TWO: ReadonlySet<number> = new Set([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
const MILLION = 1e6;

/** A count or another plain number: "1,024", "2.5k", "10M", "2 million", "4_096 tokens". */
export function readCount(text: string, options: CountOptions): Reading<number> {
  const { integer = false, nouns = [], thousands = "decimal", inMillions = false } = options;
  if (text.trim() === "") return refused(`type a number: ${rangeText(options, grouping)}`);
  const isMultiple = (word: string): boolean => exponentOfMultiple(word) !== null;
  const parsed = numberAndWords(text, { integer: integer && !inMillions, isMultiple });
  if (parsed.kind === "failed") return parsed.reading;
  const [first, ...others] = parsed.words;
  const binary = first !== undefined && thousands !== "decimal" && parsed.multiple === null ? BINARY[first] : undefined;
  const words = binary === undefined ? parsed.words : others;
  const stray = words.find((word) => !nouns.includes(word));
  if (stray !== undefined) return strayWord(stray, parsed);
  if (binary !== undefined)
    return counted(
      parsed,
      parsed.values.map((value) => value * binary),
      options,
    );
  if (inMillions) return readMillions(parsed, options);
  const isPowerOfTwo = thousands !== "decimal" && POWERS_OF_TWO.has(parsed.figures[0] ?? 0);
  const power = { k: 1, m: 2 }[parsed.multiple ?? ""];
  if (!isPowerOfTwo || power === undefined) return counted(parsed, parsed.values, options);
  const decimal = parsed.values[0] ?? 0;
  const ofTwo = (parsed.figures[0] ?? 0) * 1024 ** power;
  const [value, other] = thousands === "of-a-limit" ? [ofTwo, decimal] : [decimal, ofTwo];
  const reading = counted(parsed, [value], options);
  const note = `${shortened(parsed.typed)} read as ${grouping(value)}; type ${other} for the other meaning`;
  return reading.kind === "read" ? read(reading.value, note) : reading;
}

function strayWord(stray: string, { typed }: NumberAndWords): Reading<never> {
  const isPlain = /^[^\p{L}]$/u.test(stray) || stray.length > 12;
  return isPlain
    ? notANumber(typed)
    : refused(`"${shortened(typed)}" is not a number: "${shortened(stray)}" is not understood`);
}

/** "10M" in a field of millions is ten; "2k" may be either. */
function readMillions(parsed: NumberAndWords, options: CountOptions): Reading<number> {
  const inMillions = parsed.values.map((value) => value / MILLION);
  if (parsed.multiple === null) return counted(parsed, parsed.values, options);
  if ((exponentOfMultiple(parsed.multiple) ?? 0) < 6) {
    const readings = [inMillions[0] ?? 0, parsed.values[0] ?? 0];
    return choose(`"${shortened(parsed.typed)}": of what?`, readings, options, (value) => `${grouping(value)} million`);
  }
  const reading = counted(parsed, inMillions, options);
  return reading.kind === "read" ? read(reading.value, `${grouping(reading.value)} million`) : reading;
}

function counted(parsed: NumberAndWords, values: readonly number[], options: CountOptions): Reading<number> {
  const [value = Number.NaN] = values;
  if (values.length > 1) {
    const plain = values.map((each) => grouping(each).replaceAll(",", ""));
    return choose(`"${shortened(parsed.typed)}" could be ${plain.join(" or ")}`, values, options, grouping);
  }
  return checked(value, options);
}

function choose(
  question: string,
  values: readonly number[],
  options: CountOptions,
  label: (value: number) => string,
): Reading<number> {
  const choices = values.flatMap((each): readonly Choice<number>[] => {
    const reading = checked(each, options);
    return reading.kind === "read" ? [{ label: label(each), value: reading.value }] : [];
  });
  return choices.length > 0 ? { kind: "question", question, choices } : refused(rangeText(options, grouping));
}

/** Whether the field holds such a number. */
function checked(value: number, options: CountOptions): Reading<number> {
  // A whole number below the range is out of it; above 0 is said of prices and rates.
  if (options.integer === true && value <= 0 && options.min > 0) return refused(rangeText(options, grouping));
  const reading = inRange(value, options, grouping);
  if (reading.kind !== "read" || options.integer !== true || Number.isInteger(value)) return reading;
  return refused(`${options.what} must be a whole number`);
}

export function countReader(options: CountOptions): FieldReader<number> {
  return { what: options.what, read: (text) => readCount(text, options) };
}
