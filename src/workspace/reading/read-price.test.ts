import { describe, expect, it } from "vitest";
import { PRICE_UNITS } from "../price-units.ts";
import { type PriceOptions, readPrice } from "./read-price.ts";

const plain: PriceOptions = { unit: "USD", gpusPerUnit: 8, usual: null, mayBeUnknown: false };
/** An H100 of a node of eight, as the dated lists price it. */
const h100: PriceOptions = { ...plain, usual: { low: 2.69, high: 10 }, inUse: 2.49, what: "H100 price" };

const priceOf = (text: string, options = plain): number | null | string => {
  const reading = readPrice(text, options);
  return reading.kind === "read" ? reading.value.pricePerGpuHour : reading.kind;
};
const choicesOf = (text: string, options = plain) => {
  const reading = readPrice(text, options);
  if (reading.kind !== "question") throw new Error(`${text} is ${reading.kind}`);
  return reading.choices.map(({ value }) => [value.pricePerGpuHour, value.priceUnit]);
};

describe(readPrice, () => {
  it.each([
    ["2.49", 2.49],
    [" 2.49 ", 2.49],
    ["2,49", 2.49],
    ["$2.49", 2.49],
    ["$ 2,49", 2.49],
    ["2,49 $", 2.49],
    ["2.49 USD", 2.49],
    ["usd 2.49", 2.49],
    ["USD2.49", 2.49],
    ["US$2.49", 2.49],
    ["US $2.49", 2.49],
    ["2.49 $/GPU·h", 2.49],
    ["2.49/h", 2.49],
    ["$2.49 / hr", 2.49],
    ["2.49 per GPU-hour", 2.49],
    ["$2.49/GPU-h", 2.49],
    ["$2.49 per GPU per hour", 2.49],
    ["$2.49/hr/GPU", 2.49],
    ["$2.49 an hour", 2.49],
    ["$2.49 hourly, on-demand", 2.49],
    ["(2.49)", 2.49],
    ["5 300", 5300],
    ["1,234.56", 1234.56],
    ["1.234,56", 1234.56],
    ["1'234.56", 1234.56],
    ["1’234,5", 1234.5],
    ["1.024", 1.024],
    ["0,125", 0.125],
    ["1234,567", 1234.567],
    [".5", 0.5],
    [",5", 0.5],
    ["5.", 5],
    ["+3", 3],
    ["2.3k", 2300],
    ["1e-3", 0.001],
    ["2.5E2", 250],
    ["１２．５", 12.5],
    ["＄２.49", 2.49],
    ["1\u00A0200,5", 1200.5],
    ["1\u202F200", 1200],
  ])("reads %j as %j, word for word", (text, value) => {
    expect(readPrice(text, plain)).toEqual({
      kind: "read",
      value: { pricePerGpuHour: value, priceUnit: "USD" },
      note: null,
    });
  });

  // A month has 730 hours, a twelfth of a year of 365 days.
  it.each([
    ["98.32/8", 12.29, "98.32 / 8 = 12.29"],
    ["$98.32/hr (8x)", 12.29, "98.32 / 8 GPUs = 12.29"],
    ["$98.32 x8", 12.29, "98.32 / 8 GPUs = 12.29"],
    ["98.32 for 8 GPUs per hour", 12.29, "98.32 / 8 GPUs = 12.29"],
    ["$98.32/8-GPU node-hour", 12.29, "98.32 / 8 GPUs = 12.29"],
    ["$98.32 per node-hour", 12.29, "98.32 / 8 GPUs = 12.29"],
    ["$19.92 per node of 8 GPUs", 2.49, "19.92 / 8 GPUs = 2.49"],
    ["$1,793/mo", 2.4562, "1,793 / 730 h = 2.4562"],
    ["$1.793/mo", 2.4562, "1,793 / 730 h = 2.4562"],
    ["$1793 pm", 2.4562, "1,793 / 730 h = 2.4562"],
    ["$0.99/hr spot", 0.99, '"spot" left out'],
    ["$1.793,00 monthly", 2.4562, "1,793 / 730 h = 2.4562"],
    ["$1.8k a month", 2.4658, "1,800 / 730 h = 2.4658"],
    ["$14,343/month for 8 GPUs", 2.456, "14,343 / 8 GPUs / 730 h = 2.456"],
    ["$59.76/day", 2.49, "59.76 / 24 h = 2.49"],
    ["$418.32 per week", 2.49, "418.32 / 168 h = 2.49"],
    ["$21,800/yr", 2.4886, "21,800 / 8,760 h = 2.4886"],
    ["$249 per 100 hours", 2.49, "249 / 100 h = 2.49"],
    ["$0.000833/s", 2.9988, "0.000833 x 3,600 = 2.9988"],
    ["$0.0415 per GPU-minute", 2.49, "0.0415 x 60 = 2.49"],
    ["249¢", 2.49, "249 / 100 cents = 2.49"],
    ["2.49*1.08", 2.6892, "2.49 x 1.08 = 2.6892"],
    ["from $2.49", 2.49, '"from" left out'],
    ["~2.5", 2.5, '"~" left out'],
    ["$2.49*", 2.49, '"*" left out'],
    ["$2.49+", 2.49, '"+" left out'],
    ["$2.49/GPU/hr (8x)", 2.49, "read as per GPU, not divided by their number"],
  ])("works %j out to %j and says how", (text, value, note) => {
    expect(readPrice(text, plain)).toEqual({
      kind: "read",
      value: { pricePerGpuHour: value, priceUnit: "USD" },
      note,
    });
  });

  it.each([
    ["USD", "$2.49"],
    ["CAD", "$2.49"],
    ["AUD", "A$2.49"],
    ["EUR", "€2,49"],
    ["EUR", "2,49 € pro Stunde"],
    ["CHF", "CHF 2.49"],
    ["CHF", "Fr. 2.49"],
    ["CNY", "2.49元/时"],
    ["CNY", "每小时2.49元"],
    ["CNY", "¥2.49"],
    ["JPY", "¥2.49"],
    ["GBP", "£2.49"],
    ["INR", "Rs. 2.49"],
    ["SEK", "2,49 kr"],
    ["PLN", "2,49 zł"],
    ["BRL", "R$ 2,49"],
  ] as const)("honours the %s in use in %j without a word", (unit, text) => {
    expect(readPrice(text, { ...plain, unit })).toEqual({
      kind: "read",
      value: { pricePerGpuHour: 2.49, priceUnit: unit },
      note: null,
    });
  });

  it("never throws away a currency: what is typed in another one than the one in use is a question", () => {
    const typed = { USD: "US$2.49", EUR: "2,49 €", CHF: "CHF 2.49", AUD: "A$2.49", CNY: "RMB 2.49", KRW: "2.49원" };
    for (const unit of PRICE_UNITS) {
      for (const [currency, text] of Object.entries(typed)) {
        if (currency === unit) continue;
        const choices = choicesOf(text, { ...plain, unit });
        expect(choices).toEqual([
          [2.49, currency],
          [2.49, unit],
        ]);
      }
    }
    expect(choicesOf("¥17.8")).toEqual([
      [17.8, "JPY"],
      [17.8, "CNY"],
      [17.8, "USD"],
    ]);
    expect(choicesOf("17.8元/时")[0]).toEqual([17.8, "CNY"]);
  });

  it("reads thousands where a currency or a month leaves no doubt, and asks where both are possible", () => {
    expect(priceOf("¥1,793", { ...plain, unit: "JPY" })).toBe(1793);
    expect(priceOf("₹1,79,300/mo", { ...plain, unit: "INR" })).toBe(245.6164);
    expect(choicesOf("$98,325/hr (8x)").map(([price]) => price)).toEqual([12.2906, 12_290.625]);
    expect(choicesOf("1,024").map(([price]) => price)).toEqual([1.024, 1024]);
  });

  it("takes the name of the field’s GPU for a GPU, and no other’s", () => {
    expect(priceOf("$98.32/hr for 8x H100", h100)).toBe(12.29);
    expect(priceOf("8x H100 SXM: $98.32/hr", h100)).toBe(12.29);
    expect(priceOf("$2.49 per H100 per hour", h100)).toBe(2.49);
    expect(priceOf("H100 $2.49", h100)).toBe(2.49);
    expect(priceOf("H100: 34.4", h100)).toBe("question");
    expect(readPrice("B200 $2.49", h100)).toEqual({
      kind: "refused",
      problem: '"B200 $2.49": "b200" is not understood',
    });
  });

  it("asks which price of a range", () => {
    for (const text of ["2.49-3.10", "$2.49 – $3.10", "2.49 to 3.10", "between 2.49 and 3.10", "2.49~3.10"]) {
      expect(choicesOf(text).map(([price]) => price)).toEqual([2.49, 3.1, 2.795]);
    }
  });

  it("asks about a price far from what such a GPU costs, and offers what it may be the price of", () => {
    expect(choicesOf("34.4", h100)).toEqual([
      [4.3, "USD"],
      [34.4, "USD"],
    ]);
    expect(choicesOf("1793", h100)[0]).toEqual([2.4562, "USD"]);
    expect(choicesOf("14343", h100)[0]).toEqual([2.456, "USD"]);
    expect(choicesOf("0.0415", h100)[0]).toEqual([2.49, "USD"]);
    expect(choicesOf("$98.32 hourly", h100)[0]).toEqual([12.29, "USD"]);
    expect(choicesOf("8x $2.49", h100).map(([price]) => price)).toEqual([0.3113, 2.49]);
    for (const text of ["0.99", "2.49", "12.29", "15"]) expect(priceOf(text, h100)).toBe(Number(text));
    expect(priceOf("$34.40 per GPU per hour", h100), "it says so").toBe(34.4);
  });

  it("knows nothing usual of an index or another currency, but a node’s worth of the price in use", () => {
    const index: PriceOptions = { ...plain, unit: "index", inUse: 2.1 };
    for (const text of ["34.4", "1000", "0.01", "16.9"]) expect(priceOf(text, index)).toBe(Number(text));
    expect(choicesOf("16.8", index).map(([price]) => price)).toEqual([2.1, 16.8]);
  });

  it("asks how many GPUs a node has where they are rented one by one", () => {
    const prices = choicesOf("$98.32 per node", { ...plain, gpusPerUnit: 1 }).map(([price]) => price);
    expect(prices).toEqual([12.29, 24.58, 49.16, 98.32]);
  });

  it.each(["", "  ", "n/a", "N/A", "-", "–", "?", "tbd", "unknown", "on request", "contact sales"])(
    "leaves %j unknown where that is allowed",
    (text) => {
      expect(priceOf(text, { ...plain, mayBeUnknown: true })).toBeNull();
      expect(priceOf(text)).toBe("refused");
    },
  );

  it.each([
    ["", "type a number: price goes from 0.0001 to 1,000,000"],
    ["abc", '"abc" is not a number'],
    ["-1", '"-1": it must be above 0'],
    ["\u22121", '"\u22121": it must be above 0'],
    ["$-1", '"$-1": it must be above 0'],
    ["0", "price must be above 0"],
    ["free", "price must be above 0; where nothing is known, it is not free"],
    ["0.00001", "price goes from 0.0001 to 1,000,000"],
    ["1e9", "price goes from 0.0001 to 1,000,000"],
    ["1e999", "price goes from 0.0001 to 1,000,000"],
    ["¥1,200,000.00", null],
    ["60%", '"60%": "%" is not understood'],
    ["NaN", '"NaN" is not a number'],
    ["1.2.3", '"1.2.3" is not a number'],
    ["1,2,3", '"1,2,3" is not a number'],
    ["1 02", '"1 02" is not a number'],
    ["1.024.5", '"1.024.5" is not a number'],
    ["2 49", '"2 49" is not a number'],
    ["1e", '"1e": "e" is not understood'],
    ["2.49 apples", '"2.49 apples": "apples" is not understood'],
    ["$2.49/hr/day", '"$2.49/hr/day": it says twice how long that is for'],
    ["$3/m", '"$3/m": "m" could be a minute or a month: write it out'],
    ["2.49 AUD USD", '"2.49 AUD USD" names two currencies'],
    ["2½", '"2½" holds digits of another kind'],
    ["2.49\u202E", '"2.49" holds invisible characters'],
    ["2.49\u0000", '"2.49" holds invisible characters'],
    ["٢", '"٢" is not a number'],
    ["x".repeat(10_000), `"${"x".repeat(23)}…" is not a number`],
    ["1".repeat(10_000), `"${"1".repeat(23)}…" is not a number`],
  ])("refuses %j with a short reason", (text, problem) => {
    const reading = readPrice(text, plain);
    if (problem === null) expect(reading.kind).not.toBe("read");
    else expect(reading).toEqual({ kind: "refused", problem });
  });
});
