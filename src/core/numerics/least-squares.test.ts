import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSquares, softL1 } from "./least-squares.ts";

describe(leastSquares, () => {
  it("finds the bottom of Rosenbrock's curved valley", () => {
    // More, Garbow, Hillstrom 1981, Testing unconstrained optimization software, problem 1
    const fit = leastSquares(([x, y]) => [10 * (y! - x! ** 2), 1 - x!], [-1.2, 1]);
    expect(fit.parameters[0]).toBeCloseTo(1, 6);
    expect(fit.parameters[1]).toBeCloseTo(1, 6);
    expect(fit.cost).toBeLessThan(1e-12);
  });

  it("solves a problem whose Jacobian is singular at the solution", () => {
    // The same, problem 13: Powell's singular function
    const residuals = ([a, b, c, d]: readonly number[]) => [
      a! + 10 * b!,
      Math.sqrt(5) * (c! - d!),
      (b! - 2 * c!) ** 2,
      Math.sqrt(10) * (a! - d!) ** 2,
    ];
    const { parameters } = leastSquares(residuals, [3, -1, 0, 1]);
    for (const value of parameters) expect(Math.abs(value)).toBeLessThan(0.01);
  });

  it("recovers the exponential that made the points", () => {
    const times = [0, 0.5, 1, 2, 3, 5, 8];
    const measured = times.map((t) => 5 * Math.exp(-0.7 * t) + 1);
    const residuals = ([a, k, c]: readonly number[]) => times.map((t, i) => a! * Math.exp(-k! * t) + c! - measured[i]!);
    const { parameters } = leastSquares(residuals, [1, 0.1, 0]);
    expect(parameters.map((value) => value.toFixed(5))).toEqual(["5.00000", "0.70000", "1.00000"]);
  });

  it("gives the mean of measurements of one quantity, and the cost that is left", () => {
    const anyMeasurements = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(anyMeasurements, (measurements) => {
        const mean = measurements.reduce((sum, value) => sum + value, 0) / measurements.length;
        const fit = leastSquares(([x]) => measurements.map((value) => x! - value), [0]);
        expect(fit.parameters[0]).toBeCloseTo(mean, 3);
        const leftOver = measurements.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2;
        expect(Math.abs(fit.cost - leftOver)).toBeLessThan(1e-5 * Math.max(1, leftOver));
      }),
    );
  });

  it("never ends worse than it started, and gives the same twice", () => {
    const anyPoint = fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true }));
    fc.assert(
      fc.property(anyPoint, (start) => {
        const residuals = ([x, y]: readonly number[]) => [Math.sin(3 * x!) + y!, x! * y! - 1, softL1(x! - 2)];
        const startCost = residuals(start).reduce((sum, r) => sum + r * r, 0) / 2;
        const { parameters, cost, iterations } = leastSquares(residuals, start);
        expect(cost).toBeLessThanOrEqual(startCost);
        expect(leastSquares(residuals, start)).toMatchObject({ parameters, cost, iterations });
      }),
    );
  });

  it("leaves a parameter alone that no residual depends on", () => {
    const { parameters } = leastSquares(([x]) => [x! - 3], [0, 7]);
    expect(parameters[0]).toBeCloseTo(3, 6);
    expect(parameters[1]).toBe(7);
  });

  it("refuses to start where nothing can be computed", () => {
    expect(() => leastSquares(([x]) => [Math.log(x!)], [-1])).toThrow(
      "residuals are not finite at the start of the fit",
    );
  });
});

describe(softL1, () => {
  it("is 0 with slope 1 at 0, odd, and no larger than the residual", () => {
    expect(softL1(0)).toBe(0);
    for (const h of [1e-3, -1e-3]) expect(softL1(h) / h).toBeCloseTo(1, 6);
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (residual) => {
        expect(softL1(-residual)).toBe(-softL1(residual));
        expect(softL1(residual)).toBeLessThanOrEqual(residual);
        expect(softL1(2 * residual)).toBeGreaterThan(softL1(residual));
      }),
    );
  });

  it("squares to the soft L1 loss 2 (sqrt(1 + r^2) - 1)", () => {
    expect(softL1(1) ** 2).toBeCloseTo(2 * (Math.SQRT2 - 1), 12);
    expect(softL1(1000) ** 2).toBeCloseTo(2 * (Math.sqrt(1 + 1e6) - 1), 9);
  });
});
