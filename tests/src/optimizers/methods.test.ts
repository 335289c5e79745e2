/** Methods × problems: what every optimizer must do, learned or not, in one table. */

import { describe, expect, it } from 'vitest';
import { randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { describe as describeMethod } from '../../../src/metaoptimizer/describe.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { paperMethods } from '../../../src/metaoptimizer/methods.js';
import { tanh } from '../../../src/networks/activation.js';
import { familyNamed, familyNames } from '../../../src/optimizees/families.js';
import { mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { adam } from '../../../src/optimizers/adam.js';
import { gradientDescent } from '../../../src/optimizers/gradient-descent.js';
import { newton } from '../../../src/optimizers/newton.js';
import type { Optimizer } from '../../../src/optimizers/optimizer.js';
import { Stream } from '../../../src/random/stream.js';
import type { TaskFamily } from '../../../src/seams.js';
import { teleportAtRandom, teleportByAscent } from '../../../src/symmetry/teleport.js';

const STEPS = 20;

const families: readonly TaskFamily[] = [
  ...familyNames.map(familyNamed),
  quadratics({ dimension: 5 }),
  mlpRegression({ sizes: [4, 5, 3], examples: 4 }),
  mlpClassification({
    data: 'moons',
    hiddenSizes: [4],
    examples: 12,
    activation: tanh,
    action: 'permutation',
  }),
];

/** A name, and a maker of one with all its randomness from a stream. */
type Method = readonly [string, (family: TaskFamily, stream: Stream) => Optimizer];

/** Slow enough for the steepest of the problems. */
const learningRate = 1e-5;
const ascent = {
  learningRate: 1e-2,
  steps: 2,
  objective: 'log-norm',
  lineSearch: true,
  trustRadius: 0.5,
} as const;

const baselines: readonly Method[] = [
  ['gradient descent', () => gradientDescent({ learningRate })],
  ['momentum', () => gradientDescent({ learningRate, momentum: 0.9 })],
  ['Adam', () => adam({ learningRate: 0.01 })],
  ['Newton, damped', () => newton({ stepSize: 0.1, damping: 100 })],
  [
    'gradient descent with teleports by ascent',
    () =>
      gradientDescent({
        learningRate,
        teleport: {
          schedule: [3],
          configuration: ascent,
          teleport: ({ optimizee, action }, x) => teleportByAscent(optimizee, action, x, ascent),
        },
      }),
  ],
  [
    'gradient descent with random teleports',
    (_, stream) =>
      gradientDescent({
        learningRate,
        teleport: {
          schedule: [3],
          configuration: {},
          // From the step and not the index: the same task has the same teleport wherever it stands.
          teleport: ({ action }, x, _index, t) => teleportAtRandom(action, x, stream.split(t), 0.1),
        },
      }),
  ],
];

/** The paper's methods, small and untrained, and a description that reads and emits everything else there is. */
const untrained: readonly Method[] = [
  ...paperMethods.map((method) => describeMethod({ ...method, hidden: 8 })),
  describeMethod({
    name: 'learning rate and momentum, gated',
    hidden: 8,
    inputs: ['gradient', 'iterate', 'displacement'].map((name) => ({ name, flows: false })) as never,
    update: 'learning-rate-and-momentum',
    learningRateRange: [1e-7, 1e-5],
    teleport: { every: 4 },
    elementSize: { atMost: 0.1 },
    gate: 'hard',
    order: 'teleport-first',
  }),
].map((description) => [
  `${description.name}, untrained`,
  (family, stream) => {
    const shape = engineShape(description, family.dimension, family.algebraDimension, 1, 1);
    return learnedOptimizer(description, randomParameters(shape, stream));
  },
]);

const METHODS = [...baselines, ...untrained];
const TABLE = families.flatMap((family) =>
  METHODS.map(([method, make]) => ({ problem: family.name, method, family, make })),
);

describe.each(TABLE)('$method on $problem', ({ family, make }) => {
  const tasks = [0, 1, 2].map((k) => family.sample(Stream.fromSeed(50).split(k)));
  const made = () => make(family, Stream.fromSeed(51));

  it('keeps its loss finite, and says where it has been', () => {
    for (const { losses, gradientNorms, iterates, evaluations, divergence } of made().run(tasks, STEPS)) {
      expect(divergence).toBeUndefined();
      for (const numbers of [losses, gradientNorms, evaluations]) {
        expect(numbers).toHaveLength(STEPS + 1);
        expect(numbers.every(Number.isFinite)).toBe(true);
      }
      expect(iterates).toHaveLength((STEPS + 1) * family.dimension);
      expect([...evaluations].sort((a, b) => a - b)).toEqual([...evaluations]);
    }
  });

  it('gives the same numbers again, and from the same seed', () => {
    const optimizer = made();
    const first = optimizer.run(tasks, STEPS);
    expect(optimizer.run(tasks, STEPS)).toEqual(first);
    expect(made().run(tasks, STEPS)).toEqual(first);
    expect(JSON.stringify(made().configuration)).toBe(JSON.stringify(optimizer.configuration));
  });

  it('meets every task with a fresh state, and leaves the task as it was', () => {
    const starts = tasks.map(({ start }) => start.slice());
    const [a, b, again] = made().run([tasks[0], tasks[1], tasks[0]], STEPS);
    expect(again).toEqual(a);
    expect(b.losses[0]).toBe(tasks[1].optimizee.value(tasks[1].start));
    expect(tasks.map(({ start }) => start)).toEqual(starts);
  });
});
