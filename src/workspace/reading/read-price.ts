import { PRICE_UNITS, type PriceUnit } from "../price-units.ts";
import { WORKSPACE_RANGES } from "../workspace-ranges.ts";
import type { Currency } from "./currencies.ts";
import { lexemesOf } from "./lexemes.ts";
import { choiceOf, isUsual, type KnownPrices, likelyMeanings } from "./likely-prices.ts";
import { type PricePhrase, pricePhraseOf } from "./price-phrase.ts";
import {
  exactly,
  perGpuHour,
  type Quotient,
  quotientOf,
  shownPrice,
  stepsText,
  valuesOf,
  workedOut,
} from "./price-quotient.ts";
import { isFree, isUnknownPrice } from "./price-words.ts";
import {
  type Choice,
  grouping,
  inRange,
  mapReading,
  notANumber,
  rangeText,
  type Reading,
  read,
  refused,
  shortened,
} from "./reading.ts";

/** A price that was typed, and what prices are in once it counts: another unit only where the user chose that. */
export interface TypedPrice {
  /** Null where it is unknown. */
  readonly pricePerGpuHour: number | null;
  readonly priceUnit: PriceUnit;
}

export interface PriceOptions extends KnownPrices {
  /** What prices are in. */
  readonly unit: PriceUnit;
  /** Whether a price may be left unknown: an empty field, "n/a". */
  readonly mayBeUnknown: boolean;
  /** The quantity in a sentence: "H100 price". */
  readonly what?: string;
}

/**
 * A price per GPU and hour as people write prices: "$2.49/hr/GPU", "98.32/8", "$98.32/hr (8x)", "$1,793/mo", "17.8元/时".
 *
 * A price for another time or for several GPUs is worked out to GPU-hours, and the note says how. A currency other than
 * the one in use, a range, and a price far off the usual one are questions.
 */
export function readPrice(text: string, options: PriceOptions): Reading<TypedPrice> {
  const { unit, mayBeUnknown } = options;
  const what = options.what ?? "price";
  const range = { ...WORKSPACE_RANGES.pricePerGpuHour, what };
  const typed = text.trim();
  if (isUnknownPrice(typed)) {
    if (mayBeUnknown) return read({ pricePerGpuHour: null, priceUnit: unit }, typed === "" ? null : "read as unknown");
    if (typed === "") return refused(`type a number: ${rangeText(range, grouping)}`);
  }
  if (isFree(typed)) return refused(`${what} must be above 0; where nothing is known, it is not free`);
  const lexed = lexemesOf(text);
  if (lexed.kind === "unreadable") {
    return lexed.why === "too long" ? notANumber(typed) : refused(`"${shortened(typed)}" holds ${lexed.why}`);
  }
  if (!/\d/.test(lexed.typed)) return notANumber(typed);
  const result = pricePhraseOf(lexed.lexemes, PRICE_UNITS, (model) => what.toLowerCase().split(" ").includes(model));
  if (result.kind === "problem") return refused(`"${shortened(typed)}": ${result.problem}`);
  return readingOf(result.phrase, typed, { ...options, what });
}

type Options = PriceOptions & { readonly what: string };

function readingOf(phrase: PricePhrase, typed: string, options: Options): Reading<TypedPrice> {
  const named = currencyOf(phrase, options.unit);
  if (named === "contradiction") return refused(`"${shortened(typed)}" names two currencies`);
  const isOther = named.length > 0 && !named.some((currency) => currency === options.unit);
  // What is usual is known in the unit in use only.
  const asked = isOther ? { ...options, usual: null, inUse: null } : options;
  const amounts = amountsOf(phrase, typed, named[0] ?? options.unit, asked);
  if (!isOther || amounts.kind === "refused") {
    return mapReading(amounts, (pricePerGpuHour) => ({ pricePerGpuHour, priceUnit: options.unit }));
  }
  const found =
    amounts.kind === "read" ? [{ label: shownPrice(amounts.value), value: amounts.value }] : amounts.choices;
  const unitName = (unit: PriceUnit): string => (unit === "index" ? "relative index" : unit);
  const choices = [...named.map((currency): PriceUnit => currency), options.unit].flatMap((priceUnit) =>
    found.map(({ value }): Choice<TypedPrice> => ({
      label:
        priceUnit === options.unit
          ? `${shownPrice(value)} ${unitName(priceUnit)}`
          : `All prices in ${priceUnit}, numbers kept; this one ${shownPrice(value)}`,
      value: { pricePerGpuHour: value, priceUnit },
    })),
  );
  const rate = options.unit === "index" ? "" : `; to convert it, type ${plainest(found[0]?.value)} * your rate`;
  const steps = amounts.kind === "read" && amounts.note !== null ? `${amounts.note}. ` : "";
  const question = `${steps}This is in ${named.join(" or ")}, prices here are in ${unitName(options.unit)}${rate}`;
  return { kind: "question", question, choices };
}

