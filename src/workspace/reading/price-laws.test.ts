import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WORKSPACE_RANGES } from "../workspace-ranges.ts";
import { type PriceOptions, readPrice } from "./read-price.ts";

const plain: PriceOptions = { unit: "USD", gpusPerUnit: 8, usual: null, mayBeUnknown: false };
const h100: PriceOptions = { ...plain, usual: { low: 2.69, high: 10 }, inUse: 2.49, what: "H100 price" };

const priceOf = (text: string): number | null | string => {
  const reading = readPrice(text, plain);
  return reading.kind === "read" ? reading.value.pricePerGpuHour : reading.kind;
};

describe(readPrice, () => {
  it("reads back every number the language prints", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 1_000_000, noNaN: true }), (value) => {
        expect(priceOf(String(value))).toBe(value);
      }),
    );
  });

  it("gives the same price for any order of the words around it", () => {
    const period = fc.constantFrom("/hr", " per hour", "/h", " an hour");
    const perGpu = fc.constantFrom("/GPU", " per GPU", "");
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 900 }), period, perGpu, fc.boolean(), (cents, hour, gpu, gpuFirst) => {
        const amount = (cents / 100).toFixed(2);
        expect(priceOf(`$${amount}${gpuFirst ? gpu + hour : hour + gpu}`)).toBe(cents / 100);
      }),
    );
  });

  it("never throws, never leaves the range, and says what is wrong in a line", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.constantFrom(
        "1",
        "024",
        "8",
        "2.49",
        ",",
        ".",
        " ",
        "k",
        "%",
        "$",
        "€",
        "/",
        "h",
        "mo",
        "GPU",
        "node",
        "x",
        "e3",
      ),
      fc.constantFrom("-", "*", "~", "per", "元", "时", "(", ")", "from", "¢", "A$", "lakh", "s", "min", "y"),
    );
    const options = fc.constantFrom<PriceOptions>(plain, h100, { ...plain, unit: "index", gpusPerUnit: 1 });
    const { min, max } = WORKSPACE_RANGES.pricePerGpuHour;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), options, (pieces, option) => {
        const text = pieces.join("");
        const reading = readPrice(text, option);
        expect(readPrice(text, option)).toEqual(reading);
        if (reading.kind === "refused") expect(reading.problem.length).toBeLessThan(110);
        const values = reading.kind === "read" ? [reading] : reading.kind === "question" ? reading.choices : [];
        for (const { value } of values) {
          expect(value.pricePerGpuHour).toBeGreaterThanOrEqual(min);
          expect(value.pricePerGpuHour).toBeLessThanOrEqual(max);
        }
        if (reading.kind === "question") expect(reading.choices.length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });
});
