import type { PriceUnit } from "../price-units.ts";
import { type Currencies, currenciesNamed } from "./currencies.ts";
import type { Lexeme } from "./lexemes.ts";
import { exponentOfMultiple } from "./multiples.ts";
import { shortened } from "./reading.ts";
import { priceWord, type WordKind } from "./price-words.ts";

/** A number as it was typed, its marks not read yet. */
export interface TypedNumber {
  readonly digits: string;
  readonly exponent: number;
  /** A multiple or a power of ten follows. */
  readonly scaled: boolean;
}

/** What a typed price says, word by word; nothing in it is computed yet. */
export interface PricePhrase {
  /** One price, or the ends of a range. */
  readonly amounts: readonly TypedNumber[];
  /** Cents of the currency. */
  readonly inCents: boolean;
  /** What each sign or word for a currency may stand for. */
  readonly currencies: readonly Currencies[];
  /** How long the amount pays for: "/hr", "for 100 hours". */
  readonly periods: readonly { readonly count: TypedNumber | null; readonly hours: number }[];
  readonly isPerGpu: boolean;
  readonly isPerNode: boolean;
  /** "(8x)", "per 8 GPUs" */
  readonly gpuCounts: readonly TypedNumber[];
  /** "8x" before the amount, which may say that each of eight costs that much. */
  readonly isCountFirst: boolean;
  readonly dividedBy: readonly TypedNumber[];
  readonly times: readonly TypedNumber[];
  readonly hedges: readonly string[];
}

type PhraseResult =
  | { readonly kind: "phrase"; readonly phrase: PricePhrase }
  | { readonly kind: "problem"; readonly problem: string };

interface Word {
  readonly kind: WordKind | "number" | "count" | "currency" | "cents" | "dash" | "product" | "unknown";
  readonly text: string;
  readonly number?: TypedNumber;
  readonly currencies?: Currencies;
  readonly hours?: number;
}

/** A letter a kind of word, so that the order of words is a matter of regular expressions. */
const LETTERS: Readonly<Record<Word["kind"], string>> = {
  number: "N",
  count: "n",
  currency: "C",
  cents: "K",
  per: "P",
  period: "T",
  rate: "R",
  gpu: "G",
  node: "D",
  times: "X",
  each: "E",
  to: "O",
  dash: "J",
  product: "S",
  hedge: "H",
  filler: "F",
  unknown: "U",
};

type Take = (phrase: PricePhrase, words: readonly Word[]) => PricePhrase;

const numbersIn = (words: readonly Word[]) => words.flatMap(({ number }) => number ?? []);
const currenciesIn = (words: readonly Word[]) => words.flatMap(({ currencies }) => (currencies ? [currencies] : []));

const takeAmount: Take = (phrase, words) => ({
  ...phrase,
  amounts: [...phrase.amounts, ...numbersIn(words)],
  currencies: [...phrase.currencies, ...currenciesIn(words)],
  inCents: phrase.inCents || words.some(({ kind }) => kind === "cents"),
});

/** "per 8-GPU node-hour", "per GPU per hour", "a month": the units, and how many of the first. */
const takeUnits: Take = (phrase, words) => {
  const [count] = numbersIn(words);
  const first = words.find(({ kind }) => kind === "period" || kind === "gpu" || kind === "node" || kind === "times");
  const countsGpus = count !== undefined && first !== undefined && first.kind !== "period";
  const isAfterAmount = phrase.amounts.length > 0 || words[0]?.kind === "per";
  const hours = words.flatMap((word) => word.hours ?? []);
  return {
    ...phrase,
    // A GPU's name before the amount is a label.
    isPerGpu: phrase.isPerGpu || (!countsGpus && isAfterAmount && words.some(({ kind }) => kind === "gpu")),
    isPerNode: phrase.isPerNode || words.some(({ kind }) => kind === "node"),
    gpuCounts: countsGpus ? [...phrase.gpuCounts, count] : phrase.gpuCounts,
    isCountFirst: phrase.isCountFirst || (countsGpus && phrase.amounts.length === 0),
    periods: [
      ...phrase.periods,
      ...hours.map((each, i) => ({ count: countsGpus || i > 0 ? null : (count ?? null), hours: each })),
    ],
  };
};

/** Tried in this order where a word is reached. */
const RULES: readonly (readonly [RegExp, Take])[] = [
  [/P?nJ?(?:X(?!J?n)J?G?|G)J?D?(?:J?T)?|P?nJ?D(?:J?T)?|P[Nn]T/y, takeUnits],
  [/PT(?:J?[GD])*|P?[GD](?:J?[TGD])*|R/y, takeUnits],
  [/P[Nn]/y, (phrase, words) => ({ ...phrase, dividedBy: [...phrase.dividedBy, ...numbersIn(words)] })],
  [/Xn[GD]?/y, takeUnits],
  [/S[Nn]/y, (phrase, words) => ({ ...phrase, times: [...phrase.times, ...numbersIn(words)] })],
  [/[JO]?C*[Nn]C*K?C*/y, takeAmount],
  [/C/y, takeAmount],
  [/E/y, (phrase) => ({ ...phrase, isPerGpu: true })],
];