function plainest(value: number | undefined): string {
  return value === undefined ? "it" : String(value);
}

/** What the typed currency can be: the one in use where it can, nothing where none is typed. */
function currencyOf({ currencies }: PricePhrase, unit: PriceUnit): readonly Currency[] | "contradiction" {
  const [first, ...rest] = currencies;
  if (!first) return [];
  const common = first.filter((currency) => rest.every((each) => each.includes(currency)));
  if (common.length === 0) return "contradiction";
  const inUse = common.filter((currency) => currency === unit);
  if (inUse.length > 0) return inUse;
  // A sign of many currencies is most likely the first one's.
  return common.length > 3 ? common.slice(0, 1) : common;
}

/** Price of one GPU for an hour, in the currency that is typed. */
function amountsOf(phrase: PricePhrase, typed: string, currency: PriceUnit, options: Options): Reading<number> {
  const quotient = quotientOf(phrase, options.gpusPerUnit);
  if (quotient === null) return notANumber(typed);
  const ends = phrase.amounts.map((amount) => valuesOf(amount, currency, quotient.isLong));
  if (ends.some((values) => values.length === 0)) return notANumber(typed);
  const values = ends.flat().map((value) => ({ typed: value, perGpuHour: perGpuHour(value, quotient) }));
  const range = { ...WORKSPACE_RANGES.pricePerGpuHour, what: options.what };
  const checked = values.map((value) => ({ ...value, reading: inRange(value.perGpuHour, range, grouping) }));
  const possible = checked.filter(({ reading }) => reading.kind === "read");
  const [only] = possible;
  if (!only) return checked[0]?.reading ?? notANumber(typed);
  if (phrase.amounts.length > 1) {
    const choices = possible.map(({ perGpuHour: value }) => choiceOf(value));
    const middle = exactly(possible.reduce((sum, each) => sum + each.perGpuHour, 0) / possible.length);
    return {
      kind: "question",
      question: "A range: which price of it?",
      choices: [...choices, choiceOf(middle, "the middle")],
    };
  }
  if (values.length > 1) {
    const readings = values.map((value) => grouping(value.typed).replaceAll(",", ""));
    const question = `"${shortened(typed)}" could be ${readings.join(" or ")}`;
    return {
      kind: "question",
      question,
      choices: possible.flatMap((value) => likelyMeanings(value.perGpuHour, options)),
    };
  }
  const note = [
    ...(quotient.steps.length > 0 ? [stepsText(only.typed, quotient, only.perGpuHour)] : []),
    ...hedgesText(phrase),
  ];
  return questioned(only.typed, only.perGpuHour, quotient, note.length > 0 ? note.join("; ") : null, options);
}

/** Asks where the words leave several meanings, or the price is far from what such a GPU costs. */
function questioned(
  typed: number,
  price: number,
  quotient: Quotient,
  note: string | null,
  options: Options,
): Reading<number> {
  if (quotient.asksForNode) {
    const choices = [8, 4, 2].map((gpus) => choiceOf(workedOut(price / gpus), `a node of ${gpus}`));
    return {
      kind: "question",
      question: "Per node of how many GPUs?",
      choices: [...choices, choiceOf(price, "per GPU")],
    };
  }
  if (quotient.eachOf !== null) {
    const each = perGpuHour(typed, { ...quotient, divisor: quotient.divisor / quotient.eachOf });
    if (isUsual(each, options) || options.usual === null) {
      return {
        kind: "question",
        question: `For all ${quotient.eachOf} GPUs, or for each?`,
        choices: [choiceOf(price, `for all ${quotient.eachOf}`), choiceOf(each, "for each")],
      };
    }
  }
  if (quotient.isExplicit) return read(price, note);
  const meanings = likelyMeanings(price, options);
  if (meanings.length === 1 && isUsual(price, options)) return read(price, note);
  const { usual, gpusPerUnit } = options;
  const beside =
    usual === null
      ? `It is ${gpusPerUnit} times the price in use`
      : price > usual.high
        ? `Known prices go up to ${shownPrice(usual.high)}`
        : `Known prices go down to ${shownPrice(usual.low)}`;
  const divided = quotient.steps.length > 0 ? `${stepsText(typed, quotient, price)}. ` : "";
  return { kind: "question", question: `${divided}${shownPrice(price)} per GPU-hour? ${beside}`, choices: meanings };
}

function hedgesText({ hedges, isPerGpu, gpuCounts }: PricePhrase): readonly string[] {
  const left = [...new Set(hedges)].map((hedge) => `"${hedge}"`);
  return [
    ...(left.length > 0 ? [`${left.join(", ")} left out`] : []),
    ...(isPerGpu && gpuCounts.length > 0 ? ["read as per GPU, not divided by their number"] : []),
  ];
}
