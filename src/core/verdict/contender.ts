import type { Band } from "../units/band.ts";

/** One platform that delivers what is asked, at a known price. */
export interface Contender {
  /** Of the platform's row. */
  readonly id: string;
  /** Per unit of what is compared, in the unit of the prices. */
  readonly cost: number;
  /** 90 % band of the cost. */
  readonly costBand: Band;
  /** Of a whole request, or of a whole fine-tuning run: decides a close call. */
  readonly seconds: number;
  /** What it buys, where that is known: contenders that buy the very same do the same work, and err alike. */
  readonly buys?: object;
}

/** A contender whose own price can be moved. */
export interface PricedContender extends Contender {
  /** On demand, per GPU-hour. */
  readonly price: number;
  /** The part of the cost that the price does not move: reserved and spot hours. */
  readonly fixedCost: number;
}

/** The contender at another price of its own: its cost goes in a line with it, and its band in proportion to the cost. */
export function atPrice(contender: PricedContender, price: number): PricedContender {
  if (price === contender.price) return contender;
  const cost = contender.fixedCost + (contender.cost - contender.fixedCost) * (price / contender.price);
  const factor = cost / contender.cost;
  const [low, high] = contender.costBand;
  return { ...contender, price, cost, costBand: [low * factor, high * factor] };
}
