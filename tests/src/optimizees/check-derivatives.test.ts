/** The harness itself: each wrong derivative shows at its own order and not below. */

import { describe, expect, it } from 'vitest';
import { relu } from '../../../src/networks/activation.js';
import { type CheckDerivativesOptions, checkDerivatives } from '../../../src/optimizees/check-derivatives.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee } from '../../../src/seams.js';
import { broken, expectLawful } from '../../support/laws.js';
import { BETWEEN_KINKS, networkProblem } from '../../support/networks.js';
import { namedCases } from '../../support/tasks.js';

const { optimizee } = namedCases[3].task; // the fixed Rosenbrock function
const scaledBy = (factor: number, vector: Float64Array) => vector.map((entry) => factor * entry);

const brokenAt = (wrong: Partial<Optimizee>, order: number) =>
  Object.keys(broken(checkDerivatives({ ...optimizee, ...wrong }, { order })));

describe('checkDerivatives', () => {
  it.each([
    [1, ['gradient']],
    [2, ['gradient', 'hessianVector', 'hessianVector is symmetric']],
    [3, ['gradient', 'hessianVector', 'hessianVector is symmetric', 'thirdDerivative']],
  ])('looks at the orders up to %i', (order, laws) => {
    const report = checkDerivatives(optimizee, { order });
    expectLawful(report);
    expect(report.laws.map(({ law }) => law)).toEqual(laws);
  });

  it('goes as far as there are derivatives, by the same draws each time', () => {
    expect(checkDerivatives(optimizee)).toEqual(checkDerivatives(optimizee, { order: 3 }));
    const { laws } = checkDerivatives({ ...optimizee, thirdDerivative: undefined });
    expect(laws).toEqual(checkDerivatives(optimizee, { order: 2 }).laws);
    const elsewhere = checkDerivatives(optimizee, { stream: Stream.fromSeed(9) });
    expect(elsewhere.laws).not.toEqual(checkDerivatives(optimizee).laws);
  });

  it('finds each mistake at its own order and not below', () => {
    const gradient: Optimizee['gradient'] = (x) => scaledBy(1 + 1e-5, optimizee.gradient(x));
    const hessianVector: Optimizee['hessianVector'] = (x, v) =>
      scaledBy(1 + 1e-5, optimizee.hessianVector(x, v));
    const thirdDerivative: Optimizee['thirdDerivative'] = (x, u, v) =>
      scaledBy(-1, optimizee.thirdDerivative!(x, u, v));
    expect(brokenAt({ gradient }, 1)).toEqual(['gradient']);
    expect(brokenAt({ hessianVector }, 1)).toEqual([]);
    expect(brokenAt({ hessianVector }, 2)).toEqual(['hessianVector']);
    expect(brokenAt({ thirdDerivative }, 2)).toEqual([]);
    expect(brokenAt({ thirdDerivative }, 3)).toEqual(['thirdDerivative']);
  });

  it('straddles kinks unless its steps are short', () => {
    const draws = Stream.fromSeed(1);
    const { f } = networkProblem({ sizes: [5, 8, 8, 3], activation: relu }, 'squared error', 9, draws);
    expect(checkDerivatives(f).holds).toBe(false);
    expectLawful(checkDerivatives(f, { step: BETWEEN_KINKS }));
  });

  it.each<[CheckDerivativesOptions, RegExp]>([
    [{ order: 0 }, /^checkDerivatives: order must be a whole number of at least 1, got 0$/],
    [{ order: 4 }, /^checkDerivatives: order must be at most 3, the optimizee's highest derivative, got 4$/],
    [{ samples: 0 }, /^checkDerivatives: samples must be a whole number of at least 1, got 0$/],
    [{ step: 0 }, /^checkDerivatives: step must be positive, got 0$/],
    [{ lengthScale: -1 }, /^checkDerivatives: lengthScale must be positive, got -1$/],
    [{ dtype: 'float16' as 'float32' }, /^checkDerivatives: dtype must be one of float64, float32, got/],
    [
      { orders: 2 } as CheckDerivativesOptions,
      /^checkDerivatives: options are order, .*, got 'orders'; did you mean 'order'\?$/,
    ],
  ])('refuses %j', (options, message) => {
    expect(() => checkDerivatives(optimizee, options)).toThrow(message);
  });
});
