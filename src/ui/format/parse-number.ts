export type ParsedNumber =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string };

export interface NumberOptions {
  readonly min: number;
  readonly max: number;
  /** Only whole numbers; a separator before three digits then groups thousands. */
  readonly integer?: boolean;
  /** The quantity is a fraction, 0–1, that may be typed as "60%". */
  readonly percent?: boolean;
  /** The quantity in a sentence: "price", "concurrency". */
  readonly what: string;
}

const GROUPED = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

const CURRENCY = String.raw`(?:[$€£¥₩₹]|USD|EUR|GBP|JPY|KRW|CNY|INR)`;
const PER_HOUR = String.raw`(?:(?:/|per)\s*(?:GPU\s*[-/ ]?\s*)?h(?:r|our)?)`;
/** Sign, digits with their separators, thousands or exponent or per cent; around it a currency and "/h". */
const TYPED = new RegExp(
  String.raw`^${CURRENCY}?\s*(?<sign>[-+]?)\s*${CURRENCY}?\s*(?<digits>[\d.,'’_ ]*\d[.,]?)\s*(?:(?<kilo>k)|e(?<exponent>[-+]?\d+)|(?<percent>%))?\s*${CURRENCY}?\s*${PER_HOUR}?$`,
  "i",
);

/**
 * A number as people type it: "2.49", "2,49", "$2.49/h", "1 024", "1,024", "2.5k", "1e3".
 *
 * A comma or point before exactly three digits can mean thousands or decimals. Where a whole number is asked for
 * "1,024" and "1.024" are 1024, and "512.000" is refused; elsewhere "1.024" is a decimal, and "1,024" is refused.
 * What is refused for that says both readings.
 */
export function parseNumber(text: string, options: NumberOptions): ParsedNumber {
  const { min, max, integer = false, percent = false, what } = options;
  // NFKC turns full-width digits and the many kinds of blanks into plain ones; typographers have their own minus.
  const typed = text
    .normalize("NFKC")
    .replace(/[\u2212\u2013]/g, "-")
    .trim();
  const range = `${what} goes from ${inRange(min, percent)} to ${inRange(max, percent)}`;
  if (typed === "") return refused(`type a number: ${range}`);
  const parts = TYPED.exec(typed)?.groups;
  if (!parts || (parts["percent"] !== undefined && !percent)) return refused(`"${shortened(typed)}" is not a number`);
  const scaled = parts["kilo"] !== undefined || parts["exponent"] !== undefined;
  const plain = plainDigits(parts["digits"] ?? "", integer, scaled);
  if (plain.kind === "malformed") return refused(`"${shortened(typed)}" is not a number`);
  if (plain.kind === "ambiguous") {
    return refused(`"${shortened(typed)}" could be ${plain.readings.join(" or ")}: write one of them`);
  }
  const exponent =
    parts["kilo"] === undefined ? (parts["percent"] === undefined ? Number(parts["exponent"] ?? 0) : -2) : 3;
  // The exponent is left to the parser of numbers: 2.3 * 1000 would be 2299.9999999999995.
  const value = Number(`${parts["sign"]}${plain.digits}e${exponent}`);
  if (value <= 0 && min > 0 && !integer) return refused(`${what} must be above 0`);
  if (!(value >= min && value <= max)) return refused(range);
  if (integer && !Number.isInteger(value)) return refused(`${what} must be a whole number`);
  return { ok: true, value: value === 0 ? 0 : value };
}

type Digits =
  | { readonly kind: "plain"; readonly digits: string }
  | { readonly kind: "ambiguous"; readonly readings: readonly string[] }
  | { readonly kind: "malformed" };

/** Digits with a point for decimals and nothing else. `scaled`: a thousand or a power of ten follows. */
function plainDigits(typed: string, integer: boolean, scaled: boolean): Digits {
  const malformed: Digits = { kind: "malformed" };
  const plain = (digits: string): Digits => ({ kind: "plain", digits });
  const one = /^(?<whole>\d*)(?<mark>[.,])?(?<fraction>\d*)$/.exec(typed)?.groups;
  if (one) {
    const { whole = "", mark, fraction = "" } = one;
    const decimal = `${whole || "0"}.${fraction || "0"}`;
    const canGroup = /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3;
    if (mark === undefined || !canGroup) return plain(decimal);
    const ambiguous: Digits = { kind: "ambiguous", readings: [String(Number(decimal)), whole + fraction] };
    if (mark === ".") {
      if (!integer || scaled) return plain(decimal);
      return fraction === "000" ? ambiguous : plain(whole + fraction);
    }
    return integer && !scaled ? plain(whole + fraction) : ambiguous;
  }
  const groups = /^[1-9]\d{0,2}(?<mark>[.,'’_ ])\d{3}(?:\k<mark>\d{3})*(?<rest>[.,]\d*)?$/.exec(typed)?.groups;
  if (!groups) return malformed;
  const { mark = "", rest = "" } = groups;
  if (rest.startsWith(mark)) return malformed;
  const whole = typed.slice(0, typed.length - rest.length).replaceAll(mark, "");
  return plain(`${whole}.${rest.slice(1) || "0"}`);
}

function inRange(value: number, percent: boolean): string {
  return percent ? `${GROUPED.format(value)} (${GROUPED.format(value * 100)}%)` : GROUPED.format(value);
}

function refused(problem: string): ParsedNumber {
  return { ok: false, problem };
}

function shortened(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
