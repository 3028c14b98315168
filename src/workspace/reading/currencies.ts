import type { PriceUnit } from "../price-units.ts";

/** Currencies, as against the relative index. */
export type Currency = Exclude<PriceUnit, "index">;

/** What a sign or word may stand for, the likeliest first. */
export type Currencies = readonly Currency[];

const DOLLARS: Currencies = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD"];
const CROWNS: Currencies = ["SEK", "NOK", "DKK"];

/** Names and signs, in the lower case of lexemes; of ISO codes every one there is. */
const BY_NAME: Readonly<Record<string, Currencies>> = {
  $: DOLLARS,
  dollar: DOLLARS,
  dollars: DOLLARS,
  us$: ["USD"],
  美元: ["USD"],
  달러: ["USD"],
  a$: ["AUD"],
  au$: ["AUD"],
  c$: ["CAD"],
  ca$: ["CAD"],
  nz$: ["NZD"],
  s$: ["SGD"],
  sg$: ["SGD"],
  hk$: ["HKD"],
  nt$: ["TWD"],
  tw$: ["TWD"],
  mx$: ["MXN"],
  r$: ["BRL"],
  "€": ["EUR"],
  euro: ["EUR"],
  euros: ["EUR"],
  欧元: ["EUR"],
  歐元: ["EUR"],
  유로: ["EUR"],
  "£": ["GBP"],
  pound: ["GBP"],
  pounds: ["GBP"],
  sterling: ["GBP"],
  "¥": ["JPY", "CNY"],
  "jp¥": ["JPY"],
  円: ["JPY"],
  圆: ["CNY", "JPY"],
  日元: ["JPY"],
  yen: ["JPY"],
  "cn¥": ["CNY"],
  元: ["CNY", "TWD"],
  人民币: ["CNY"],
  人民幣: ["CNY"],
  rmb: ["CNY"],
  yuan: ["CNY"],
  "₩": ["KRW"],
  원: ["KRW"],
  won: ["KRW"],
  "₹": ["INR"],
  rs: ["INR"],
  rupee: ["INR"],
  rupees: ["INR"],
  fr: ["CHF"],
  sfr: ["CHF"],
  franken: ["CHF"],
  francs: ["CHF"],
  kr: CROWNS,
  zł: ["PLN"],
  zloty: ["PLN"],
  kč: ["CZK"],
  "₪": ["ILS"],
  "฿": ["THB"],
  "₫": ["VND"],
  rp: ["IDR"],
  rm: ["MYR"],
  "₺": ["TRY"],
  dh: ["AED"],
  dirham: ["AED"],
  dirhams: ["AED"],
};

/** What currency a lexeme names; null where it names none. @param codes Every ISO code that prices can be in. */
export function currenciesNamed(name: string, codes: readonly PriceUnit[]): Currencies | null {
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name] ?? null;
  const code = codes.find((known) => known !== "index" && known === name.toUpperCase());
  return code === undefined || code === "index" ? null : [code];
}

/** Currencies whose amounts are written without decimals: a mark before three digits groups thousands. */
const WITHOUT_DECIMALS: ReadonlySet<PriceUnit> = new Set<PriceUnit>(["JPY", "KRW", "VND", "IDR"]);

export function isWithoutDecimals(unit: PriceUnit): boolean {
  return WITHOUT_DECIMALS.has(unit);
}
