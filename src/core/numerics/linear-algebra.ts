/** Square matrices as rows; symmetric ones hold both halves. */
export type Matrix = readonly (readonly number[])[];

/**
 * Lower triangle L with L L' = A, for a symmetric positive definite A.
 *
 * @throws RangeError when A is not positive definite.
 */
export function cholesky(a: Matrix): Matrix {
  const factor: number[][] = [];
  for (let i = 0; i < a.length; i += 1) {
    const row: number[] = [];
    for (let j = 0; j <= i; j += 1) {
      let sum = a[i]![j]!;
      const other = i === j ? row : factor[j]!;
      for (let k = 0; k < j; k += 1) sum -= row[k]! * other[k]!;
      if (i === j && !(sum > 0)) throw new RangeError(`matrix is not positive definite at row ${i}: ${sum}`);
      row.push(i === j ? Math.sqrt(sum) : sum / factor[j]![j]!);
    }
    factor.push(row);
  }
  return factor;
}

/** y with L y = b. */
export function forwardSolve(factor: Matrix, b: readonly number[]): readonly number[] {
  const y: number[] = [];
  for (let i = 0; i < b.length; i += 1) {
    let sum = b[i]!;
    const row = factor[i]!;
    for (let k = 0; k < i; k += 1) sum -= row[k]! * y[k]!;
    y.push(sum / row[i]!);
  }
  return y;
}

/** x with L L' x = b. */
export function choleskySolve(factor: Matrix, b: readonly number[]): readonly number[] {
  const y = forwardSolve(factor, b);
  const x = Array.from({ length: b.length }, () => 0);
  for (let i = b.length - 1; i >= 0; i -= 1) {
    let sum = y[i]!;
    for (let k = i + 1; k < b.length; k += 1) sum -= factor[k]![i]! * x[k]!;
    x[i] = sum / factor[i]![i]!;
  }
  return x;
}

/** Diagonal of (L L')^-1: squares of the columns of L^-1, summed. */
export function inverseDiagonal(factor: Matrix): readonly number[] {
  const n = factor.length;
  const inverse = new Float64Array(n);
  return factor.map((_, column) => {
    let sum = 0;
    for (let i = column; i < n; i += 1) {
      const row = factor[i]!;
      let value = i === column ? 1 : 0;
      for (let k = column; k < i; k += 1) value -= row[k]! * inverse[k]!;
      inverse[i] = value / row[i]!;
      sum += inverse[i]! ** 2;
    }
    return sum;
  });
}
