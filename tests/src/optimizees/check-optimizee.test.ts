/** The harness itself: silent on what is right, and naming exactly what is wrong. */

import { describe, expect, it } from 'vitest';
import { type CheckOptimizeeOptions, checkOptimizee } from '../../../src/optimizees/check-optimizee.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee } from '../../../src/seams.js';
import { broken, expectLawful } from '../../support/laws.js';
import { namedCases } from '../../support/tasks.js';

const { optimizee } = namedCases[3].task; // the fixed Rosenbrock function

function check(wrong: Partial<Optimizee>, options: CheckOptimizeeOptions = {}) {
  return checkOptimizee({ ...optimizee, ...wrong }, Stream.fromSeed(5), options);
}

describe('checkOptimizee', () => {
  it('finds nothing wrong with a right optimizee', () => {
    const report = check({});
    expectLawful(report);
    expect(report.notChecked).toEqual([]);
    expect(report.laws.map(({ law }) => law)).toEqual([
      'gradient',
      'hessianVector',
      'hessianVector is symmetric',
      'thirdDerivative',
      'out is written, inputs are kept',
      'nothing lies below the minimum',
      'minimum: value',
      'minimum: gradient',
    ]);
  });

  it.each<[string, Partial<Optimizee>, string[]]>([
    [
      'a sign wrong in the gradient',
      { gradient: (x, out) => negated(optimizee.gradient(x, out)) },
      ['gradient', 'hessianVector'],
    ],
    [
      'a Hessian of the Gauss–Newton kind, without curvature of h',
      {
        hessianVector: (x, v, out) => {
          const straight = optimizee.hessianVector(x, v, out);
          straight[0] -= 1.6 * (0.4 * x[0] ** 2 - 2 * x[1]) * v[0]; // 2 h₁ ∂²h₁/∂x₁² v₁
          return straight;
        },
      },
      ['hessianVector', 'thirdDerivative'],
    ],
    [
      'a Hessian that is not symmetric',
      { hessianVector: (x, v, out) => optimizee.hessianVector(x, v, out).reverse() },
      ['hessianVector', 'hessianVector is symmetric', 'thirdDerivative'],
    ],
    [
      'a third derivative off by a factor',
      { thirdDerivative: (x, u, v, out) => negated(optimizee.thirdDerivative!(x, u, v, out)) },
      ['thirdDerivative'],
    ],
    ['a minimum said to lie higher', { minimum: { value: 0.5 } }, ['nothing lies below the minimum']],
    [
      'a minimum said to lie elsewhere',
      { minimum: { value: 0, point: Float64Array.of(1, 1) } },
      ['minimum: value', 'minimum: gradient'],
    ],
    [
      'a result elsewhere than in out',
      { gradient: (x) => optimizee.gradient(x) },
      ['out is written, inputs are kept'],
    ],
  ])('names what is broken by %s', (_, wrong, laws) => {
    expect(Object.keys(broken(check(wrong, { samples: 100 })))).toEqual(laws);
  });

  it('says what it could not check', () => {
    const report = check({ thirdDerivative: undefined, minimum: undefined });
    expectLawful(report);
    expect(report.notChecked.map(({ law }) => law)).toEqual(['thirdDerivative', 'minimum']);
  });

  it('keeps to the domain that it is told', () => {
    const logarithm: Optimizee = {
      name: 'x − log x',
      dimension: 1,
      minimum: { value: 1, point: Float64Array.of(1) },
      value: (x) => x[0] - Math.log(x[0]),
      gradient: (x, out = new Float64Array(1)) => out.fill(1 - 1 / x[0]),
      hessianVector: (x, v, out = new Float64Array(1)) => out.fill(v[0] / x[0] ** 2),
    };
    const point = (stream: Stream) => stream.uniforms(1, 1, 3);
    expectLawful(checkOptimizee(logarithm, Stream.fromSeed(1), { point }));
    expect(checkOptimizee(logarithm, Stream.fromSeed(1)).holds).toBe(false); // N(0, 1) leaves it
  });

  it.each<[string, CheckOptimizeeOptions, RegExp]>([
    [
      'half a sample',
      { samples: 0.5 },
      /^checkOptimizee: samples must be a whole number of at least 1, got 0\.5/,
    ],
    [
      'a misspelt option',
      { seeds: 3 } as CheckOptimizeeOptions,
      /^checkOptimizee: options are samples, .*, got 'seeds'/,
    ],
    ['no length', { lengthScale: 0 }, /^checkOptimizee: lengthScale must be positive, got 0/],
    [
      'an unknown precision',
      { dtype: 'float16' as 'float32' },
      /dtype must be one of float64, float32, got 'float16'/,
    ],
  ])('refuses %s', (_, options, message) => {
    expect(() => check({}, options)).toThrow(message);
  });
});

function negated(vector: Float64Array): Float64Array {
  for (let k = 0; k < vector.length; k++) vector[k] *= -1;
  return vector;
}
