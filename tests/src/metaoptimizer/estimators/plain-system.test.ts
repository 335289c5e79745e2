/** Estimators of a meta-optimizer's own gradient, in float64 on the ellipse, where the exact gradient is known. */

import { expect, it, describe as suite } from 'vitest';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import { metaGradient, windowsOf } from '../../../../src/metaoptimizer/estimators/estimators.js';
import { plainSystem } from '../../../../src/metaoptimizer/estimators/plain-system.js';
import { dot, norm, sum } from '../../../../src/numerics/vector.js';
import { ellipse, FIXED_ELLIPSE } from '../../../../src/optimizees/ellipse.js';
import { Stream } from '../../../../src/random/stream.js';

const STEPS = 6;
const weights = new Float64Array(STEPS).fill(1 / STEPS);
const task = ellipse(FIXED_ELLIPSE, Float64Array.of(1, -0.5));
const flowing = [{ name: 'gradient', flows: true }] as const;
const description = describe({ name: 'flows', hidden: 2, inputs: flowing, teleport: { every: 2 } });
const system = plainSystem(description, task, weights);
const theta = system.randomTheta(Stream.fromSeed(3));
const exact = metaGradient('full-backpropagation', system, theta, [STEPS], Stream.fromSeed(1)).gradient!;
const lossAt = (at: Float64Array) => system.advance(at, system.start(), 0, STEPS).losses[0];

suite('the plain system', () => {
  it('has the gradient of its loss, by differences along random directions', () => {
    for (const k of [1, 2, 3]) {
      const d = Stream.fromSeed(k).normals(theta.length);
      const difference = (lossAt(sum(theta, 1e-5, d)) - lossAt(sum(theta, -1e-5, d))) / 2e-5;
      expect(dot(exact, d) / difference).toBeCloseTo(1, 6);
    }
  });

  it('goes on from a state as if it had not stopped, and leaves the state as it was', () => {
    const half = system.advance(theta, system.start(), 0, 3);
    const rest = () => system.advance(theta, half.state, 3, STEPS).losses[0];
    expect(half.losses[0] + rest()).toBeCloseTo(lossAt(theta), 12);
    expect(rest()).toBe(rest());
  });

  it('refuses a θ of another size', () => {
    expect(() => lossAt(new Float64Array(3))).toThrow('plainSystem: there must be');
  });
});

suite('evolution on the ellipse', () => {
  /** Along one direction d: (L(θ + σd) − L(θ − σd))/(2σ), of which every antithetic estimate is made. */
  const slope = (sigma: number, d: Float64Array) =>
    (lossAt(sum(theta, sigma, d)) - lossAt(sum(theta, -sigma, d))) / (2 * sigma);

  it('goes to the exact gradient with σ², fitted by regression over the same perturbations', () => {
    const sigmas = [0.04, 0.02, 0.01, 0.005];
    const directions = Array.from({ length: 40 }, (_, k) =>
      Stream.fromSeed(7).split(k).normals(theta.length),
    );
    const errors = sigmas.map((sigma) => {
      const squares = directions.map((d) => (slope(sigma, d) - dot(exact, d)) ** 2);
      return Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
    });
    const [x, y] = [sigmas.map(Math.log), errors.map(Math.log)];
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b) / v.length;
    const order =
      x.reduce((total, value, i) => total + (value - mean(x)) * (y[i] - mean(y)), 0) /
      x.reduce((total, value) => total + (value - mean(x)) ** 2, 0);
    expect(order).toBeGreaterThan(1.8);
    expect(order).toBeLessThan(2.2);
  });

  it.each(['full-evolution', 'persistent-evolution', 'noise-reuse-evolution'] as const)(
    '%s has the exact gradient as its mean: within three standard errors',
    (by) => {
      const estimates = Array.from({ length: 400 }, (_, k) => {
        const choice = { by, sigma: 1e-3 } as const;
        return metaGradient(choice, system, theta, windowsOf(STEPS, 2), Stream.fromSeed(5).split(k))
          .gradient!;
      });
      const along = estimates.map((g) => dot(g, exact) / norm(exact));
      const mean = along.reduce((a, b) => a + b) / along.length;
      const deviation = Math.sqrt(along.reduce((s, v) => s + (v - mean) ** 2, 0) / (along.length - 1));
      const standardError = deviation / Math.sqrt(along.length);
      expect(Math.abs(mean - norm(exact))).toBeLessThan(3 * standardError);
      expect(standardError).toBeLessThan(0.2 * norm(exact));
    },
  );

  it('sees what backpropagation takes as a constant', () => {
    const constant = plainSystem(
      { ...description, inputs: [{ name: 'gradient', flows: false }] },
      task,
      weights,
    );
    const partial = metaGradient('full-backpropagation', constant, theta, [STEPS], Stream.fromSeed(1))
      .gradient!;
    expect(norm(sum(partial, -1, exact)) / norm(exact)).toBeGreaterThan(1e-3);
    const by = (of: typeof system) =>
      metaGradient({ by: 'full-evolution' }, of, theta, [STEPS], Stream.fromSeed(2)).gradient;
    expect(by(constant)).toEqual(by(system));
  });
});
