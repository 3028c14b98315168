import fc from "fast-check";
import { expect, it } from "vitest";
import { SERVING_RANGES } from "../../questions/serving/serving-schema.ts";
import { PRICE_UNITS } from "../../workspace/price-units.ts";
import { readCount } from "../../workspace/reading/read-count.ts";
import { readFraction } from "../../workspace/reading/read-fraction.ts";
import { readPrice } from "../../workspace/reading/read-price.ts";
import { formatCount, formatPercent, formatPrice } from "./format.ts";

it("reads back what price fields show, in any unit", () => {
  const price = fc.integer({ min: 1, max: 10_000_000_000 }).map((tenThousandths) => tenThousandths / 10_000);
  fc.assert(
    fc.property(price, fc.constantFrom(...PRICE_UNITS), (value, unit) => {
      const options = { unit, gpusPerUnit: 8, usual: null, mayBeUnknown: false };
      expect(readPrice(formatPrice(value), options)).toEqual({
        kind: "read",
        value: { pricePerGpuHour: value, priceUnit: unit },
        note: null,
      });
    }),
  );
});

it("reads back what count fields show", () => {
  const options = { ...SERVING_RANGES.concurrency, integer: true, what: "concurrency" };
  fc.assert(
    fc.property(fc.integer(options), (value) => {
      expect(readCount(formatCount(value), options)).toEqual({ kind: "read", value, note: null });
    }),
  );
});

it("reads back what percent fields show", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), (permille) => {
      const reading = readFraction(formatPercent(permille / 1000), { min: 0, max: 1, what: "acceptance" });
      expect(reading).toEqual({ kind: "read", value: permille / 1000, note: null });
    }),
  );
});
