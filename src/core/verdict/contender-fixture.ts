import fc from "fast-check";
import type { PricedContender } from "./contender.ts";
import type { LoadAxis } from "./load-axis.ts";
import type { Standing } from "./standing.ts";

// Test data: contenders close enough that close calls are as common as clear wins, and standings of any shape.

/** What a test says of a contender; cost and price are alike unless it says otherwise. */
type Sketch = Pick<PricedContender, "id" | "cost"> & Partial<PricedContender>;

export function contenderOf({ id, cost, costBand = [cost, cost], ...others }: Sketch): PricedContender {
  return { seconds: 10, price: cost, fixedCost: 0, ...others, id, cost, costBand };
}

const IDS = ["h100", "b200", "a100", "h200"];

export const anyContenders: fc.Arbitrary<readonly PricedContender[]> = fc
  .tuple(
    ...IDS.map((id) =>
      fc
        .record({
          cost: fc.double({ min: 1, max: 1.2, noNaN: true }),
          bandFactor: fc.double({ min: 1, max: 1.3, noNaN: true }),
          seconds: fc.double({ min: 10, max: 10.3, noNaN: true }),
          price: fc.double({ min: 0.5, max: 10, noNaN: true }),
          fixedFraction: fc.constantFrom(0, 0, 0.3, 0.9),
        })
        .map(({ cost, bandFactor, seconds, price, fixedFraction }): PricedContender => {
          return {
            id,
            cost,
            costBand: [cost / bandFactor, cost * bandFactor],
            seconds,
            price,
            fixedCost: cost * fixedFraction,
          };
        }),
    ),
  )
  .chain((all) => fc.subarray(all));

export const anyThreshold = fc.constantFrom(0, 0.001, 0.01, 0.05, 0.3, 1);

export const wholeAxis: LoadAxis = { least: 1, most: 16_384, whole: true, steps: 42, regionSteps: 1, endRatio: 1 };
export const realAxis: LoadAxis = {
  least: 1,
  most: 10_000,
  whole: false,
  steps: 96,
  regionSteps: 5,
  endRatio: 1.000_001,
};

const anyStanding: fc.Arbitrary<Standing> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Standing>({ kind: "none" }) },
  { weight: 6, arbitrary: fc.constantFrom(...IDS).map((winner): Standing => ({ kind: "wins", winner })) },
  {
    weight: 6,
    arbitrary: fc
      .subarray(IDS, { minLength: 2 })
      .chain((among) => fc.constantFrom(...among).map((winner): Standing => ({ kind: "close", winner, among }))),
  },
);

/** Standings without any order: changes at any loads, in slivers and in long stretches, over the whole of an axis. */
export function anyStandingAt(axis: LoadAxis): fc.Arbitrary<(load: number) => Standing> {
  const { least, most } = axis;
  const anyChange = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => least * (most / least) ** share);
  return fc.array(fc.tuple(anyChange, anyStanding), { maxLength: 60 }).chain((changes) =>
    anyStanding.map((first) => {
      const inOrder = changes.toSorted(([a], [b]) => a - b);
      return (load: number) => inOrder.findLast(([from]) => from <= load)?.[1] ?? first;
    }),
  );
}
