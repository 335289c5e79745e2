import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logUniformSpectrum, symmetricWithSpectrum } from '../../../experiments/theory/random-matrices.js';
import { dot, norm, scaled, squaredNorm, sum } from '../../../src/numerics/vector.js';
import { BOOTH, ellipse } from '../../../src/optimizees/ellipse.js';
import { CLASSICAL_ROSENBROCK, rosenbrock } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import {
  angleBetween,
  decomposeNewton,
  newtonDecomposition,
  planarDerivative,
} from '../../../src/theory/newton-decomposition.js';
import { kantorovichBound, spectralForm } from '../../../src/theory/spectral-condition.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';

const rosenbrockFunction = rosenbrock(CLASSICAL_ROSENBROCK, Float64Array.of(-1, -1)).optimizee;

describe('newtonDecomposition', () => {
  it('splits Newton’s step, which on a quadratic ends at the minimum', () => {
    const { optimizee } = ellipse(BOOTH, Float64Array.of(5, -5));
    const x = Float64Array.of(5, -5);
    const { newton, parallel, perpendicular, gradient } = newtonDecomposition(optimizee, x);
    expect(Array.from(sum(x, 1, newton))).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
    expect(norm(sum(sum(parallel, 1, perpendicular), -1, newton))).toBeLessThan(1e-14);
    expect(Math.abs(dot(perpendicular, gradient))).toBeLessThan(1e-12 * squaredNorm(gradient));
  });

  it('gives the derivative of ‖∇L‖² along v⊥, as a difference quotient does', () => {
    const x = Float64Array.of(-0.7, 1.4);
    const { perpendicular, derivative } = newtonDecomposition(rosenbrockFunction, x);
    const along = (s: number) => squaredNorm(rosenbrockFunction.gradient(sum(x, s, perpendicular)));
    const h = 1e-5;
    expect((along(h) - along(-h)) / (2 * h) / derivative).toBeCloseTo(1, 7);
  });

  it('agrees with the closed form in the plane, of the sign of det H', () => {
    const size = fc.double({ min: 0.1, max: 10, noNaN: true });
    const sign = fc.constantFrom(-1, 1);
    const direction = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(size, sign, size, sign, direction, size, direction, (l1, s1, l2, s2, axis, r, towards) => {
        const [cos, sin] = [Math.cos(axis), Math.sin(axis)];
        const b = (s1 * l1 - s2 * l2) * sin * cos;
        const H = Float64Array.of(s1 * l1 * cos ** 2 + s2 * l2 * sin ** 2, b, b, s1 * l1 * sin ** 2 + s2 * l2 * cos ** 2); // biome-ignore format: a matrix
        const g = Float64Array.of(r * Math.cos(towards), r * Math.sin(towards));
        const closed = planarDerivative(g, H);
        const scale = (r ** 2 * (l1 + l2) ** 2) / (l1 * l2);
        expect(Math.abs(decomposeNewton(g, H).derivative - closed)).toBeLessThan(1e-12 * scale);
        expect(closed * s1 * s2).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('is never negative on 4,000 random definite matrices of n = 2 … 50, and within Kantorovich’s bound', () => {
    const stream = Stream.fromSeed(41).split('definite');
    let violations = 0;
    let largestShare = 0;
    for (let k = 0; k < 4000; k++) {
      const n = 2 + (k % 49);
      const kappa = 10 ** stream.uniform(0.1, 4);
      const H = symmetricWithSpectrum(logUniformSpectrum(n, kappa, stream), stream);
      const g = stream.normals(n);
      const { derivative } = decomposeNewton(g, H);
      if (!(derivative >= 0)) violations++;
      largestShare = Math.max(largestShare, derivative / (2 * squaredNorm(g) * kantorovichBound(kappa)));
    }
    expect(violations).toBe(0);
    expect(largestShare).toBeLessThan(1 + 1e-9);
    expect(largestShare).toBeGreaterThan(0.9);
  }, 20_000);

  it('refuses a critical point, a singular Hessian and a point of the wrong kind', () => {
    const bowl = optimizeeFromExpression('x^2 + y^2');
    expect(() => newtonDecomposition(bowl, Float64Array.of(0, 0))).toThrow(
      'newtonDecomposition: the gradient must not be zero, got [0, 0]',
    );
    const valley = optimizeeFromExpression('(x + y)^2');
    expect(() => newtonDecomposition(valley, Float64Array.of(1, 2))).toThrow(
      'newtonDecomposition: the Hessian must be invertible, got [2, 2, 2, 2]',
    );
    expect(() => newtonDecomposition(bowl, Float64Array.of(1))).toThrow('x must hold 2 numbers');
    expect(() => newtonDecomposition(bowl, Float64Array.of(1, Number.NaN))).toThrow('x must be finite');
    expect(() => planarDerivative(Float64Array.of(1, 1), Float64Array.of(1, 1, 1, 1))).toThrow(
      'planarDerivative: the Hessian must be invertible, got [1, 1, 1, 1]',
    );
  });
});

describe('spectralForm', () => {
  it('gives the derivative along v⊥ as 2‖g‖²(E[λ]E[1/λ] − 1), definite or not', () => {
    const stream = Stream.fromSeed(42).split('spectral');
    for (let k = 0; k < 300; k++) {
      const n = 2 + stream.integer(12);
      const lambda = logUniformSpectrum(n, 10 ** stream.uniform(0.3, 3), stream, stream.integer(n));
      const H = symmetricWithSpectrum(lambda, stream);
      const g = stream.normals(n);
      const { excess, meanCurvature, meanInverseCurvature, conditionNumber } = spectralForm(H, g);
      expect(2 * squaredNorm(g) * excess).toBeCloseTo(decomposeNewton(g, H).derivative, 8);
      expect(meanCurvature * meanInverseCurvature - 1).toBeCloseTo(excess, 8);
      const largest = Math.max(...lambda.map(Math.abs));
      const smallest = Math.min(...lambda.map(Math.abs));
      expect(conditionNumber / (largest / smallest)).toBeCloseTo(1, 8);
    }
  });

  it('reaches Kantorovich’s bound with half the weight on each end of the spectrum', () => {
    const { excess } = spectralForm(Float64Array.of(1, 0, 0, 36), Float64Array.of(3, -3));
    expect(excess).toBeCloseTo(kantorovichBound(36), 12);
    expect(kantorovichBound(1)).toBe(0);
  });

  it('leaves out flat directions that the gradient has no part in', () => {
    const flat = spectralForm(Float64Array.of(1, 0, 0, 0, 4, 0, 0, 0, 0), Float64Array.of(1, 1, 0));
    expect(flat).toEqual(spectralForm(Float64Array.of(1, 0, 0, 4), Float64Array.of(1, 1)));
    expect(flat.excess).toBeCloseTo(kantorovichBound(4), 12);
  });

  it('refuses a zero gradient, a singular Hessian and a condition number below one', () => {
    expect(() => spectralForm(Float64Array.of(1, 0, 0, 1), new Float64Array(2))).toThrow(
      'spectralForm: g must not be zero',
    );
    expect(() => spectralForm(Float64Array.of(1, 1, 1, 1), Float64Array.of(1, 0))).toThrow(
      'spectralForm: eigenvalues along the gradient must not be zero',
    );
    expect(() => spectralForm(new Float64Array(4), Float64Array.of(1, 0))).toThrow('must not be zero');
    expect(() => kantorovichBound(0.5)).toThrow(
      'kantorovichBound: conditionNumber must be at least 1, got 0.5',
    );
  });
});

describe('angleBetween', () => {
  it('keeps its digits near 0 and π', () => {
    const a = Float64Array.of(1, 0);
    expect(angleBetween(a, Float64Array.of(1, 1e-9))).toBeCloseTo(1e-9, 20);
    expect(angleBetween(a, scaled(-3, a))).toBeCloseTo(Math.PI, 15);
    expect(() => angleBetween(a, new Float64Array(2))).toThrow('directions must not be zero');
  });
});
