import { HOURS_PER_MONTH } from "../../core/units/units.ts";
import type { PriceUnit } from "../price-units.ts";
import { isWithoutDecimals } from "./currencies.ts";
import { plainDigits, scaledNumber } from "./digits.ts";
import type { PricePhrase, TypedNumber } from "./price-phrase.ts";
import { grouping } from "./reading.ts";

/** How a typed amount becomes a price per GPU and hour. */
export interface Quotient {
  readonly divisor: number;
  readonly factor: number;
  /** As in "98.32 / 8 GPUs". */
  readonly steps: readonly string[];
  /** For a month or longer: amounts in the thousands. */
  readonly isLong: boolean;
  /** "per GPU" stands there. */
  readonly isExplicit: boolean;
  /** How many GPUs it is for, where the words leave open whether each of them costs that. */
  readonly eachOf: number | null;
  /** "per node" of nobody knows how many GPUs. */
  readonly asksForNode: boolean;
}

export function quotientOf(phrase: PricePhrase, gpusPerUnit: number): Quotient | null {
  const [period] = phrase.periods;
  const [gpuCount] = phrase.gpuCounts;
  const plain = [period?.count ?? null, gpuCount ?? null, ...phrase.dividedBy, ...phrase.times].map((number) =>
    number === null ? [1] : valuesOf(number, "USD", false),
  );
  if (plain.some((values) => values.length !== 1 || !(values[0] !== undefined && values[0] > 0))) return null;
  const [periods = 1, gpus = 1, ...others] = plain.flat();
  const divisors = others.slice(0, phrase.dividedBy.length);
  const factors = others.slice(phrase.dividedBy.length);
  const hours = exactly(periods * (period?.hours ?? 1));
  const perGpu = phrase.isPerGpu;
  const asksForNode = phrase.isPerNode && gpuCount === undefined && !perGpu && gpusPerUnit === 1;
  const nodeGpus = gpuCount === undefined ? (phrase.isPerNode ? gpusPerUnit : 1) : gpus;
  const sharedBy = perGpu ? 1 : nodeGpus;
  const product = (values: readonly number[]): number => values.reduce((all, each) => all * each, 1);
  const cents = phrase.inCents ? ["/ 100 cents"] : [];
  const steps = [
    ...factors.map((factor) => `x ${grouping(factor)}`),
    ...divisors.map((divisor) => `/ ${grouping(divisor)}`),
    ...(sharedBy === 1 ? [] : [`/ ${grouping(sharedBy)} GPUs`]),
    ...(hours === 1 ? [] : [hours > 1 ? `/ ${grouping(hours)} h` : `x ${grouping(exactly(1 / hours))}`]),
    ...cents,
  ];
  return {
    divisor: product(divisors) * sharedBy * Math.max(hours, 1) * (phrase.inCents ? 100 : 1),
    factor: product(factors) * (hours < 1 ? exactly(1 / hours) : 1),
    steps,
    isLong: hours >= HOURS_PER_MONTH,
    isExplicit: perGpu,
    eachOf: phrase.isCountFirst && !perGpu && sharedBy > 1 ? sharedBy : null,
    asksForNode,
  };
}

/** What a number with its marks may be: two values where a mark can be read both ways, none where it is no number. */
export function valuesOf(
  { digits, exponent, scaled }: TypedNumber,
  currency: PriceUnit,
  isLong: boolean,
): readonly number[] {
  // Nobody rents a GPU for a month at 1.793, and yen have no decimals: three digits after a mark are thousands.
  const integer = isLong || isWithoutDecimals(currency);
  const plain = plainDigits(digits, { integer, scaled, lakhs: currency === "INR" });
  switch (plain.kind) {
    case "plain":
      return finite([scaledNumber(plain.digits, exponent)]);
    case "ambiguous":
      if (integer && !scaled) return finite([scaledNumber(plain.grouped, exponent)]);
      return finite([scaledNumber(plain.decimal, exponent), scaledNumber(plain.grouped, exponent)]);
    case "malformed":
      return [];
  }
}

function finite(values: readonly number[]): readonly number[] {
  return values.map((value) => Math.min(value, Number.MAX_VALUE));
}

export function perGpuHour(typed: number, { divisor, factor, steps }: Quotient): number {
  return steps.length === 0 ? typed : workedOut((typed * factor) / divisor);
}

/** A price that was worked out has the digits that a price field shows. */
export function workedOut(price: number): number {
  return price >= 1 ? Number(price.toFixed(4)) : Number(price.toPrecision(4));
}

/** Without binary crumbs: 24 / 0.1 is 240. */
export function exactly(value: number): number {
  return Number(value.toPrecision(12));
}

const ofAUnit = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const belowAUnit = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

/** As price fields show it. */
export function shownPrice(price: number): string {
  return (price >= 0.1 ? ofAUnit : belowAUnit).format(price);
}

export function stepsText(typed: number, { steps }: Quotient, price: number): string {
  return `${grouping(typed)} ${steps.join(" ")} = ${shownPrice(price)}`;
}
