import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "./parse-number.ts";

const price = { min: 0.0001, max: 1_000_000, what: "price" };
const concurrency = { min: 1, max: 16_384, integer: true, what: "concurrency" };
const acceptance = { min: 0, max: 1, percent: true, what: "acceptance" };

describe(parseNumber, () => {
  it.each([
    ["2.49", 2.49],
    [" 2.49 ", 2.49],
    ["2,49", 2.49],
    ["$2.49", 2.49],
    ["€ 2,49", 2.49],
    ["2,49 €", 2.49],
    ["2.49 USD", 2.49],
    ["usd 2.49", 2.49],
    ["2.49/h", 2.49],
    ["$2.49 / hr", 2.49],
    ["2.49 per GPU-hour", 2.49],
    ["$2.49/GPU-h", 2.49],
    ["¥1,200,000.00", null],
    ["₩5 300", 5300],
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
    ["1\u00A0200,5", 1200.5],
    ["1\u202F200", 1200],
  ])("reads the price %j as %j", (text, value) => {
    const parsed = parseNumber(text, price);
    expect(parsed).toEqual(
      value === null ? { ok: false, problem: "price goes from 0.0001 to 1,000,000" } : { ok: true, value },
    );
  });

  it.each([
    ["1024", 1024],
    ["1,024", 1024],
    ["1.024", 1024],
    ["1 024", 1024],
    ["1_024", 1024],
    ["1'024", 1024],
    ["1k", 1000],
    ["2.5K", 2500],
    ["2,5k", 2500],
    ["1.024k", 1024],
    ["1e3", 1000],
    ["16.0", 16],
    ["007", 7],
  ])("reads the concurrency %j as %j", (text, value) => {
    expect(parseNumber(text, concurrency)).toEqual({ ok: true, value });
  });

  it.each([
    ["60%", 0.6],
    ["60 %", 0.6],
    ["73,45%", 0.7345],
    ["0.6", 0.6],
    ["0", 0],
    ["-0", 0],
    ["100%", 1],
  ])("reads the acceptance %j as %j", (text, value) => {
    expect(parseNumber(text, acceptance)).toEqual({ ok: true, value });
  });

  it.each([
    ["", price, "type a number: price goes from 0.0001 to 1,000,000"],
    ["  ", concurrency, "type a number: concurrency goes from 1 to 16,384"],
    ["abc", price, '"abc" is not a number'],
    ["-1", price, "price must be above 0"],
    ["\u22121", price, "price must be above 0"],
    ["$-1", price, "price must be above 0"],
    ["0", price, "price must be above 0"],
    ["0.00001", price, "price goes from 0.0001 to 1,000,000"],
    ["1e9", price, "price goes from 0.0001 to 1,000,000"],
    ["1e9", concurrency, "concurrency goes from 1 to 16,384"],
    ["1e999", concurrency, "concurrency goes from 1 to 16,384"],
    ["0", concurrency, "concurrency goes from 1 to 16,384"],
    ["-5", concurrency, "concurrency goes from 1 to 16,384"],
    ["2.5", concurrency, "concurrency must be a whole number"],
    ["2,49", concurrency, "concurrency must be a whole number"],
    ["1,024", price, '"1,024" could be 1.024 or 1024: write one of them'],
    ["1,024k", concurrency, '"1,024k" could be 1.024 or 1024: write one of them'],
    ["512.000", concurrency, '"512.000" could be 512 or 512000: write one of them'],
    ["60%", price, '"60%" is not a number'],
    ["60", acceptance, "acceptance goes from 0 (0%) to 1 (100%)"],
    ["16Ki", concurrency, '"16Ki" is not a number'],
    ["0x10", concurrency, '"0x10" is not a number'],
    ["NaN", price, '"NaN" is not a number'],
    ["Infinity", price, '"Infinity" is not a number'],
    ["1.2.3", price, '"1.2.3" is not a number'],
    ["1,2,3", price, '"1,2,3" is not a number'],
    ["1,23,456", concurrency, '"1,23,456" is not a number'],
    ["1 02", price, '"1 02" is not a number'],
    ["1,024.", concurrency, null],
    ["1.024.5", price, '"1.024.5" is not a number'],
    ["2 49", price, '"2 49" is not a number'],
    ["1e", price, '"1e" is not a number'],
    ["1kk", price, '"1kk" is not a number'],
    ["2.49 apples", price, '"2.49 apples" is not a number'],
    ["٢", price, '"٢" is not a number'],
    ["x".repeat(500), price, `"${"x".repeat(23)}…" is not a number`],
  ])("refuses %j with a short reason", (text, options, problem) => {
    const parsed = parseNumber(text, options);
    if (problem === null) expect(parsed).toEqual({ ok: true, value: 1024 });
    else expect(parsed).toEqual({ ok: false, problem });
  });

  it("reads back every number the language prints", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 1_000_000, noNaN: true }), (value) => {
        const parsed = parseNumber(String(value), price);
        expect(parsed).toEqual({ ok: true, value });
      }),
    );
  });

  it("never throws, and never leaves the range", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("1", "024", ",", ".", " ", "k", "%", "$", "/h", "e3", "-"),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 6 }),
        fc.constantFrom(price, concurrency, acceptance),
        (pieces, options) => {
          const parsed = parseNumber(pieces.join(""), options);
          if (parsed.ok) {
            expect(parsed.value).toBeGreaterThanOrEqual(options.min);
            expect(parsed.value).toBeLessThanOrEqual(options.max);
          } else {
            expect(parsed.problem.length).toBeLessThan(80);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("answers a long paste at once", () => {
    const started = performance.now();
    for (const unit of ["1", "1,", " ", "1 ", "$ ", "1.000"]) parseNumber(unit.repeat(50_000), price);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