const NOTHING: PricePhrase = {
  amounts: [],
  inCents: false,
  currencies: [],
  periods: [],
  isPerGpu: false,
  isPerNode: false,
  gpuCounts: [],
  isCountFirst: false,
  dividedBy: [],
  times: [],
  hedges: [],
};

/**
 * Reads the words of a price from left to right. Every word is understood, or the text is not a price.
 *
 * @param isModel Whether a GPU's name is that of the GPU to be priced.
 */
export function pricePhraseOf(
  lexemes: readonly Lexeme[],
  codes: readonly PriceUnit[],
  isModel: (word: string) => boolean,
): PhraseResult {
  const all = wordsOf(lexemes, codes, isModel);
  const unknown = all.find(({ kind }) => kind === "unknown");
  if (unknown?.text === "m") return problem('"m" could be a minute or a month: write it out');
  if (unknown) return problem(`"${shortened(unknown.text)}" is not understood`);
  if (/^[CFH]*JC*[Nn]/.test(lettersOf(all))) return problem("it must be above 0");
  const isSaid = ({ kind }: Word): boolean => kind !== "hedge" && kind !== "filler";
  // A dash beside what says nothing, and before "per", says nothing either: "on-demand", "$2.49 - per GPU".
  const words = all.filter((word, i) => {
    const [before, after] = [all[i - 1], all[i + 1]];
    if (word.kind !== "dash") return isSaid(word);
    return before !== undefined && after !== undefined && isSaid(before) && isSaid(after) && after.kind !== "per";
  });
  const letters = lettersOf(words);
  let phrase: PricePhrase = {
    ...NOTHING,
    hedges: all.flatMap(({ kind, text }) => (kind === "hedge" ? [text] : [])),
  };
  let at = 0;
  while (at < words.length) {
    const from = at;
    const rule = RULES.find(([pattern]) => {
      pattern.lastIndex = from;
      return pattern.test(letters);
    });
    if (!rule) return problem(`"${shortened(words[from]?.text ?? "")}" is not understood there`);
    const [pattern, take] = rule;
    at = pattern.lastIndex;
    phrase = take(phrase, words.slice(from, at));
  }
  const isRange = /[JO]C*[Nn]/.test(letters);
  if (phrase.amounts.length === 0) return problem("no price in it");
  if (phrase.amounts.length > (isRange ? 2 : 1)) return problem("it holds two numbers");
  if (phrase.periods.length > 1) return problem("it says twice how long that is for");
  if (phrase.gpuCounts.length > 1) return problem("it says twice how many GPUs that is for");
  return { kind: "phrase", phrase };
}

function lettersOf(words: readonly Word[]): string {
  return words.map(({ kind }) => LETTERS[kind]).join("");
}

/** What stands for how many GPUs: a short whole number. */
const COUNT = /^[1-9]\d{0,2}$/;

function wordsOf(
  lexemes: readonly Lexeme[],
  codes: readonly PriceUnit[],
  isModel: (word: string) => boolean,
): readonly Word[] {
  return lexemes.flatMap((lexeme, i): readonly Word[] => {
    const [before, after] = [lexemes[i - 1], lexemes[i + 1]];
    if (lexeme.kind === "number") {
      const multiple = after?.kind === "word" ? exponentOfMultiple(after.word) : null;
      const scaled = lexeme.exponent !== null || multiple !== null;
      const exponent = (lexeme.exponent ?? 0) + (multiple ?? 0);
      const number = { digits: lexeme.digits, exponent, scaled };
      return [{ kind: !scaled && COUNT.test(lexeme.digits) ? "count" : "number", text: lexeme.digits, number }];
    }
    const text = lexeme.kind === "word" ? lexeme.word : lexeme.mark;
    // Taken with its number.
    if (before?.kind === "number" && exponentOfMultiple(text) !== null) return [];
    if (text === "*" && before !== undefined && after?.kind === "number") return [{ kind: "product", text }];
    if (text === "~" && before !== undefined && before.kind !== "mark") return [{ kind: "to", text }];
    // A sign, and not "2.49 and more".
    if (text === "+" && after?.kind === "number") return [{ kind: "filler", text }];
    if (text === "-") return [{ kind: "dash", text }];
    if (/^(?:¢|ct|cts|cents?)$/u.test(text)) return [{ kind: "cents", text }];
    if (/^gpuhr?$/u.test(text)) {
      return [
        { kind: "gpu", text },
        { kind: "period", text, hours: 1 },
      ];
    }
    const currencies = currenciesNamed(text, codes);
    if (currencies) return [{ kind: "currency", text, currencies }];
    if (/^[a-z]{1,2}\d/.test(text)) return [{ kind: isModel(text) ? "gpu" : "unknown", text }];
    const word = priceWord(text);
    if (word === null) return [{ kind: "unknown", text }];
    return [{ kind: word.kind, text, ...(word.hours === null ? {} : { hours: word.hours }) }];
  });
}

function problem(text: string): PhraseResult {
  return { kind: "problem", problem: text };
}
