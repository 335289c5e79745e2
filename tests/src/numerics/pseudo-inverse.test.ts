import { describe, expect, it } from 'vitest';
import { identity, multiply, transpose } from '../../../src/numerics/dense.js';
import { pseudoInverse } from '../../../src/numerics/pseudo-inverse.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { relativeError } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(90).split('pseudo-inverse');
const product = (A: Vector, B: Vector, m: number, k: number, n: number) =>
  multiply(A, B, m, k, n, new Float64Array(m * n));

describe('pseudoInverse', () => {
  it.each([
    [1, 1],
    [5, 5],
    [7, 3],
    [3, 7],
    [1, 4],
    [20, 20],
  ])('meets the four conditions of Penrose: %i × %i', (m, n) => {
    // biome-ignore format: a table
    const A = stream.normals(m * n);
    const { matrix: P, conditionNumber } = pseudoInverse(A, m, n);
    const [AP, PA] = [product(A, P, m, n, m), product(P, A, n, m, n)];
    const limit = 1e-14 * conditionNumber * Math.max(m, n);
    expect(relativeError(product(AP, A, m, m, n), A)).toBeLessThan(limit);
    expect(relativeError(product(PA, P, n, n, m), P)).toBeLessThan(limit);
    expect(relativeError(transpose(AP, m, m, new Float64Array(m * m)), AP)).toBeLessThan(limit);
    expect(relativeError(transpose(PA, n, n, new Float64Array(n * n)), PA)).toBeLessThan(limit);
    if (m >= n) expect(relativeError(PA, identity(n))).toBeLessThan(limit);
  });

  it('knows the condition number', () => {
    expect(pseudoInverse(Float64Array.of(3, 0, 0, 0.5), 2, 2).conditionNumber).toBeCloseTo(6, 12);
    expect(pseudoInverse(Float64Array.of(1, 2, 2, 4), 2, 2).conditionNumber).toBeGreaterThan(1e15);
    expect(pseudoInverse(new Float64Array(4), 2, 2).conditionNumber).toBeNaN();
    expect(pseudoInverse(Float64Array.of(Number.NaN, 0, 0, 1), 2, 2).conditionNumber).toBeNaN();
  });
});
