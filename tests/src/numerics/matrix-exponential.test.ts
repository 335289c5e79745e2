import { describe, expect, it } from 'vitest';
import { identity, multiply, transpose } from '../../../src/numerics/dense.js';
import { matrixExponential } from '../../../src/numerics/matrix-exponential.js';
import { matrixLogarithm } from '../../../src/numerics/matrix-logarithm.js';
import { dot, norm, scaled } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { directional, relativeError } from '../../support/finite-differences.js';

const stream = Stream.fromSeed(2).split('exponential');
const exp = (T: Vector, n: number) => matrixExponential(n).exp(T);

/** A random n × n matrix of this Frobenius norm. */
function ofNorm(n: number, size: number): Vector {
  const T = stream.normals(n * n);
  return scaled(size / norm(T), T);
}

/** Norms that reach each Padé degree, and one, two and many squarings. */
const NORMS = [1e-10, 1e-3, 0.02, 0.2, 0.7, 2, 5, 12, 40];

describe('matrixExponential', () => {
  it('is exp on the diagonal', () => {
    for (const t of [0, 1e-9, 0.01, 0.1, 0.5, 1.5, 4, 5.3, 6, 30, -30]) {
      const E = exp(Float64Array.of(t, 0, 0, -t / 2), 2);
      expect(E[0] / Math.exp(t)).toBeCloseTo(1, 12);
      expect(E[3] / Math.exp(-t / 2)).toBeCloseTo(1, 12);
      expect([E[1], E[2]]).toEqual([0, 0]);
    }
  });

  it('is a rotation for a skew-symmetric matrix of the plane', () => {
    for (const angle of [0.01, 0.3, 1, 3, 9, 100]) {
      const expected = Float64Array.of(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle));
      expect(relativeError(exp(Float64Array.of(0, -angle, angle, 0), 2), expected)).toBeLessThan(
        2e-15 * (1 + angle),
      );
    }
  });

  it('is a finite sum for a nilpotent matrix', () => {
    const expected = Float64Array.of(1, 2, 3 + (2 * 4) / 2, 0, 1, 4, 0, 0, 1);
    expect(relativeError(exp(Float64Array.of(0, 2, 3, 0, 0, 4, 0, 0, 0), 3), expected)).toBeLessThan(1e-15);
  });

  it('is S exp(D) S⁻¹ for T = S D S⁻¹, in every regime of scaling', () => {
    for (const size of [1e-3, 0.02, 0.2, 0.8, 2, 5, 20]) {
      const rotation = exp(Float64Array.of(0, -0.7, 0.7, 0), 2); // S orthogonal: S⁻¹ = Sᵀ
      const back = transpose(rotation, 2, 2, new Float64Array(4));
      const conjugate = (D: Vector) => {
        const left = multiply(rotation, D, 2, 2, 2, new Float64Array(4));
        return multiply(left, back, 2, 2, 2, new Float64Array(4));
      };
      const T = conjugate(Float64Array.of(size, 0, 0, -size));
      const expected = conjugate(Float64Array.of(Math.exp(size), 0, 0, Math.exp(-size)));
      expect(relativeError(exp(T, 2), expected)).toBeLessThan(1e-13);
    }
  });

  it.each([2, 5, 20])('gives the inverse for −T (n = %i)', (n) => {
    for (const size of NORMS.filter((size) => size < 10)) {
      const T = ofNorm(n, size);
      const product = multiply(exp(T, n), exp(scaled(-1, T), n), n, n, n, new Float64Array(n * n));
      expect(relativeError(product, identity(n))).toBeLessThan(1e-15 * n * Math.exp(2 * size)); // κ(exp T) ≤ e^{2‖T‖}
    }
  });

  it('has the derivative that finite differences give, in every regime of scaling', () => {
    for (const n of [1, 3, 8]) {
      const { exp, derivative } = matrixExponential(n);
      for (const size of NORMS) {
        const T = ofNorm(n, size);
        const E = ofNorm(n, 1);
        expect(
          relativeError(
            derivative(T, E),
            directional((X) => exp(X), T, E),
          ),
        ).toBeLessThan(2e-7);
      }
    }
  });

  it('has a vector–Jacobian product adjoint to the derivative', () => {
    for (const n of [1, 4, 20]) {
      const { derivative, vjp } = matrixExponential(n);
      for (const size of NORMS) {
        const T = ofNorm(n, size);
        const E = ofNorm(n, 1);
        const W = ofNorm(n, 1);
        const forward = dot(W, derivative(T, E));
        const reverse = dot(vjp(T, W), E);
        expect(Math.abs(forward - reverse)).toBeLessThan(1e-12 * norm(derivative(T, E)));
      }
    }
  });

  it('commutes with its own direction: L(T, T) = T exp(T)', () => {
    for (const size of NORMS) {
      const T = ofNorm(6, size);
      const { exp, derivative } = matrixExponential(6);
      const expected = multiply(T, exp(T), 6, 6, 6, new Float64Array(36));
      expect(relativeError(derivative(T, T), expected)).toBeLessThan(1e-13 * Math.max(1, size));
    }
  });

  it('gives exp(T) and exp(−T) together, and then pulls back at that T', () => {
    for (const n of [1, 5, 20]) {
      const { both, pullBack } = matrixExponential(n);
      for (const size of [0, ...NORMS.filter((size) => size < 20)]) {
        const T = size === 0 ? new Float64Array(n * n) : ofNorm(n, size);
        const [W, plus, minus] = [ofNorm(n, 1), new Float64Array(n * n), new Float64Array(n * n)];
        both(T, plus, minus);
        expect(relativeError(plus, exp(T, n))).toBeLessThan(1e-15);
        expect(relativeError(minus, exp(scaled(-1, T), n))).toBeLessThan(1e-15 * Math.exp(2 * size));
        const flip = (M: Vector) => transpose(M, n, n, new Float64Array(n * n));
        expect(relativeError(pullBack(W), matrixExponential(n).derivative(flip(T), W))).toBeLessThan(1e-13);
        expect(pullBack(W)).toEqual(pullBack(W)); // and again
      }
    }
  });

  it('is the identity at 0, and so is its derivative', () => {
    const { exp, derivative, vjp } = matrixExponential(3);
    const E = ofNorm(3, 1);
    expect(exp(new Float64Array(9))).toEqual(identity(3));
    expect(derivative(new Float64Array(9), E)).toEqual(E);
    expect(vjp(new Float64Array(9), E)).toEqual(E);
  });

  it('says not a number where it cannot tell', () => {
    expect(exp(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toEqual(Float64Array.of(Number.NaN));
  });
});

describe('matrixLogarithm', () => {
  it.each([1, 3, 10, 20])('inverts exp near and far from the identity (n = %i)', (n) => {
    for (const size of [1e-8, 0.01, 0.3, 1, 2.5]) {
      const T = ofNorm(n, size); // ‖T‖ < π: the principal logarithm of exp(T) is T
      expect(relativeError(matrixLogarithm(exp(T, n), n), T)).toBeLessThan(1e-12 / size + 1e-12);
    }
  });

  it.each([
    ['an eigenvalue below zero', [-1, 0, 0, 2]],
    ['a singular matrix', [1, 1, 1, 1]],
  ])('refuses %s', (_, G) => {
    expect(() => matrixLogarithm(Float64Array.from(G), 2)).toThrow(
      'matrixLogarithm: G must have a real logarithm (no eigenvalue ≤ 0)',
    );
  });
});
