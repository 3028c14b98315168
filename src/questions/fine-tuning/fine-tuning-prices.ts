import { atPrice } from "../../core/verdict/contender.ts";
import type { LoadAxis } from "../../core/verdict/load-axis.ts";
import { type Region, regionsOf } from "../../core/verdict/regions.ts";
import { standingOf } from "../../core/verdict/standing.ts";
import { contendersIn } from "../comparison.ts";
import type { FineTuningAnswer } from "./fine-tuning-answer.ts";

/** Who is to be taken over prices of one platform, all other prices as they are. */
interface PriceRegions {
  readonly id: string;
  readonly currentPricePerGpuHour: number;
  /** Of prices per GPU-hour. */
  readonly axis: LoadAxis;
  readonly regions: readonly Region[];
}

/** The strip reaches this far either way of the present price. */
const PRICE_REACH = 4;

/** Platforms whose price can be moved against another's: those that deliver at a known price, where there are two. */
export function repriceableFineTuning({ platforms }: FineTuningAnswer): readonly string[] {
  const contenders = contendersIn(platforms);
  return contenders.length < 2 ? [] : contenders.map(({ id }) => id);
}

/** @throws RangeError for a platform that is not among `repriceableFineTuning`. */
export function fineTuningPriceRegions({ platforms, asked }: FineTuningAnswer, id: string): PriceRegions {
  const contenders = contendersIn(platforms);
  const own = contenders.find((contender) => contender.id === id);
  if (own === undefined) throw new RangeError(`${id} has no price to move`);
  const axis: LoadAxis = {
    least: own.price / PRICE_REACH,
    most: own.price * PRICE_REACH,
    whole: false,
    steps: 50,
    regionSteps: 1,
    endRatio: 1.0001,
  };
  const standingAt = (price: number) =>
    standingOf(
      contenders.map((contender) => (contender === own ? atPrice(own, price) : contender)),
      asked.tieThresholdFraction,
    );
  return { id, currentPricePerGpuHour: own.price, axis, regions: regionsOf(standingAt, axis) };
}
