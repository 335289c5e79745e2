/**
 * The affine map h(x) = A x + b of ℝⁿ, A invertible: the coordinates in which an ellipse is a circle.
 *
 * `A` is dense and row-major; its inverse is computed once, by LU decomposition. Families draw a map a task, so this
 * is in the inner loop of meta-training.
 */

import { refuse, requireVector } from '../checks.js';
import { identity, oneNorm } from '../numerics/dense.js';
import { factorize, solveFactored } from '../numerics/lu.js';
import type { Vector } from '../seams.js';
import type { Diffeomorphism } from './diffeomorphism.js';

/** A with a larger condition number ‖A‖₁‖A⁻¹‖₁ than this is refused as singular: A⁻¹ would keep under 4 digits. */
const LARGEST_CONDITION_NUMBER = 1e12;

/**
 * h(x) = A x + b.
 *
 * @param A n rows of n numbers.
 * @param b n numbers; 0 by default.
 * @throws if A is not square, not finite, or singular to working precision.
 */
export function affineMap(A: readonly (readonly number[])[], b?: ArrayLike<number>): Diffeomorphism {
  if (!Array.isArray(A) || A.length === 0) refuse('affineMap', 'A must have at least one row', A);
  const n = A.length;
  for (const row of A) requireVector('affineMap', 'a row of A', row, n);
  if (b !== undefined) requireVector('affineMap', 'b', b, n);
  const shift = Float64Array.from(b ?? new Float64Array(n));
  const forward = Float64Array.from(A.flat()); // [n, n]
  const backward = inverseOf(forward, n);
  const conditionNumber = backward
    ? oneNorm(forward, n, n) * oneNorm(backward, n, n)
    : Number.POSITIVE_INFINITY;
  if (!backward || !(conditionNumber <= LARGEST_CONDITION_NUMBER)) {
    refuse('affineMap', 'A must be invertible', `${JSON.stringify(A)} (condition number ${conditionNumber})`);
  }
  const centred = new Float64Array(n);

  return {
    name: 'affine',
    dimension: n,
    map: (x, out = new Float64Array(n)) => {
      multiply(forward, x, out);
      for (let i = 0; i < n; i++) out[i] += shift[i];
      return out;
    },
    inverse: (u, out = new Float64Array(n)) => {
      for (let i = 0; i < n; i++) centred[i] = u[i] - shift[i];
      return multiply(backward, centred, out);
    },
    jvp: (_x, v, out = new Float64Array(n)) => multiply(forward, v, out),
    vjp: (_x, w, out = new Float64Array(n)) => multiplyTransposed(forward, w, out),
    inverseJvp: (_x, w, out = new Float64Array(n)) => multiply(backward, w, out),
    inverseVjp: (_x, v, out = new Float64Array(n)) => multiplyTransposed(backward, v, out),
    second: (_x, _u, _v, out = new Float64Array(n)) => out.fill(0),
    secondVjp: (_x, _w, _v, out = new Float64Array(n)) => out.fill(0),
  };
}

/** A⁻¹ [n, n]; undefined where a pivot vanishes. */
function inverseOf(A: Vector, n: number): Vector | undefined {
  const factors = A.slice();
  const pivots = new Int32Array(n);
  return factorize(factors, n, pivots) ? solveFactored(factors, pivots, identity(n), n, n) : undefined;
}

/** out ← M v; out must not be v. */
function multiply(M: Vector, v: Vector, out: Vector): Vector {
  const n = v.length;
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let j = 0; j < n; j++) total += M[i * n + j] * v[j];
    out[i] = total;
  }
  return out;
}

/** out ← Mᵀ v; out must not be v. */
function multiplyTransposed(M: Vector, v: Vector, out: Vector): Vector {
  const n = v.length;
  for (let j = 0; j < n; j++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += M[i * n + j] * v[i];
    out[j] = total;
  }
  return out;
}
