/**
 * Newton's direction, split along and across the gradient (Section 4.1 of the paper).
 *
 * With g = ∇L(x) and H = ∇²L(x):
 *
 *     v₂ = −H⁻¹ g            Newton's direction
 *     v∥ = (⟨v₂, g⟩/‖g‖²) g  its part along the gradient: what a gradient step can give
 *     v⊥ = v₂ − v∥           its part along the level set: what a teleport can give
 *
 * Proposition 4.1 says that for a convex L the gradient grows along v⊥:
 *
 *     d/ds ‖∇L(x + s v⊥)‖² at s = 0  =  2 gᵀ H v⊥  =  2 [ (gᵀHg)(gᵀH⁻¹g)/(gᵀg) − gᵀg ]  ≥  0.
 *
 * In two dimensions it is, with g⊥ = (−g₂, g₁),
 *
 *     2 (g⊥ᵀ H g)² / (det H · ‖g‖²),
 *
 * so there its sign is the sign of det H. `statements.ts` proves both forms; `spectral-condition.ts` has n > 2.
 */

import { LuDecomposition, Matrix } from 'ml-matrix';
import { refuse, requireList, requireVector } from '../checks.js';
import { dot, scaled, squaredNorm, sum } from '../numerics/vector.js';
import { denseHessian } from '../optimizees/hessian.js';
import { requireOptimizee } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';
import { SINGULAR_TO_ROUNDING } from './spectral-condition.js';

/** Newton’s direction at a point and its two parts. */
export interface NewtonDecomposition {
  /** g. */
  readonly gradient: Vector; // [n]
  /** H. */
  readonly hessian: Vector; // [n, n]
  /** v₂. */
  readonly newton: Vector; // [n]
  /** v∥. */
  readonly parallel: Vector; // [n]
  /** v⊥. */
  readonly perpendicular: Vector; // [n]
  /** d/ds ‖∇L(x + s v⊥)‖² at s = 0, by its definition 2 gᵀ H v⊥. */
  readonly derivative: number;
  /** The angle from the steepest descent −g to v₂, in radians, 0 to π. */
  readonly angle: number;
}

/**
 * The decomposition at x.
 *
 * @throws if x is a critical point (g = 0 has no direction) or the Hessian is singular to rounding.
 */
export function newtonDecomposition(optimizee: Optimizee, x: Vector): NewtonDecomposition {
  requireOptimizee('newtonDecomposition', optimizee);
  requireVector('newtonDecomposition', 'x', x, optimizee.dimension);
  const gradient = optimizee.gradient(x).slice();
  return decomposeNewton(gradient, denseHessian(optimizee, x));
}

/** The same from g and H, [n, n] row-major and symmetric. */
export function decomposeNewton(gradient: Vector, hessian: Vector): NewtonDecomposition {
  const where = 'newtonDecomposition';
  requireList(where, 'the gradient', gradient);
  const n = gradient.length;
  requireVector(where, 'the gradient', gradient, n);
  requireVector(where, 'the Hessian', hessian, n * n);
  const gg = squaredNorm(gradient);
  if (!(gg > 0)) refuse(where, 'the gradient must not be zero', gradient);
  const newton = scaled(-1, solve(where, hessian, gradient));
  const parallel = scaled(dot(newton, gradient) / gg, gradient);
  const perpendicular = sum(newton, -1, parallel);
  return {
    gradient,
    hessian,
    newton,
    parallel,
    perpendicular,
    derivative: 2 * dot(multiply(hessian, gradient), perpendicular),
    angle: angleBetween(scaled(-1, gradient), newton),
  };
}

/** 2 (g⊥ᵀHg)² / (det H ‖g‖²), the derivative along v⊥ in the plane; the same refusals. */
export function planarDerivative(gradient: Vector, hessian: Vector): number {
  const where = 'planarDerivative';
  requireVector(where, 'the gradient', gradient, 2);
  requireVector(where, 'the Hessian', hessian, 4);
  const gg = squaredNorm(gradient);
  if (!(gg > 0)) refuse(where, 'the gradient must not be zero', gradient);
  const determinant = planarDeterminant(hessian);
  if (determinant === 0) refuse(where, 'the Hessian must be invertible', hessian);
  const Hg = multiply(hessian, gradient);
  const across = gradient[0] * Hg[1] - gradient[1] * Hg[0]; // g⊥ᵀHg
  return (2 * across ** 2) / (determinant * gg);
}

/** det H of a 2×2 matrix. */
export function planarDeterminant(hessian: Vector): number {
  requireVector('planarDeterminant', 'the Hessian', hessian, 4);
  return hessian[0] * hessian[3] - hessian[1] * hessian[2];
}

/** The angle between two directions, 0 to π, exact near 0 too (Kahan's formula). @throws if one is zero. */
export function angleBetween(a: Vector, b: Vector): number {
  requireList('angleBetween', 'a direction', a);
  requireVector('angleBetween', 'a direction', b, a.length);
  const lengthA = Math.hypot(...a);
  const lengthB = Math.hypot(...b);
  if (!(lengthA > 0) || !(lengthB > 0))
    refuse('angleBetween', 'directions must not be zero', lengthA > 0 ? b : a);
  let difference = 0;
  let total = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i] / lengthA - b[i] / lengthB) ** 2;
    total += (a[i] / lengthA + b[i] / lengthB) ** 2;
  }
  return 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(total));
}

/** M v. */
function multiply(M: Vector, v: Vector): Vector {
  const n = v.length;
  return Float64Array.from({ length: n }, (_, i) => dot(M.subarray(i * n, (i + 1) * n), v));
}

/** H⁻¹ b by LU; a pivot that is zero to rounding is refused. */
function solve(where: string, H: Vector, b: Vector): Vector {
  const n = b.length;
  const lu = new LuDecomposition(Matrix.from1DArray(n, n, H));
  const pivots = lu.upperTriangularMatrix.diagonal().map(Math.abs);
  if (!(Math.min(...pivots) > SINGULAR_TO_ROUNDING * Math.max(...pivots))) {
    refuse(where, 'the Hessian must be invertible', H);
  }
  return Float64Array.from(lu.solve(Matrix.columnVector(b)).to1DArray());
}
