/**
 * A = P⁻¹ L U with partial pivoting (Golub & Van Loan 2013, Algorithm 3.4.1), and A X = B with it: in place and
 * without allocation, for inner loops. Whether A is near-singular is the caller's to judge.
 */

import type { Vector } from '../seams.js';

/**
 * A ← its factors, L strictly below the diagonal and U on and above it. A [n, n], pivots [n].
 *
 * @returns false if a pivot is exactly zero: A is singular and the factors are not to be used.
 */
export function factorize(A: Vector, n: number, pivots: Int32Array): boolean {
  for (let p = 0; p < n; p++) {
    let best = p;
    for (let i = p + 1; i < n; i++) if (Math.abs(A[i * n + p]) > Math.abs(A[best * n + p])) best = i;
    pivots[p] = best;
    swapRows(A, n, p, best);
    const pivot = A[p * n + p];
    if (pivot === 0) return false;
    for (let i = p + 1; i < n; i++) {
      const factor = A[i * n + p] / pivot;
      A[i * n + p] = factor;
      for (let j = p + 1; j < n; j++) A[i * n + j] -= factor * A[p * n + j];
    }
  }
  return true;
}

/** B ← A⁻¹ B, from the factors of A. B [n, columns]. */
export function solveFactored(
  factors: Vector,
  pivots: Int32Array,
  B: Vector,
  n: number,
  columns: number,
): Vector {
  for (let p = 0; p < n; p++) swapRows(B, columns, p, pivots[p]);
  for (let i = 1; i < n; i++) {
    for (let l = 0; l < i; l++) subtractRow(B, columns, i, factors[i * n + l], l);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let l = i + 1; l < n; l++) subtractRow(B, columns, i, factors[i * n + l], l);
    const pivot = factors[i * n + i];
    for (let j = 0; j < columns; j++) B[i * columns + j] /= pivot;
  }
  return B;
}

/** Row i ← row i − factor · row l. */
function subtractRow(B: Vector, columns: number, i: number, factor: number, l: number): void {
  for (let j = 0; j < columns; j++) B[i * columns + j] -= factor * B[l * columns + j];
}

function swapRows(A: Vector, columns: number, i: number, j: number): void {
  if (i === j) return;
  for (let c = 0; c < columns; c++) {
    const held = A[i * columns + c];
    A[i * columns + c] = A[j * columns + c];
    A[j * columns + c] = held;
  }
}
