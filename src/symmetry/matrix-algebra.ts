/**
 * Coordinates of the matrix Lie algebras in use: how ξ ∈ ℝᵐ stands for a k × k matrix T, and exp(T) for an element.
 *
 *     gl(k)    all k × k matrices, m = k², ξ is T row-major                        exp: GL(k), the part with det > 0
 *     so(k)    skew-symmetric ones, m = k(k − 1)/2, ξ lists −T_ij = T_ji for i < j, row by row      exp: SO(k)
 *
 * so(2) has the one coordinate θ with exp = [[cos θ, −sin θ], [sin θ, cos θ]], as in `rotation.ts`.
 */

import { requireCount } from '../checks.js';
import { multiply } from '../numerics/dense.js';
import { matrixExponential } from '../numerics/matrix-exponential.js';
import { matrixLogarithm } from '../numerics/matrix-logarithm.js';
import { scaled } from '../numerics/vector.js';
import type { Vector } from '../seams.js';

export interface MatrixAlgebra {
  /** Of the group, such as GL(20). */
  readonly group: string;
  readonly k: number;
  /** m. */
  readonly dimension: number;
  /** T from ξ. [k, k] */
  matrix(xi: Vector, out: Vector): Vector;
  /** The adjoint of `matrix`: ξ̄ from T̄ = ∂ℓ/∂T. [m] */
  cotangent(TBar: Vector, out: Vector): Vector;
  /** ζ with exp(ζ) = exp(ξ) exp(η). @throws where the product has no real logarithm. */
  compose(xi: Vector, eta: Vector): Vector;
  /** −ξ. */
  inverse(xi: Vector): Vector;
}

/** gl(k). */
export function generalLinearAlgebra(k: number): MatrixAlgebra {
  requireCount('generalLinearAlgebra', 'k', k);
  const copy = (from: Vector, out: Vector): Vector => {
    out.set(from);
    return out;
  };
  return {
    group: `GL(${k})`,
    k,
    dimension: k * k,
    matrix: copy,
    cotangent: copy,
    compose: (xi, eta) => matrixLogarithm(productOfExponentials(xi, eta, k), k),
    inverse: (xi) => scaled(-1, xi),
  };
}

/** so(k). */
export function specialOrthogonalAlgebra(k: number): MatrixAlgebra {
  requireCount('specialOrthogonalAlgebra', 'k', k, 2);
  const dimension = (k * (k - 1)) / 2;
  const matrix = (xi: Vector, out: Vector): Vector => {
    out.fill(0);
    for (let i = 0, c = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, c++) {
        out[i * k + j] = -xi[c];
        out[j * k + i] = xi[c];
      }
    }
    return out;
  };
  const cotangent = (TBar: Vector, out: Vector): Vector => {
    for (let i = 0, c = 0; i < k; i++) {
      for (let j = i + 1; j < k; j++, c++) out[c] = TBar[j * k + i] - TBar[i * k + j];
    }
    return out;
  };
  const full = (xi: Vector) => matrix(xi, new Float64Array(k * k));
  return {
    group: `SO(${k})`,
    k,
    dimension,
    matrix,
    cotangent,
    compose: (xi, eta) => {
      const T = matrixLogarithm(productOfExponentials(full(xi), full(eta), k), k);
      return scaled(0.5, cotangent(T, new Float64Array(dimension))); // averages T_ji and −T_ij
    },
    inverse: (xi) => scaled(-1, xi),
  };
}

function productOfExponentials(S: Vector, T: Vector, k: number): Vector {
  const { exp } = matrixExponential(k);
  return multiply(exp(S), exp(T), k, k, k, new Float64Array(k * k));
}
