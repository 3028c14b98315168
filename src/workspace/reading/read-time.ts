import { SECONDS_PER_HOUR } from "../../core/units/units.ts";
import { numberAndWords } from "./number-and-words.ts";
import {
  type Choice,
  type FieldRange,
  type FieldReader,
  inRange,
  notANumber,
  rangeText,
  type Reading,
  read,
  refused,
  shortened,
} from "./reading.ts";

/** The unit a field shows, and a bare number is in. */
type TimeUnit = "ms" | "s";

interface TimeOptions extends FieldRange {
  readonly unit: TimeUnit;
}

const unit = (words: string, exponent: number, seconds = 1) =>
  words.split(" ").map((each) => [each, { exponent, seconds }] as const);

/** Seconds of a unit, as a power of ten times a whole number, so that 0.07 s is 70 ms and no crumb more. */
const UNITS: ReadonlyMap<string, { readonly exponent: number; readonly seconds: number }> = new Map([
  ...unit("ns nanosecond nanoseconds", -9),
  // NFKC makes the micro sign a Greek letter.
  ...unit("us μs usec usecs microsecond microseconds", -6),
  ...unit("ms msec msecs millisecond milliseconds millis", -3),
  ...unit("s sec secs second seconds 秒", 0),
  ...unit("min mins minute minutes 分 分钟", 0, 60),
  ...unit("h hr hrs hour hours 小时", 0, SECONDS_PER_HOUR),
]);

/** A latency that a limit is set to lies between these; outside, a bare number is more likely in the other unit. */
const USUAL_SECONDS = { low: 0.001, high: SECONDS_PER_HOUR };

/** What a limit may be per: one token, one request. It is what the field says anyway. */
const PER_WORDS: ReadonlySet<string> = new Set([
  "/",
  "per",
  "tok",
  "token",
  "tokens",
  "output",
  "chunk",
  "req",
  "request",
]);

/** A time in seconds: "0.5 s", "20ms", "500 µs", "1.5 min"; a bare number is in the unit that the field shows. */
export function readTime(text: string, options: TimeOptions): Reading<number> {
  const show = (seconds: number): string => shownTime(seconds, options.unit);
  if (text.trim() === "") return refused(`type a time: ${rangeText(options, show)}`);
  const parsed = numberAndWords(text, { integer: false, isMultiple: (word) => word === "k" });
  if (parsed.kind === "failed") return parsed.reading;
  const [first, ...rest] = parsed.words;
  const quoted = `"${shortened(parsed.typed)}"`;
  const named = first === undefined ? undefined : UNITS.get(first);
  const others = named === undefined ? parsed.words : rest;
  const { values } = parsed;
  if (first === "m" && rest.length === 0)
    return choose(
      `${quoted}: minutes or milliseconds?`,
      [secondsOf(values[0], "min"), secondsOf(values[0], "ms")],
      options,
    );
  if (others.some((word) => !PER_WORDS.has(word))) return notANumber(parsed.typed);
  const name = named === undefined ? options.unit : (first ?? options.unit);
  const inSeconds = values.map((value) => secondsOf(value, name));
  if (inSeconds.length > 1) return choose(`${quoted} could be ${inSeconds.map(show).join(" or ")}`, inSeconds, options);
  const [seconds = Number.NaN] = inSeconds;
  const reading = inRange(seconds, options, show);
  if (named !== undefined) {
    const isVerbatim = secondsOf(1, name) === secondsOf(1, options.unit);
    return reading.kind === "read" && !isVerbatim ? read(reading.value, `read as ${show(seconds)}`) : reading;
  }
  const other = secondsOf(values[0], options.unit === "ms" ? "s" : "ms");
  const isOdd = seconds > 0 && (seconds < USUAL_SECONDS.low || seconds > USUAL_SECONDS.high);
  const isOtherUsual = other >= USUAL_SECONDS.low && other <= USUAL_SECONDS.high;
  return isOdd && isOtherUsual ? choose(`${quoted} without a unit: which?`, [other, seconds], options) : reading;
}

function secondsOf(value: number | undefined, name: string): number {
  const { exponent, seconds } = UNITS.get(name) ?? { exponent: 0, seconds: 1 };
  return value === undefined ? Number.NaN : Number(`${value * seconds}e${exponent}`);
}

function choose(question: string, values: readonly number[], options: TimeOptions): Reading<number> {
  const show = (seconds: number): string => shownTime(seconds, seconds < 1 ? "ms" : "s");
  const choices = [...new Set(values)].flatMap((value): readonly Choice<number>[] =>
    inRange(value, options, show).kind === "read" ? [{ label: show(value), value }] : [],
  );
  return choices.length > 0 ? { kind: "question", question, choices } : refused(rangeText(options, show));
}

/** A time in the unit of its field, with all its digits. */
function shownTime(seconds: number, shownIn: TimeUnit): string {
  return `${timeInUnit(seconds, shownIn)} ${shownIn}`;
}

/** Without binary crumbs: 0.07 s is 70 ms, not 70.00000000000001. */
export function timeInUnit(seconds: number, shownIn: TimeUnit): number {
  return shownIn === "ms" ? Number((seconds * 1000).toPrecision(12)) : seconds;
}

export function timeReader(options: TimeOptions): FieldReader<number> {
  return { what: options.what, read: (text) => readTime(text, options) };
}
