import { cholesky, choleskySolve, forwardSolve, type Matrix } from "./linear-algebra.ts";

/** Outcome of a least-squares fit. */
interface Fit {
  readonly parameters: readonly number[];
  /** Half the sum of squared residuals at the parameters. */
  readonly cost: number;
  readonly iterations: number;
  /**
   * For each residual its row of Q, where Q Q' is the hat matrix: how much a measurement pulls the fit towards itself
   * and others. Computed on demand.
   */
  readonly influence: () => readonly (readonly number[])[];
}

const MAX_ITERATIONS = 200;
/** A step that lowers the cost by less than this fraction ends the fit. */
const COST_TOLERANCE = 1e-8;
const DIFFERENCE_STEP = 1e-6;

/**
 * Parameters that minimise the sum of squared residuals, by Levenberg-Marquardt with a numerical Jacobian. Deterministic.
 *
 * @param residuals Function of the parameters; always the same number of finite values.
 * @throws RangeError when a residual at the start is not finite.
 * @see Moré 1978, The Levenberg-Marquardt algorithm: implementation and theory.
 */
export function leastSquares(residuals: (x: readonly number[]) => readonly number[], start: readonly number[]): Fit {
  let x = [...start];
  let r = residuals(x);
  let cost = halfSquares(r);
  if (!Number.isFinite(cost)) throw new RangeError("residuals are not finite at the start of the fit");
  let damping = 1e-3;
  let iterations = 0;
  while (iterations < MAX_ITERATIONS) {
    iterations += 1;
    const { normal, gradient } = normalEquations(residuals, x, r);
    let improved = false;
    while (damping < 1e12) {
      const step = solveDamped(normal, gradient, damping);
      const candidate = x.map((value, i) => value - step[i]!);
      const candidateResiduals = residuals(candidate);
      const candidateCost = halfSquares(candidateResiduals);
      if (candidateCost < cost) {
        const gain = (cost - candidateCost) / cost;
        x = candidate;
        r = candidateResiduals;
        cost = candidateCost;
        damping = Math.max(damping / 10, 1e-12);
        improved = gain > COST_TOLERANCE;
        break;
      }
      damping *= 10;
    }
    if (!improved) break;
  }
  return { parameters: x, cost, iterations, influence: () => influenceAt(residuals, x, r) };
}

/**
 * Residual under a soft L1 loss: like the plain one when small, growing with the square root when large, so that a few
 * odd measurements do not bend the fit. Squaring and summing gives the loss.
 */
export function softL1(residual: number): number {
  return Math.sign(residual) * Math.sqrt(2 * (Math.sqrt(1 + residual * residual) - 1));
}

/** Skips the work when called again with the same vector: a numerical Jacobian moves one parameter at a time. */
export function reuseLast(
  compute: (x: readonly number[]) => readonly number[],
): (x: readonly number[]) => readonly number[] {
  let last: { readonly x: readonly number[]; readonly result: readonly number[] } | null = null;
  return (x) => {
    if (last === null || !x.every((value, i) => value === last!.x[i])) last = { x, result: compute(x) };
    return last.result;
  };
}

function influenceAt(
  residuals: (x: readonly number[]) => readonly number[],
  x: readonly number[],
  r: readonly number[],
): readonly (readonly number[])[] {
  const { columns, normal } = normalEquations(residuals, x, r);
  const factor = cholesky(normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + 1e-12) : value))));
  return r.map((_, i) =>
    forwardSolve(
      factor,
      columns.map((column) => column[i]!),
    ),
  );
}

function halfSquares(r: readonly number[]): number {
  return r.reduce((sum, value) => sum + value * value, 0) / 2;
}

/** J'J and J'r, one column of J at a time by forward differences. */
function normalEquations(
  residuals: (x: readonly number[]) => readonly number[],
  x: readonly number[],
  r: readonly number[],
): { columns: number[][]; normal: number[][]; gradient: number[] } {
  const columns = x.map((value, i) => {
    const shifted = [...x];
    shifted[i] = value + DIFFERENCE_STEP;
    return residuals(shifted).map((shiftedResidual, row) => (shiftedResidual - r[row]!) / DIFFERENCE_STEP);
  });
  return {
    columns,
    normal: columns.map((a) => columns.map((b) => dot(a, b))),
    gradient: columns.map((column) => dot(column, r)),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

/** Solves (N + damping diag N) s = g; N is positive semidefinite, the damping makes it definite. */
function solveDamped(normal: Matrix, gradient: readonly number[], damping: number): readonly number[] {
  const damped = normal.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + 1e-15 : value)));
  return choleskySolve(cholesky(damped), gradient);
}
