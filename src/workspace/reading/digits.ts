type Digits =
  | { readonly kind: "plain"; readonly digits: string }
  /** A mark before three digits that may stand for thousands or for decimals. */
  | { readonly kind: "ambiguous"; readonly decimal: string; readonly grouped: string }
  | { readonly kind: "malformed" };

/** What else is known of a number whose marks are to be read. */
interface DigitsHint {
  /** Only whole numbers are asked for: "1,024" and "1.024" are 1024. */
  readonly integer: boolean;
  /** A thousand, a million or a power of ten follows, so that decimals are likely. */
  readonly scaled: boolean;
  /** Thousands, then hundreds of thousands: "1,79,300". */
  readonly lakhs: boolean;
}

const malformed: Digits = { kind: "malformed" };

/**
 * Digits with a point for decimals and nothing else, from digits with the marks of any locale.
 *
 * A comma or point before exactly three digits can mean thousands or decimals. Where a whole number is asked for,
 * "1,024" and "1.024" are 1024, and "512.000" is ambiguous; elsewhere "1.024" is a decimal, and "1,024" is ambiguous.
 */
export function plainDigits(typed: string, { integer, scaled, lakhs }: DigitsHint): Digits {
  const one = /^(?<whole>\d*)(?<mark>[.,])?(?<fraction>\d*)$/.exec(typed)?.groups;
  if (one) {
    const { whole = "", mark, fraction = "" } = one;
    const decimal = `${whole || "0"}.${fraction || "0"}`;
    const canGroup = /^[1-9]\d{0,2}$/.test(whole) && fraction.length === 3;
    if (mark === undefined || !canGroup) return plain(decimal);
    const ambiguous: Digits = { kind: "ambiguous", decimal, grouped: whole + fraction };
    if (mark === ".") {
      if (!integer || scaled) return plain(decimal);
      return fraction === "000" ? ambiguous : plain(whole + fraction);
    }
    return integer && !scaled ? plain(whole + fraction) : ambiguous;
  }
  if (lakhs && /^\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d*)?$/.test(typed)) return plain(typed.replaceAll(",", ""));
  const groups = /^[1-9]\d{0,2}(?<mark>[.,'’_ ])\d{3}(?:\k<mark>\d{3})*(?<rest>[.,]\d*)?$/.exec(typed)?.groups;
  if (!groups) return malformed;
  const { mark = "", rest = "" } = groups;
  if (rest.startsWith(mark)) return malformed;
  const whole = typed.slice(0, typed.length - rest.length).replaceAll(mark, "");
  return plain(`${whole}.${rest.slice(1) || "0"}`);
}

function plain(digits: string): Digits {
  return { kind: "plain", digits };
}

/** The number of plain digits times a power of ten, left to the parser of numbers: 2.3 * 1000 is 2299.9999999999995. */
export function scaledNumber(digits: string, exponent: number): number {
  return Number(`${digits}e${exponent}`);
}
