import { HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../core/units/units.ts";

const HOURS_PER_WEEK = 7 * HOURS_PER_DAY;
const HOURS_PER_YEAR = 12 * HOURS_PER_MONTH;

/**
 * What a word does in a price. `per`: what follows is what one pays for. `rate`: a period that needs no "per".
 * `times`: "8x", "x 8". `hedge`: the figure is not exact; it is taken, and the word told. `filler`: says nothing.
 */
export type WordKind = "per" | "period" | "rate" | "gpu" | "node" | "times" | "each" | "to" | "hedge" | "filler";

interface PriceWord {
  readonly kind: WordKind;
  /** Of a period; null of anything else. */
  readonly hours: number | null;
}

const word = (kind: WordKind, words: string, hours: number | null = null) =>
  words.split(" ").map((each) => [each, { kind, hours }] as const);

const WORDS: ReadonlyMap<string, PriceWord> = new Map([
  ...word("per", "/ per a an p pro par por every for je pour 每"),
  ...word("period", "s sec secs second seconds 秒", 1 / SECONDS_PER_HOUR),
  ...word("period", "min mins minute minutes 分 分钟 分鐘", 1 / 60),
  ...word("period", "h hr hrs hour hours std stunde heure hora 时 時 小时 小時 時間 시간", 1),
  ...word("period", "d day days tag jour dia 天 日", HOURS_PER_DAY),
  ...word("period", "wk wks week weeks woche semaine 周 週", HOURS_PER_WEEK),
  ...word("period", "mo mos mon mth month months monat mois mes 月 월", HOURS_PER_MONTH),
  ...word("period", "y yr yrs year years annum jahr 年 년", HOURS_PER_YEAR),
  ...word("rate", "hourly ph", 1),
  ...word("rate", "daily", HOURS_PER_DAY),
  ...word("rate", "weekly", HOURS_PER_WEEK),
  ...word("rate", "monthly pm", HOURS_PER_MONTH),
  ...word("rate", "yearly annually annual pa", HOURS_PER_YEAR),
  ...word("gpu", "gpu gpus card cards chip chips accelerator accelerators"),
  ...word("node", "node nodes server servers machine machines instance instances box host vm system"),
  ...word("times", "x"),
  ...word("each", "each apiece ea"),
  ...word("to", "to bis through until and"),
  ...word(
    "hedge",
    "~ ≈ < > ≤ ≥ + * from about approx approximately around circa ca roughly starting ab over under max up between spot reserved committed",
  ),
  ...word(
    "filler",
    "at only just price cost costs list on demand ondemand is currently now all of the # sxm pcie nvl hgx dgx nvidia amd",
  ),
]);

export function priceWord(text: string): PriceWord | null {
  return WORDS.get(text) ?? null;
}

/** Written instead of a price that nobody knows; an empty field says the same. */
const UNKNOWN_PRICE =
  /^(?:|[-?–—.]+|n\.?\/?a\.?|none|null|unknown|tbd|tba|poa|(?:price )?(?:up)?on request|(?:please )?ask|contact (?:us|sales)|call|quote|not (?:known|available|offered))$/iu;

export function isUnknownPrice(typed: string): boolean {
  return UNKNOWN_PRICE.test(typed);
}

const FREE = /^(?:free|gratis|kostenlos|for free|no charge|nothing|included|zero)$/iu;

export function isFree(typed: string): boolean {
  return FREE.test(typed);
}
