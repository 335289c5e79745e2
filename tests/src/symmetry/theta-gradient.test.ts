/** The theta gradient and its derivative against differences along the orbit and in x. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directionalDifference, lawTolerance } from '../../../src/laws.js';
import { dot, norm, squaredNorm } from '../../../src/numerics/vector.js';
import { Stream } from '../../../src/random/stream.js';
import type { Vector } from '../../../src/seams.js';
import { thetaGradient, thetaGradientVjp } from '../../../src/symmetry/theta-gradient.js';
import { namedCases, type PlaneCase, planeCases } from '../../support/tasks.js';

const TOLERANCE = lawTolerance('difference', 'float64');

/** |τ − d/dθ ‖∇f(g_θ·x)‖²| and ‖∇ₓτ·c − its difference‖, relative to the size of the terms they are made of. */
function errors(
  { task: { optimizee, action } }: PlaneCase,
  seed: number,
): { value: number; derivative: number } {
  const draws = Stream.fromSeed(seed);
  const x = draws.split('x').normals(2);
  const c = draws.split('c').normals(1);
  const v = draws.split('v').normals(2);
  const tau = (y: Vector) => thetaGradient(optimizee, action, y, optimizee.gradient(y));

  const gradient = optimizee.gradient(x);
  const normAlongOrbit = (xi: Vector) => {
    return Float64Array.of(squaredNorm(optimizee.gradient(action.act(xi, x))));
  };
  const [slope] = directionalDifference(normAlongOrbit, Float64Array.of(0), Float64Array.of(1));
  const hg = optimizee.hessianVector(x, gradient);
  const generator = action.generator(Float64Array.of(1), x);
  const value = Math.abs(tau(x)[0] - slope) / Math.max(norm(hg) * norm(generator), squaredNorm(gradient));

  const derivative = thetaGradientVjp(optimizee, action, x, gradient, c);
  const [bend] = directionalDifference((y) => Float64Array.of(dot(c, tau(y))), x, v);
  const moved = action.generator(c, x);
  const hhG = optimizee.hessianVector(x, optimizee.hessianVector(x, moved));
  const size = 2 * norm(v) * (norm(hhG) + norm(action.generatorVjp!(c, x, hg)));
  return { value, derivative: Math.abs(dot(derivative, v) - bend) / size };
}

describe('thetaGradient', () => {
  it.each(namedCases)(
    'is the slope of ‖∇f‖² along the orbit, and its vjp that slope’s gradient: $name',
    (plane) => {
      for (let seed = 0; seed < 20; seed++) {
        const { value, derivative } = errors(plane, seed);
        expect(value).toBeLessThan(TOLERANCE);
        expect(derivative).toBeLessThan(TOLERANCE);
      }
    },
  );

  it('is so for every objective of its kind', () => {
    fc.assert(
      fc.property(planeCases, fc.nat(), (plane, seed) => {
        const { value, derivative } = errors(plane, seed);
        expect(Math.max(value, derivative)).toBeLessThan(TOLERANCE);
      }),
    );
  });

  it('vanishes on the axes of the fixed ellipse, where the gradient on its level set is longest or shortest', () => {
    const { optimizee, action } = namedCases[0].task;
    for (const x of [Float64Array.of(2, 0), Float64Array.of(0, 1)]) {
      expect(Math.abs(thetaGradient(optimizee, action, x, optimizee.gradient(x))[0])).toBeLessThan(1e-12);
    }
    const between = Float64Array.of(2, 1);
    const [tau] = thetaGradient(optimizee, action, between, optimizee.gradient(between));
    const uphill = action.act(Float64Array.of(1e-3 * Math.sign(tau)), between);
    expect(norm(optimizee.gradient(uphill))).toBeGreaterThan(norm(optimizee.gradient(between)));
  });

  it('refuses to flow where third derivatives are missing', () => {
    const { optimizee, action } = namedCases[0].task;
    const x = Float64Array.of(1, 2);
    const flow = (f: typeof optimizee, g: typeof action) => () =>
      thetaGradientVjp(f, g, x, f.gradient(x), Float64Array.of(1));
    const message =
      /^thetaGradientVjp: a flowing theta gradient needs thirdDerivative .* got 'ellipse with SO\(2\)/;
    expect(flow({ ...optimizee, thirdDerivative: undefined }, action)).toThrow(message);
    expect(flow(optimizee, { ...action, generatorVjp: undefined })).toThrow(message);
  });
});
