/** Optimizees × orders: every derivative against differences of the one below it, in one table. */

import { describe, expect, it } from 'vitest';
import { leakyRelu, linear, relu, tanh } from '../../../src/networks/activation.js';
import {
  type CheckDerivativesOptions,
  checkDerivatives,
  highestOrder,
} from '../../../src/optimizees/check-derivatives.js';
import { checkOptimizee } from '../../../src/optimizees/check-optimizee.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { squaredNorm } from '../../../src/optimizees/squared-norm.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee } from '../../../src/seams.js';
import { affineMap } from '../../../src/symmetry/affine-map.js';
import { optimizeeFromExpression } from '../../../src/theory/symbolic.js';
import { expectLawful } from '../../support/laws.js';
import { BETWEEN_KINKS, networkProblem } from '../../support/networks.js';
import { namedCases } from '../../support/tasks.js';

const stream = Stream.fromSeed(30).split('derivatives');

interface Row extends Pick<CheckDerivativesOptions, 'step'> {
  readonly name: string;
  readonly optimizee: Optimizee;
  /** The highest derivative that it must have. */
  readonly order: number;
}

const inThePlane: readonly Row[] = namedCases.map(({ name, task }) => ({
  name,
  optimizee: task.optimizee,
  order: 3,
}));

const ofMaps: readonly Row[] = [3, 6].map((n) => {
  const draws = stream.split(`map ${n}`);
  const A = Array.from({ length: n }, (_, i) =>
    Array.from(draws.normals(n), (a, j) => 0.3 * a + (i === j ? 1 + i : 0)),
  );
  const optimizee = squaredNorm('‖Ax + b‖²', affineMap(A, draws.normals(n)));
  return { name: `‖Ax + b‖² of ${n} numbers`, optimizee, order: 3 };
});

const ofFamilies: readonly Row[] = [
  { dimension: 2 },
  { dimension: 4 },
  { dimension: 6, conditionNumber: 1000 },
].map((options) => ({
  name: `a quadratic, ${JSON.stringify(options)}`,
  optimizee: quadratics(options).sample(stream.split('quadratic')).optimizee,
  order: 3,
}));

const ofExpressions: readonly Row[] = ['sin(x) * y^2 + exp(x - y)', '100(x^2 - y)^2 + (x - 1)^2'].map(
  (text) => ({ name: text, optimizee: optimizeeFromExpression(text), order: 2 }),
);

const SIZES = [[3, 2], [3, 4, 2], [5, 6, 4, 3]]; // biome-ignore format: a table
const ofNetworks: readonly Row[] = (['squared error', 'cross-entropy'] as const).flatMap((kind) =>
  [leakyRelu(0.1), relu, linear, tanh].flatMap((activation) =>
    SIZES.flatMap((sizes) =>
      [true, false].map((bias) => {
        const name = `${kind} of ${activation.name}, ${sizes.join('–')}${bias ? ', biases' : ''}`;
        const { f } = networkProblem({ sizes, activation, bias }, kind, 7, stream.split(name));
        return { name, optimizee: f, order: 2, step: BETWEEN_KINKS };
      }),
    ),
  ),
);

const TABLE = [...inThePlane, ...ofMaps, ...ofFamilies, ...ofExpressions, ...ofNetworks];

describe('the derivatives of', () => {
  it.each(TABLE)('$name agree with differences up to order $order', ({ name, optimizee, order, step }) => {
    expect(highestOrder(optimizee)).toBe(order);
    const report = checkDerivatives(optimizee, { order, step, stream: stream.split(`at ${name}`) });
    expectLawful(report);
    const error = (law: string) => report.laws.find((one) => one.law === law)!.error;
    expect(error('gradient')).toBeLessThan(1e-7);
    expect(error('hessianVector is symmetric')).toBeLessThan(1e-12);
  });

  it.each(TABLE)('$name come with what an optimizee promises besides', ({ optimizee, step }) => {
    expectLawful(checkOptimizee(optimizee, stream.split('promises'), { step, samples: 10 }));
  });
});
