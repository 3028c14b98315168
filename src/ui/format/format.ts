import { inCount, inTime } from "../../core/units/wording.ts";
import { BYTES_PER_GIGABYTE } from "../../core/units/units.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";

/** Where a value is missing: never 0. */
export const MISSING = "–";

export { inCount as formatCount, inTime as formatTime };

/** A price as typed: no more digits than it has, at least two. */
export function formatPrice(price: number): string {
  return new Intl.NumberFormat("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
    useGrouping: false,
  }).format(price);
}

/** An amount in the unit of prices as money is written, "$14.00" and "$0.32"; below 1 to three figures: "$0.187". */
export function formatAmount(amount: number, unit: PriceUnit): string {
  const most = amount >= 100 ? 0 : amount >= 1 ? 2 : 3;
  const options =
    amount > 0 && amount < 0.1
      ? { maximumSignificantDigits: 3 }
      : { minimumFractionDigits: Math.min(2, most), maximumFractionDigits: most };
  return unit === "index"
    ? new Intl.NumberFormat("en-US", options).format(amount)
    : new Intl.NumberFormat("en-US", { style: "currency", currency: unit, ...options }).format(amount);
}

export function formatRatio(ratio: number): string {
  return ratio.toFixed(2);
}

export function formatGigabytes(bytes: number): string {
  const gigabytes = bytes / BYTES_PER_GIGABYTE;
  return gigabytes >= 99.95 ? gigabytes.toFixed(0) : gigabytes.toFixed(1);
}

export function formatPercent(fraction: number): string {
  return `${new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }).format(fraction * 100)} %`;
}

/** A whole quantity on an axis: 512, 2k, 16k. */
export function formatAxisCount(value: number): string {
  if (value < 1000) return inCount(value);
  return `${new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }).format(value / 1000)}k`;
}

export function formatOr<T>(value: T | null, format: (value: T) => string): string {
  return value === null ? MISSING : format(value);
}

/** What cost is in, for a chart's words. */
export function costUnitName(unit: PriceUnit): string {
  return unit === "index" ? "price index" : unit;
}
