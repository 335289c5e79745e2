/**
 * Proposition 4.1 at one point, each of its statements computed and held against another way.
 *
 * Its premises are that x is no critical point (g ≠ 0) and that L is convex there (H positive definite). Then
 *
 *     (gᵀHg)(gᵀH⁻¹g) ≥ (gᵀg)²                      Lemma A.1
 *     d/ds ‖∇L(x + s v⊥)‖² at s = 0 = 2 gᵀHv⊥ ≥ 0   Proposition 4.1
 *
 * Where H is indefinite the two may fail; that refutes nothing.
 */

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { BadInput, requireVector } from '../checks.js';
import { dot, norm, squaredNorm, sum } from '../numerics/vector.js';
import { denseHessian } from '../optimizees/hessian.js';
import { requireOptimizee } from '../seam-checks.js';
import type { Optimizee, Vector } from '../seams.js';
import { decomposeNewton, type NewtonDecomposition } from './newton-decomposition.js';
import { SINGULAR_TO_ROUNDING } from './spectral-condition.js';

/** Proposition 4.1 at a point. */
export interface PropositionAt {
  readonly value: number;
  readonly gradient: Vector; // [n]
  readonly hessian: Vector; // [n, n]
  /** Of the Hessian, ascending. */
  readonly eigenvalues: Vector; // [n]
  readonly curvature: 'positive definite' | 'negative definite' | 'indefinite' | 'singular';
  /** Whether g ≠ 0 and H is positive definite. */
  readonly premises: boolean;
  /** Newton's direction and its parts; undefined at a critical point and where H is singular. */
  readonly newton: NewtonDecomposition | undefined;
  /** Both sides of Lemma A.1, (gᵀHg)(gᵀH⁻¹g) and (gᵀg)². */
  readonly sides: { readonly product: number; readonly square: number } | undefined;
  /** The derivative of ‖∇L‖² along v⊥, by its formula and by differences of gradients. */
  readonly derivative: { readonly symbols: number; readonly differences: number } | undefined;
  /** Whether that derivative is ≥ 0, to rounding; undefined where there is none. */
  readonly holds: boolean | undefined;
}

/** |2gᵀHv⊥| below this fraction of ‖g‖‖H‖‖v₂‖ is rounding. */
const ZERO_TO_ROUNDING = 1e-11;

/**
 * Proposition 4.1 at x.
 *
 *     const booth = optimizeeFromExpression('(x + 2y - 7)^2 + (2x + y - 5)^2');
 *     propositionAt(booth, Float64Array.of(5, 1)).holds; // true
 *
 * @throws if x has not n finite numbers, and where a derivative does not exist.
 */
export function propositionAt(optimizee: Optimizee, x: Vector): PropositionAt {
  requireOptimizee('propositionAt', optimizee);
  const n = optimizee.dimension;
  requireVector('propositionAt', 'x', x, n);
  const value = optimizee.value(x);
  const gradient = optimizee.gradient(x).slice();
  const hessian = denseHessian(optimizee, x);
  const eigenvalues = eigenvaluesOf(hessian, n);
  const curvature = curvatureOf(eigenvalues);
  const newton =
    squaredNorm(gradient) > 0 && curvature !== 'singular' ? decomposition(gradient, hessian) : undefined;
  const found = { value, gradient, hessian, eigenvalues, curvature, newton };
  if (!newton)
    return { ...found, premises: false, sides: undefined, derivative: undefined, holds: undefined };
  const Hg = Float64Array.from(gradient, (_, i) => dot(hessian.subarray(i * n, (i + 1) * n), gradient));
  const symbols = newton.derivative;
  const rounding = ZERO_TO_ROUNDING * norm(gradient) * norm(hessian) * norm(newton.newton);
  return {
    ...found,
    premises: curvature === 'positive definite',
    sides: { product: -dot(gradient, Hg) * dot(gradient, newton.newton), square: squaredNorm(gradient) ** 2 },
    derivative: { symbols, differences: growthByDifferences(optimizee, x, newton.perpendicular) },
    holds: symbols >= -rounding,
  };
}

/** All eigenvalues of a symmetric matrix, ascending. */
function eigenvaluesOf(H: Vector, n: number): Vector {
  const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, H), {
    assumeSymmetric: true,
  });
  return Float64Array.from(realEigenvalues).sort();
}

function curvatureOf(eigenvalues: Vector): PropositionAt['curvature'] {
  const magnitudes = eigenvalues.map(Math.abs);
  const largest = magnitudes.reduce((a, b) => Math.max(a, b));
  if (!(magnitudes.reduce((a, b) => Math.min(a, b)) > SINGULAR_TO_ROUNDING * largest)) return 'singular';
  if (eigenvalues[0] > 0) return 'positive definite';
  return eigenvalues[eigenvalues.length - 1] < 0 ? 'negative definite' : 'indefinite';
}

/** Undefined where a pivot is zero to rounding. */
function decomposition(gradient: Vector, hessian: Vector): NewtonDecomposition | undefined {
  try {
    return decomposeNewton(gradient, hessian);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

/** d/ds ‖∇L(x + s v)‖² at 0 by central differences, extrapolated from two steps; NaN where L ends beside x. */
function growthByDifferences(optimizee: Optimizee, x: Vector, v: Vector): number {
  const length = norm(v);
  if (length === 0) return 0;
  const h = (1e-4 * Math.max(1e-3, norm(x))) / length;
  try {
    const at = (s: number) => squaredNorm(optimizee.gradient(sum(x, s, v)));
    const slope = (step: number) => (at(step) - at(-step)) / (2 * step);
    return (4 * slope(h / 2) - slope(h)) / 3;
  } catch (error) {
    if (error instanceof BadInput) return Number.NaN;
    throw error;
  }
}
