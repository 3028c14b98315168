import fc from "fast-check";
import { DAY_CURVES, type Demand } from "./demand.ts";

const anyShares = fc
  .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .filter(([reserved, spot]) => reserved + spot <= 1);

/** A number whose logarithm is spread evenly, ends included. */
export function anyOrderOfMagnitude(min: number, max: number): fc.Arbitrary<number> {
  return fc
    .double({ min: Math.log(min), max: Math.log(max), noNaN: true })
    .map((logarithm) => Math.min(max, Math.max(min, Math.exp(logarithm))));
}

/** Demands over the whole range that the page and files accept. */
export const anyDemand: fc.Arbitrary<Demand> = fc
  .record({
    requestsPerSecond: anyOrderOfMagnitude(1e-6, 1e6),
    peakOverMean: fc.double({ min: 1, max: 24, noNaN: true }),
    dayCurve: fc.constantFrom(...DAY_CURVES),
    spareUnits: fc.nat(8),
    releasesIdleUnits: fc.boolean(),
    shares: anyShares,
  })
  .map(({ shares: [reservedFraction, spotFraction], ...demand }) => ({ ...demand, reservedFraction, spotFraction }));
