/**
 * The dense Hessian, column by column from Hessian–vector products, and the finite-difference Hessian that
 * serves as a check independent of them.
 */

import { refuse, requirePositive, requireVector } from '../checks.js';
import { unitVector } from '../numerics/vector.js';
import { requireOptimizee } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';

/** A larger Hessian would fill the memory: products with vectors do without it. */
const LARGEST = 5000;

/** ∇²f(x), [n, n] row-major, from n products; the mean of it and its transpose, so symmetric to the last bit. */
export function denseHessian(optimizee: Optimizee, x: Vector): Vector {
  requireOptimizee('denseHessian', optimizee);
  const n = optimizee.dimension;
  if (n > LARGEST) refuse('denseHessian', `the dimension must be at most ${LARGEST}`, n);
  requireVector('denseHessian', 'x', x, n);
  const columns = Array.from({ length: n }, (_, j) => optimizee.hessianVector(x, unitVector(n, j)).slice());
  return symmetric(columns);
}

/**
 * ∇²f(x), [n, n] row-major, by central differences of the gradient:
 *
 *     H eⱼ ≈ (∇f(x + hⱼ eⱼ) − ∇f(x − hⱼ eⱼ)) / 2hⱼ,   hⱼ = step · max(1, |xⱼ|),
 *
 * with error O(h²) of truncation and O(ε/h) of rounding, balanced by a step near ε^{1/3}.
 *
 * @param step 6e-6 by default, ε^{1/3} in float64.
 */
export function finiteDifferenceHessian(optimizee: Optimizee, x: Vector, step = 6e-6): Vector {
  requireOptimizee('finiteDifferenceHessian', optimizee);
  const n = optimizee.dimension;
  requireVector('finiteDifferenceHessian', 'x', x, n);
  requirePositive('finiteDifferenceHessian', 'step', step);
  const columns = Array.from({ length: n }, (_, j) => {
    const h = step * Math.max(1, Math.abs(x[j]));
    const moved = Float64Array.from(x);
    moved[j] = x[j] + h;
    const after = optimizee.gradient(moved).slice();
    moved[j] = x[j] - h;
    const before = optimizee.gradient(moved);
    return after.map((value, i) => (value - before[i]) / (2 * h));
  });
  return symmetric(columns);
}

function symmetric(columns: readonly Vector[]): Vector {
  const n = columns.length;
  const H = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) H[i * n + j] = (columns[i][j] + columns[j][i]) / 2;
  }
  return H;
}
