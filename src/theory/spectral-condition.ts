/**
 * Proposition 4.1 seen through the eigenvalues of the Hessian.
 *
 * Let H = Σ λᵢ eᵢeᵢᵀ and pᵢ = ⟨g, eᵢ⟩²/‖g‖², weights that sum to one. Then gᵀHg = ‖g‖² E_p[λ] and
 * gᵀH⁻¹g = ‖g‖² E_p[1/λ], so the derivative of ‖∇L‖² along v⊥ (see `newton-decomposition.ts`) is
 *
 *     2 [ (gᵀHg)(gᵀH⁻¹g)/(gᵀg) − gᵀg ] = 2‖g‖² ( E_p[λ]·E_p[1/λ] − 1 )
 *                                      = 2‖g‖² Σ_{i<j} pᵢpⱼ (λᵢ − λⱼ)²/(λᵢλⱼ).
 *
 * A pair of eigenvalues of one sign helps, a pair of opposite signs hurts. So the derivative is ≥ 0 for every
 * g when H is definite (Lemma A.1, the Cauchy–Schwarz inequality), for some g when H is indefinite and n > 2,
 * and for no g but eigenvectors of H when H is indefinite and n = 2. For a definite H, Kantorovich's inequality
 * bounds it from above, κ being the condition number:
 *
 *     1 ≤ E_p[λ]·E_p[1/λ] ≤ (κ + 1)²/(4κ),   gain ≤ 2‖g‖² (κ − 1)²/(4κ),
 *
 * with equality where p puts one half each on the smallest and the largest eigenvalue.
 */

import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { refuse, requireList, requireVector } from '../checks.js';
import { squaredNorm } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

/** |λ| below this fraction of the largest |λ| counts as zero: a few hundred roundings of the eigenvalue solver. */
export const SINGULAR_TO_ROUNDING = 1e-13;

/** A share of the gradient below this is rounding. */
const NO_WEIGHT = 1e-24;

/** A Hessian and a gradient, in the Hessian's own axes. */
export interface SpectralForm {
  /** λᵢ, ascending. */
  readonly eigenvalues: Vector; // [n], or fewer: see below
  /** pᵢ, the share of the gradient along each eigenvector; they sum to 1. */
  readonly weights: Vector; // as many
  /** E_p[λ] = gᵀHg/‖g‖², the curvature along the gradient. */
  readonly meanCurvature: number;
  /** E_p[1/λ] = gᵀH⁻¹g/‖g‖². */
  readonly meanInverseCurvature: number;
  /** E_p[λ]·E_p[1/λ] − 1, summed over pairs so that it does not cancel: Proposition 4.1 holds where it is ≥ 0. */
  readonly excess: number;
  /** Number of negative eigenvalues. */
  readonly negative: number;
  /** κ = max|λ| / min|λ|. */
  readonly conditionNumber: number;
}

/**
 * The spectral form of Proposition 4.1.
 *
 * Directions with λ = 0 and no share of the gradient, to rounding, are left out: L is flat along them to second
 * order (shifting all logits of a softmax), and Newton's step has no part there.
 *
 * @param H symmetric, [n, n] row-major.
 * @param g the gradient.
 * @throws if g = 0 (the weights have no limit) or λ = 0 along a part of g (E_p[1/λ] has none in general).
 */
export function spectralForm(H: Vector, g: Vector): SpectralForm {
  requireList('spectralForm', 'g', g);
  const n = g.length;
  requireVector('spectralForm', 'H', H, n * n);
  requireVector('spectralForm', 'g', g, n);
  const gg = squaredNorm(g);
  if (!(gg > 0)) refuse('spectralForm', 'g must not be zero', g);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(Matrix.from1DArray(n, n, H), {
    assumeSymmetric: true,
  });
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let component = 0;
    for (let k = 0; k < n; k++) component += g[k] * eigenvectorMatrix.get(k, i);
    weights[i] = component ** 2 / gg;
  }
  return spectralFormOf(Float64Array.from(realEigenvalues), weights);
}

/** The same from eigenvalues and weights, which need not be sorted; weights are ≥ 0 and sum to 1. */
export function spectralFormOf(eigenvalues: Vector, weights: Vector): SpectralForm {
  requireList('spectralFormOf', 'eigenvalues', eigenvalues);
  const n = eigenvalues.length;
  requireVector('spectralFormOf', 'eigenvalues', eigenvalues, n);
  requireVector('spectralFormOf', 'weights', weights, n);
  const magnitude = Math.max(...eigenvalues.map(Math.abs));
  const isZero = (i: number) => !(Math.abs(eigenvalues[i]) > SINGULAR_TO_ROUNDING * magnitude);
  const order = Array.from(eigenvalues.keys())
    .filter((i) => !(isZero(i) && weights[i] < NO_WEIGHT))
    .sort((i, j) => eigenvalues[i] - eigenvalues[j]);
  if (order.length === 0 || order.some(isZero)) {
    refuse('spectralForm', 'eigenvalues along the gradient must not be zero', eigenvalues);
  }
  const lambda = Float64Array.from(order, (i) => eigenvalues[i]);
  const p = Float64Array.from(order, (i) => weights[i]);
  let meanCurvature = 0;
  let meanInverseCurvature = 0;
  let excess = 0;
  for (let i = 0; i < p.length; i++) {
    meanCurvature += p[i] * lambda[i];
    meanInverseCurvature += p[i] / lambda[i];
    for (let j = 0; j < i; j++) {
      excess += p[i] * p[j] * ((lambda[i] - lambda[j]) / lambda[i]) * ((lambda[i] - lambda[j]) / lambda[j]);
    }
  }
  return {
    eigenvalues: lambda,
    weights: p,
    meanCurvature,
    meanInverseCurvature,
    excess,
    negative: lambda.filter((value) => value < 0).length,
    conditionNumber: magnitude / Math.min(...lambda.map(Math.abs)),
  };
}

/** (κ − 1)²/(4κ), the largest E_p[λ]·E_p[1/λ] − 1 of a definite H with condition number κ ≥ 1 (Kantorovich). */
export function kantorovichBound(conditionNumber: number): number {
  if (!(conditionNumber >= 1)) {
    refuse('kantorovichBound', 'conditionNumber must be at least 1', conditionNumber);
  }
  return (conditionNumber - 1) ** 2 / (4 * conditionNumber);
}
