import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concurrencyGrid, loadSegments } from "./load-flips.ts";

const verdict = (winner: string) => ({ winner, tie: false });

describe(loadSegments, () => {
  it("finds where the verdict changes, to one request", () => {
    const anyFlip = fc.integer({ min: 2, max: 16_384 });
    fc.assert(
      fc.property(anyFlip, (flip) => {
        const segments = loadSegments((load) => verdict(load < flip ? "small" : "large"), 1, 16_384);
        expect(segments).toEqual([
          { fromConcurrency: 1, toConcurrency: flip - 1, ...verdict("small") },
          { fromConcurrency: flip, toConcurrency: 16_384, ...verdict("large") },
        ]);
      }),
    );
  });

  /** Faults in the segments of a verdict that changes at every load of `flips`: gaps, and ends with another verdict. */
  function faultsIn(flips: readonly number[], least: number, most: number): readonly string[] {
    const verdictAt = (load: number) => verdict(`winner ${flips.filter((flip) => flip <= load).length}`);
    const segments = loadSegments(verdictAt, least, most);
    const starts = [...segments.map(({ fromConcurrency }) => fromConcurrency), most + 1];
    return segments.flatMap(({ fromConcurrency, toConcurrency, winner }, i) => [
      ...(fromConcurrency === (i === 0 ? least : starts[i]) && toConcurrency + 1 === starts[i + 1]
        ? []
        : [`gap at ${i}`]),
      ...[fromConcurrency, toConcurrency]
        .filter((load) => verdictAt(load).winner !== winner)
        .map((load) => `at ${load}`),
    ]);
  }

  it("covers every load once, each with its own verdict at both ends", () => {
    const anyFlips = fc.uniqueArray(fc.integer({ min: 2, max: 5000 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyFlips, fc.integer({ min: 1, max: 100 }), (flips, least) => {
        expect(faultsIn(flips, least, 6000)).toEqual([]);
      }),
    );
  });

  it("sees a narrow tie between two neighbouring points of its grid", () => {
    // Grid points at 512 and 645
    expect(faultsIn([520, 560], 1, 16_384)).toEqual([]);
  });

  it("tells a tie from a win of the same platform, and a load that nobody serves", () => {
    const verdictAt = (load: number) => ({ winner: load > 900 ? null : "one", tie: load > 30 && load <= 900 });
    expect(loadSegments(verdictAt, 1, 1024)).toEqual([
      { fromConcurrency: 1, toConcurrency: 30, winner: "one", tie: false },
      { fromConcurrency: 31, toConcurrency: 900, winner: "one", tie: true },
      { fromConcurrency: 901, toConcurrency: 1024, winner: null, tie: false },
    ]);
  });

  it("has one segment where there is one load", () => {
    expect(loadSegments(() => verdict("one"), 7, 7)).toEqual([
      { fromConcurrency: 7, toConcurrency: 7, ...verdict("one") },
    ]);
  });
});

describe(concurrencyGrid, () => {
  it("has whole, rising loads with both ends, and no gap wider than its step", () => {
    const anyLoad = fc.integer({ min: 1, max: 16_384 });
    fc.assert(
      fc.property(anyLoad, anyLoad, fc.integer({ min: 1, max: 16 }), (a, b, perOctave) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        const grid = concurrencyGrid(least, most, perOctave);
        expect(grid[0]).toBe(least);
        expect(grid.at(-1)).toBe(most);
        grid.slice(1).forEach((load, i) => {
          expect(Number.isInteger(load)).toBe(true);
          expect(load).toBeGreaterThan(grid[i]!);
          // Both ends of a gap are rounded.
          expect(load - 0.5).toBeLessThanOrEqual((grid[i]! + 0.5) * 2 ** (1 / perOctave));
        });
      }),
    );
  });
});
