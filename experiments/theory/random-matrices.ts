/** Random symmetric matrices and gradients with a chosen spectrum. */

import type { Stream } from '../../src/random/stream.js';
import type { Vector } from '../../src/seams.js';

/** Reflections that make up Q: more do not make it visibly more random. */
const MOST_REFLECTIONS = 6;

/** Q diag(λ) Qᵀ, [n, n] row-major, Q a product of Householder reflections I − 2vvᵀ/vᵀv with v ~ N(0, I). */
export function symmetricWithSpectrum(eigenvalues: Vector, stream: Stream): Vector {
  const n = eigenvalues.length;
  const H = new Float64Array(n * n);
  for (let i = 0; i < n; i++) H[i * n + i] = eigenvalues[i];
  for (let k = 0; k < Math.min(n, MOST_REFLECTIONS); k++) {
    const v = stream.normals(n);
    const vv = v.reduce((sum, entry) => sum + entry * entry, 0);
    const Hv = v.map((_, i) => v.reduce((sum, entry, j) => sum + H[i * n + j] * entry, 0));
    const vHv = Hv.reduce((sum, entry, i) => sum + entry * v[i], 0);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        H[i * n + j] += (-2 * (v[i] * Hv[j] + Hv[i] * v[j]) + (4 * vHv * v[i] * v[j]) / vv) / vv;
      }
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) H[i * n + j] = H[j * n + i] = (H[i * n + j] + H[j * n + i]) / 2;
  }
  return H;
}

/**
 * n eigenvalues with magnitudes log-uniform in [1, κ], both ends taken, `negative` of them (chosen at random)
 * with a minus sign.
 */
export function logUniformSpectrum(n: number, conditionNumber: number, stream: Stream, negative = 0): Vector {
  const place = stream.permutation(n);
  return Float64Array.from({ length: n }, (_, i) => {
    const exponent = i === 0 ? 0 : i === n - 1 ? 1 : stream.uniform();
    return (place[i] < negative ? -1 : 1) * conditionNumber ** exponent;
  });
}

/** pᵢ = gᵢ²/‖g‖² for g ~ N(0, I): a gradient of no preferred direction, seen in the axes of any Hessian. */
export function isotropicWeights(n: number, stream: Stream): Vector {
  const squares = stream.normals(n).map((entry) => entry * entry);
  const total = squares.reduce((sum, square) => sum + square, 0);
  return squares.map((square) => square / total);
}
