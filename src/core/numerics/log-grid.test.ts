import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logGrid, wholeLogGrid } from "./log-grid.ts";

describe(logGrid, () => {
  it("goes from end to end in equal ratios", () => {
    expect(logGrid(1, 16, 4)).toEqual([1, 2, 4, 8, 16]);
  });
});

describe(wholeLogGrid, () => {
  it("rises through whole numbers from end to end, in steps no larger than asked, but for one at a time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 20_000 }), (least, more) => {
        const grid = wholeLogGrid(least, least + more, 3);
        expect([grid[0], grid.at(-1)]).toEqual([least, least + more]);
        grid.slice(1).forEach((value, i) => {
          const before = grid[i] ?? 0;
          expect(Number.isInteger(value)).toBe(true);
          expect(value).toBeGreaterThan(before);
          expect(value - before === 1 || value - 1 <= (before + 1) * 2 ** (1 / 3)).toBe(true);
        });
      }),
    );
  });
});
