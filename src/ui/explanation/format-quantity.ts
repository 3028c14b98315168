import type { Unit } from "../../core/explanation/quantity.ts";
import type { PriceUnit } from "../../workspace/price-units.ts";
import { formatAmount } from "../format/format.ts";

const fourFigures = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Smallest prefix first; a value takes the largest that leaves at least 1 before the point. */
const PREFIXES = [
  { factor: 1, symbol: "" },
  { factor: 1e3, symbol: "k" },
  { factor: 1e6, symbol: "M" },
  { factor: 1e9, symbol: "G" },
  { factor: 1e12, symbol: "T" },
] as const;

/** A value as it stands in a formula: with its unit, and figures enough to check the arithmetic by hand. */
export function formatQuantity(value: number, unit: Unit, priceUnit: PriceUnit): string {
  switch (unit) {
    case "seconds":
      return formatSeconds(value);
    case "bytes":
      return withPrefix(value, "B");
    case "bytesPerSecond":
      return withPrefix(value, "B/s");
    case "flops":
      return withPrefix(value, "FLOP");
    case "flopsPerSecond":
      return withPrefix(value, "FLOP/s");
    case "tokensPerSecond":
      return `${formatNumber(value)} tok/s`;
    case "requestsPerSecond":
      return `${formatNumber(value)}/s`;
    case "price":
      return formatAmount(value, priceUnit);
    case "tokens":
    case "requests":
    case "count":
      return formatNumber(value);
    case "fraction":
    case "ratio":
      return fourFigures.format(value);
  }
}

/** A count in full, a mean to four figures. */
export function formatNumber(value: number): string {
  if (value >= 1e9) return `${fourFigures.format(value / 1e9)} billion`;
  return Number.isInteger(value) || value >= 1000 ? whole.format(value) : fourFigures.format(value);
}

function formatSeconds(seconds: number): string {
  if (seconds === 0) return "0 s";
  if (seconds < 0.000_999_95) return `${fourFigures.format(seconds * 1e6)} µs`;
  if (seconds < 0.999_95) return `${fourFigures.format(seconds * 1000)} ms`;
  return seconds < 1000 ? `${fourFigures.format(seconds)} s` : `${whole.format(seconds)} s`;
}

function withPrefix(value: number, unit: string): string {
  const { factor, symbol } = PREFIXES.findLast((prefix) => Math.abs(value) >= prefix.factor) ?? PREFIXES[0];
  return `${fourFigures.format(value / factor)} ${symbol}${unit}`;
}
