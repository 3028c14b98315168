import { HOURS_PER_DAY, HOURS_PER_MONTH, SECONDS_PER_HOUR } from "../../core/units/units.ts";
import { shownPrice, workedOut } from "./price-quotient.ts";
import type { Choice } from "./reading.ts";

/** What is known of the prices of a field. */
export interface KnownPrices {
  /** GPUs of the unit that is rented: what a price "per node" is divided by. */
  readonly gpusPerUnit: number;
  /** What such a GPU costs per hour, in the unit in use, as far as it is known; null where it is not. */
  readonly usual: { readonly low: number; readonly high: number } | null;
  /** The price in use: a typed one that is exactly a node's worth of it is asked about. */
  readonly inUse?: number | null;
}

/** The dearest known price may be a list's; half as much again is still one of a single GPU. */
const USUAL_ABOVE = 1.5;
/** Spot prices and long commitments go down to a third of a list price; below a quarter something else is meant. */
const USUAL_BELOW = 4;
/** Nodes of eight GPUs are the usual ones, where the platform is rented GPU by GPU. */
const USUAL_NODE_GPUS = 8;

export function choiceOf(price: number, why?: string): Choice<number> {
  return { label: why === undefined ? shownPrice(price) : `${shownPrice(price)}, ${why}`, value: price };
}

export function isUsual(price: number, { usual, inUse = null, gpusPerUnit }: KnownPrices): boolean {
  if (usual !== null) return price <= usual.high * USUAL_ABOVE && price >= usual.low / USUAL_BELOW;
  return inUse === null || gpusPerUnit === 1 || Math.abs(price / inUse / gpusPerUnit - 1) > 0.001;
}

/** What a bare price may be for, so that it comes to what such a GPU costs; last what it says. */
export function likelyMeanings(price: number, options: KnownPrices): readonly Choice<number>[] {
  const { usual, gpusPerUnit } = options;
  const asTyped = choiceOf(price, "per GPU-hour");
  if (isUsual(price, options)) return [choiceOf(price)];
  const nodes = [...new Set([gpusPerUnit, USUAL_NODE_GPUS])].filter((gpus) => gpus > 1);
  if (usual === null) return [choiceOf(workedOut(price / gpusPerUnit), `it was for a node of ${gpusPerUnit}`), asTyped];
  const others =
    price > usual.high
      ? [
          ...nodes.map((gpus) => [price / gpus, `it was for a node of ${gpus}`] as const),
          [price / HOURS_PER_DAY, "it was a day’s"] as const,
          [price / HOURS_PER_MONTH, "it was a month’s"] as const,
          ...nodes.map((gpus) => [price / HOURS_PER_MONTH / gpus, `it was a month of a node of ${gpus}`] as const),
          [price / 100, "it was in cents"] as const,
        ]
      : [
          [price * 60, "it was a minute’s"] as const,
          [price * SECONDS_PER_HOUR, "it was a second’s"] as const,
          ...nodes.map((gpus) => [price * gpus, `it was divided by ${gpus} already`] as const),
        ];
  const likely = others.filter(([each]) => each >= usual.low / USUAL_ABOVE && each <= usual.high * USUAL_ABOVE);
  return [...likely.slice(0, 3).map(([each, why]) => choiceOf(workedOut(each), why)), asTyped];
}
