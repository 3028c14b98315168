import { SECONDS_PER_HOUR } from "../../core/units/units.ts";
import { exponentOfMultiple } from "./multiples.ts";
import { numberAndWords } from "./number-and-words.ts";
import { priceWord } from "./price-words.ts";
import {
  type FieldRange,
  type FieldReader,
  grouping,
  inRange,
  notANumber,
  oneOfReadings,
  rangeText,
  type Reading,
  read,
  refused,
  shortened,
} from "./reading.ts";

const NOUNS: ReadonlySet<string> = new Set(["req", "reqs", "request", "requests", "r", "query", "queries", "calls"]);
/** Words that are a rate by themselves, in seconds. */
const RATES: Readonly<Record<string, number>> = { rps: 1, qps: 1, rpm: 60, qpm: 60 };

/** A rate per second: "100", "100 rps", "6k requests/min", "10M per day"; per month too, of 730 hours. */
export function readRate(text: string, range: FieldRange): Reading<number> {
  if (text.trim() === "") return refused(`type a number: ${rangeText(range, grouping)}`);
  const parsed = numberAndWords(text, { integer: false, isMultiple: (word) => exponentOfMultiple(word) !== null });
  if (parsed.kind === "failed") return parsed.reading;
  const seconds = secondsSaid(parsed.words.filter((word) => !NOUNS.has(word)));
  if (seconds === null) return notANumber(parsed.typed);
  const readings = parsed.values.map((value) => {
    const perSecond = seconds === 1 ? value : Number((value / seconds).toPrecision(12));
    const reading = inRange(perSecond, range, grouping);
    if (reading.kind !== "read" || seconds === 1) return reading;
    return read(perSecond, `read as ${Number(perSecond.toPrecision(4))} per second`);
  });
  const [only, ...others] = readings;
  if (only !== undefined && others.length === 0) return only;
  const labels = parsed.values.map((value) => grouping(value).replaceAll(",", ""));
  return oneOfReadings(`"${shortened(parsed.typed)}" could be ${labels.join(" or ")}`, readings, labels);
}

/** The seconds that a number of requests is for; null where the words do not say one time. */
function secondsSaid(words: readonly string[]): number | null {
  const [first, second, ...rest] = words;
  if (first === undefined) return 1;
  if (second === undefined) return RATES[first] ?? rateSeconds(first);
  const period = priceWord(second);
  const isPer = rest.length === 0 && priceWord(first)?.kind === "per" && period?.kind === "period";
  return isPer && period.hours !== null ? secondsOfHours(period.hours) : null;
}

function rateSeconds(word: string): number | null {
  const rate = priceWord(word);
  return rate?.kind === "rate" && rate.hours !== null ? secondsOfHours(rate.hours) : null;
}

function secondsOfHours(hours: number): number {
  return Number((hours * SECONDS_PER_HOUR).toPrecision(12));
}

export function rateReader(range: FieldRange): FieldReader<number> {
  return { what: range.what, read: (text) => readRate(text, range) };
}
