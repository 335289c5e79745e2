/** The Moore–Penrose inverse by singular value decomposition (ml-matrix), with the condition number beside it. */

import type { Vector } from '../seams.js';
import { multiplyABt } from './dense.js';
import { mlMatrix } from './ml-matrix.js';

export interface PseudoInverse {
  /** A⁺ [n, m]. */
  readonly matrix: Vector;
  /** σ_max / σ_min over all min(m, n) singular values; Infinity if A lacks full rank. */
  readonly conditionNumber: number;
}

/**
 * A⁺ = V Σ⁻¹ Uᵀ for A [m, n] of full rank; of a matrix that lacks it only the condition number is to be used.
 * A with a non-finite entry has condition number NaN.
 */
export function pseudoInverse(A: Vector, m: number, n: number): PseudoInverse {
  if (!A.every(Number.isFinite)) return { matrix: new Float64Array(n * m), conditionNumber: Number.NaN };
  const { Matrix, SingularValueDecomposition } = mlMatrix();
  const svd = new SingularValueDecomposition(Matrix.from1DArray(m, n, A), { autoTranspose: true });
  const rank = Math.min(m, n);
  const sigma = svd.diagonal;
  const U = Float64Array.from(svd.leftSingularVectors.subMatrix(0, m - 1, 0, rank - 1).to1DArray()); // [m, r]
  const V = Float64Array.from(svd.rightSingularVectors.subMatrix(0, n - 1, 0, rank - 1).to1DArray()); // [n, r]
  for (let i = 0; i < V.length; i++) V[i] /= sigma[i % rank];
  return {
    matrix: multiplyABt(V, U, n, rank, m, new Float64Array(n * m)),
    conditionNumber: Math.max(...sigma) / Math.min(...sigma),
  };
}
