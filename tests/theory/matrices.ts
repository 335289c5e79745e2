/** Random symmetric matrices with a chosen spectrum, for the tests of theory. */

import type { Stream } from '../../src/random/stream.js';
import type { Vector } from '../../src/seams.js';

/** Q diag(λ) Qᵀ, [n, n] row-major, Q a product of n Householder reflections of random directions. */
export function symmetricWithSpectrum(eigenvalues: Vector, stream: Stream): Vector {
  const n = eigenvalues.length;
  const H = new Float64Array(n * n);
  for (let i = 0; i < n; i++) H[i * n + i] = eigenvalues[i];
  for (let k = 0; k < Math.min(n, 6); k++) {
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

/** Magnitudes spread log-uniformly over [1, κ], both ends taken, times the given sign of each. */
export function logUniformSpectrum(n: number, conditionNumber: number, stream: Stream, negative = 0): Vector {
  return Float64Array.from({ length: n }, (_, i) => {
    const exponent = i === 0 ? 0 : i === n - 1 ? 1 : stream.uniform();
    return (i < negative ? -1 : 1) * conditionNumber ** exponent;
  });
}
