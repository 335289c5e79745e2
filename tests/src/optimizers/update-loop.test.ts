/** `init` and `update` in a loop of one's own: what `run` does, on values, and on optimizees that return vectors of their own. */

import { expect, it, describe as suite } from 'vitest';
import { randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { coordinatewiseLstm, paperMethods } from '../../../src/metaoptimizer/methods.js';
import { ellipse } from '../../../src/optimizees/ellipse.js';
import { adam } from '../../../src/optimizers/adam.js';
import { gradientDescent } from '../../../src/optimizers/gradient-descent.js';
import { newton } from '../../../src/optimizers/newton.js';
import type { Optimizer } from '../../../src/optimizers/optimizer.js';
import { iterateAt } from '../../../src/optimizers/trajectory.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee, Task } from '../../../src/seams.js';
import { teleportAtRandom, teleportByAscent } from '../../../src/symmetry/teleport.js';

const task = ellipse({ A: [[0.5, 0.2], [0, 3]], b: [0.1, -1] }, Float64Array.of(-1.5, 0.7)); // biome-ignore format: a matrix

const ascent = {
  schedule: [1, 3],
  configuration: { by: 'ascent' },
  teleport: ({ optimizee, action }: Pick<Task, 'optimizee' | 'action'>, x: Float64Array) =>
    teleportByAscent(optimizee, action, x, { learningRate: 0.01 }),
};
const random = {
  schedule: { every: 2 },
  configuration: { by: 'random' },
  teleport: ({ action }: Pick<Task, 'action'>, x: Float64Array, index: number, t: number) =>
    teleportAtRandom(action, x, Stream.fromSeed(1).split(index).split(t), 1),
};
const learned = [
  ...paperMethods,
  coordinatewiseLstm,
  describe({
    name: 'momentum',
    update: 'learning-rate-and-momentum',
    inputs: [{ name: 'displacement', flows: true }],
  }),
  describe({ name: 'gated', gate: 'straight-through', teleport: { every: 2 } }),
].map((description) =>
  learnedOptimizer(description, randomParameters(engineShape(description, 2, 1, 1, 1), Stream.fromSeed(4))),
);
const optimizers: readonly { name: string; optimizer: Optimizer }[] = [
  gradientDescent({ learningRate: 0.05 }),
  gradientDescent({ learningRate: 0.02, momentum: 0.8 }),
  gradientDescent({ name: 'with ascent', learningRate: 0.05, teleport: ascent }),
  adam({ name: 'Adam with random teleports', teleport: random }),
  newton({ damping: 0.1 }),
  ...learned,
].map((optimizer) => ({ name: optimizer.name, optimizer }));

suite.each(optimizers)('$name', ({ optimizer }) => {
  const { optimizee, action, start } = task;
  const [trajectory] = optimizer.run([task], 6);

  it('does in a loop of one’s own what it does by run', () => {
    let x: Float64Array = start;
    let state = optimizer.init(x, { optimizee, action });
    for (let t = 0; t < 6; t++) {
      expect(iterateAt(trajectory, 2, t)).toEqual(x);
      ({ x, state } = optimizer.update(state, optimizee.gradient(x), x));
    }
    expect(iterateAt(trajectory, 2, 6)).toEqual(x);
  });

  it('takes the same step again from the same state, also after others were taken', () => {
    const setting = { optimizee, action };
    const first = optimizer.update(optimizer.init(start, setting), optimizee.gradient(start), start);
    const gradient = optimizee.gradient(first.x);
    const once = optimizer.update(first.state, gradient, first.x);
    optimizer.update(once.state, optimizee.gradient(once.x), once.x);
    optimizer.init(start, setting);
    expect(optimizer.update(first.state, gradient, first.x).x).toEqual(once.x);
    expect(start).toEqual(task.start);
  });

  it('counts what a method returns, whether it writes into `out` or not', () => {
    const returning: Optimizee = {
      ...optimizee,
      gradient: (x) => optimizee.gradient(x).slice(),
      hessianVector: (x, v) => optimizee.hessianVector(x, v).slice(),
    };
    const returningAction = {
      ...action,
      act: (xi: Float64Array, x: Float64Array) => action.act(xi, x).slice(),
    };
    const [same] = optimizer.run([{ ...task, optimizee: returning, action: returningAction }], 6);
    expect(same.iterates).toEqual(trajectory.iterates);
  });
});

it('gradient descent is right on an optimizee that returns vectors of its own', () => {
  const own: Optimizee = {
    name: 'own',
    dimension: 2,
    value: (x) => x[0] ** 2 + 4 * x[1] ** 2,
    gradient: (x) => Float64Array.of(2 * x[0], 8 * x[1]),
    hessianVector: (_x, v) => Float64Array.of(2 * v[0], 8 * v[1]),
  };
  const [{ losses }] = gradientDescent({ learningRate: 0.1 }).run(
    [{ ...task, optimizee: own, start: Float64Array.of(1, 1) }],
    4,
  );
  const expected = [0, 1, 2, 3, 4].map((t) => 0.8 ** (2 * t) + 4 * 0.2 ** (2 * t));
  losses.forEach((loss, t) => {
    expect(loss).toBeCloseTo(expected[t], 12);
  });
});

it('Newton is at the minimum of a quadratic function in one step', () => {
  expect(newton().run([task], 1)[0].losses[1]).toBeLessThan(1e-25);
});

it('says what init lacks, and what is the wrong length', () => {
  const x = Float64Array.of(1, 2);
  const [vanilla, scheduled, theta] = learned;
  expect(() => vanilla.init(x)).not.toThrow();
  expect(() => scheduled.init(x)).toThrow('tel sched: init must be given the action');
  expect(() => theta.init(x, { action: task.action })).toThrow('init must be given the optimizee');
  expect(() => gradientDescent({ learningRate: 1, teleport: ascent }).init(x)).toThrow(
    'gradient descent: init must be given optimizee and action, since it teleports, got undefined',
  );
  const long = { ...task, start: Float64Array.of(1, 2, 3) };
  expect(() => vanilla.run([long], 2)).toThrow('vanilla: the start must hold 2 numbers');
  const short: Optimizee = { ...task.optimizee, gradient: () => Float64Array.of(1) };
  expect(() => adam().run([{ ...task, optimizee: short }], 2)).toThrow(
    'gradient: must return a vector of 2 numbers, got 1',
  );
});
