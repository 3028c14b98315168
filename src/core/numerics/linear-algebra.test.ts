import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cholesky, choleskySolve, forwardSolve, inverseDiagonal, type Matrix } from "./linear-algebra.ts";

const anyEntry = fc.double({ min: -3, max: 3, noNaN: true });

/** B B' + 1 on the diagonal, which is symmetric and positive definite whatever B is. */
const anyPositiveDefinite: fc.Arbitrary<Matrix> = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(fc.array(anyEntry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }))
  .map((b) => b.map((row, i) => b.map((other, j) => dot(row, other) + (i === j ? 1 : 0))));

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

describe(cholesky, () => {
  it("is the factor of a known matrix", () => {
    const matrix = [
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ];
    expect(cholesky(matrix)).toEqual([[2], [6, 1], [-8, 5, 3]]);
  });

  it("multiplies back to the matrix", () => {
    fc.assert(
      fc.property(anyPositiveDefinite, (matrix) => {
        const factor = cholesky(matrix);
        matrix.forEach((row, i) => {
          // A row of the lower triangle ends at the diagonal.
          const product = matrix.map((_, j) => dot(factor[Math.min(i, j)]!, factor[Math.max(i, j)]!));
          expect(largestDifference(row, product)).toBeLessThan(1e-9);
        });
      }),
    );
  });

  it.each([
    [[[0]]],
    [[[-1]]],
    [[[Number.NaN]]],
    [
      [
        [1, 2],
        [2, 1],
      ],
    ],
  ])("refuses %j, which is not positive definite", (matrix) => {
    expect(() => cholesky(matrix)).toThrow("matrix is not positive definite at row");
  });
});

describe("solving with a factor", () => {
  it("gives back what was multiplied", () => {
    fc.assert(
      fc.property(anyPositiveDefinite, fc.array(anyEntry, { minLength: 6, maxLength: 6 }), (matrix, entries) => {
        const x = entries.slice(0, matrix.length);
        const factor = cholesky(matrix);
        const b = matrix.map((row) => dot(row, x));
        expect(largestDifference(choleskySolve(factor, b), x)).toBeLessThan(1e-8);
        const lowerProduct = factor.map((row) => dot(row, x));
        expect(largestDifference(forwardSolve(factor, lowerProduct), x)).toBeLessThan(1e-8);
      }),
    );
  });

  it("has the diagonal of the inverse that unit vectors give", () => {
    fc.assert(
      fc.property(anyPositiveDefinite, (matrix) => {
        const factor = cholesky(matrix);
        const diagonal = matrix.map(
          (_, i) =>
            choleskySolve(
              factor,
              matrix.map((_row, j) => (i === j ? 1 : 0)),
            )[i]!,
        );
        expect(largestDifference(inverseDiagonal(factor), diagonal)).toBeLessThan(1e-9);
      }),
    );
  });
});
