import { atPrice, type PricedContender } from "./contender.ts";
import { type Standing, standingOf } from "./standing.ts";

/** Who delivers what is asked at a load, at what cost. */
export type ContendersAt = (load: number) => readonly PricedContender[];

/** A price changes no delivery: each load's contenders are asked for once. */
export function onceEach(contendersAt: ContendersAt): ContendersAt {
  const known = new Map<number, readonly PricedContender[]>();
  return (load) => {
    const contenders = known.get(load) ?? contendersAt(load);
    known.set(load, contenders);
    return contenders;
  };
}

/** The standing at any load with one platform at another price of its own, all other prices as they are. */
export function standingAtPrice(
  contendersAt: ContendersAt,
  id: string,
  price: number,
  closeThresholdFraction: number,
): (load: number) => Standing {
  return (load) => {
    const repriced = contendersAt(load).map((own) => (own.id === id ? atPrice(own, price) : own));
    return standingOf(repriced, closeThresholdFraction);
  };
}
