import { describe, expect, it } from 'vitest';
import {
  identity,
  multiply,
  multiplyABt,
  multiplyAtB,
  oneNorm,
  transpose,
} from '../../../src/numerics/dense.js';
import { factorize, solveFactored } from '../../../src/numerics/lu.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { relativeError } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(1).split('dense');
const matrix = (m: number, n: number): Vector => stream.normals(m * n);
const zeros = (m: number, n: number): Vector => new Float64Array(m * n);

/** The definition, entry by entry. */
function reference(A: Vector, B: Vector, m: number, k: number, n: number): Vector {
  return Float64Array.from({ length: m * n }, (_, o) => {
    let total = 0;
    for (let l = 0; l < k; l++) total += A[Math.floor(o / n) * k + l] * B[l * n + (o % n)];
    return total;
  });
}

describe('dense products', () => {
  // every remainder of the 2 × 4 tile
  const shapes = [1, 2, 3, 4, 5, 7, 8].flatMap((m) =>
    [1, 3, 6].flatMap((k) => [1, 2, 3, 4, 5, 8, 11].map((n) => [m, k, n])),
  );

  it('agree with the definition in all shapes', () => {
    for (const [m, k, n] of shapes) {
      const A = matrix(m, k);
      const B = matrix(k, n);
      const expected = reference(A, B, m, k, n);
      const At = transpose(A, m, k, zeros(k, m));
      const Bt = transpose(B, k, n, zeros(n, k));
      expect(relativeError(multiply(A, B, m, k, n, zeros(m, n)), expected)).toBeLessThan(1e-14);
      expect(relativeError(multiplyAtB(At, B, m, k, n, zeros(m, n)), expected)).toBeLessThan(1e-14);
      expect(relativeError(multiplyABt(A, Bt, m, k, n, zeros(m, n)), expected)).toBeLessThan(1e-14);
    }
  });

  it('keep what is not a number', () => {
    const A = Float64Array.of(Number.NaN, 0, 0, 1);
    expect(Array.from(multiply(A, identity(2), 2, 2, 2, zeros(2, 2)))).toEqual([
      Number.NaN,
      Number.NaN,
      0,
      1,
    ]);
    expect(oneNorm(A, 2, 2)).toBeNaN();
  });

  it('takes the largest column sum as the 1-norm', () => {
    expect(oneNorm(Float64Array.of(1, -2, 3, 0, 4, -5), 2, 3)).toBe(8);
  });
});

describe('LU', () => {
  it.each([1, 2, 5, 20])('solves A X = B for n = %i', (n) => {
    const A = matrix(n, n);
    const X = matrix(n, 3);
    const B = multiply(A, X, n, n, 3, zeros(n, 3));
    const pivots = new Int32Array(n);
    const factors = Float64Array.from(A);
    expect(factorize(factors, n, pivots)).toBe(true);
    expect(relativeError(solveFactored(factors, pivots, B, n, 3), X)).toBeLessThan(1e-11);
  });

  it('pivots where the corner is zero, and reports a singular matrix', () => {
    const pivots = new Int32Array(2);
    const swap = Float64Array.of(0, 1, 1, 0);
    expect(factorize(swap, 2, pivots)).toBe(true);
    expect(Array.from(solveFactored(swap, pivots, Float64Array.of(3, 4), 2, 1))).toEqual([4, 3]);
    expect(factorize(Float64Array.of(1, 2, 2, 4), 2, pivots)).toBe(false);
  });
});
