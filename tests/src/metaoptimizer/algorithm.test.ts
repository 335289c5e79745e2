/** The paper's algorithms, plain, against the fast path: on the float64 engine to 1e-12, on WebAssembly to 1e-5. */

import { expect, it, describe as suite } from 'vitest';
import type { LstmEngine, LstmShape } from '../../../src/lstm/engine.js';
import { parameterNames, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine, type ReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { innerLoop, trainingWindows, trajectorySteps } from '../../../src/metaoptimizer/algorithm.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { MetaOptimizerDescription } from '../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { coordinatewiseLstm, paperMethods } from '../../../src/metaoptimizer/methods.js';
import { ellipse, ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { rosenbrockFixed } from '../../../src/optimizees/rosenbrock.js';
import { iterateAt } from '../../../src/optimizers/trajectory.js';
import { Stream } from '../../../src/random/stream.js';
import type { TaskFamily } from '../../../src/seams.js';

interface Case {
  readonly description: MetaOptimizerDescription;
  readonly family: TaskFamily;
}

const small = mlpRegression({ sizes: [2, 3, 2] });
const rate = { hidden: 6, learningRateRange: [1e-3, 0.1], elementSize: { atMost: 0.3 } } as const;
const cases: readonly Case[] = [
  ...paperMethods.flatMap((method) =>
    [ellipseVaried, rosenbrockFixed].map((family) => ({
      description: describe({ ...method, name: `${method.name} on ${family.name}`, hidden: 6 }),
      family,
    })),
  ),
  {
    description: describe({
      ...rate,
      name: 'Algorithm 3',
      update: 'learning-rate-and-momentum',
      teleport: [3, 7],
    }),
    family: small,
  },
  {
    description: describe({
      ...rate,
      name: 'Algorithm 3, from a momentum of 0.9',
      update: 'learning-rate-and-momentum',
      momentum: { initial: 0.9, scale: 2 },
      teleport: [3, 7],
    }),
    family: small,
  },
  {
    description: describe({
      ...rate,
      name: 'LSTM(lr, tele)',
      update: 'learning-rate',
      teleport: { every: 4 },
    }),
    family: small,
  },
  {
    description: describe({
      name: 'flowing theta gradient',
      hidden: 5,
      inputs: [{ name: 'theta-gradient', flows: true }],
    }),
    family: ellipseVaried,
  },
];
const named = cases.map((one) => ({ name: one.description.name, one }));
const TRAJECTORIES = 3;

/** The meta-training of a case, and its engine. */
function fast<E extends LstmEngine>({ description, family }: Case, createEngine: (shape: LstmShape) => E) {
  let engine: E | undefined;
  const training = new MetaTraining(description, family, Stream.fromSeed(5), {}, (shape) => {
    engine = createEngine(shape);
    return engine;
  });
  return { training, engine: engine! };
}

const plain = ({ description, family }: Case) => [
  ...trainingWindows(description, family, Stream.fromSeed(5), { trajectories: TRAJECTORIES }),
];

/** ‖a − b‖ over ‖b‖. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const all = Array.from(a, (value, i) => value - b[i]);
  return Math.hypot(...all) / Math.max(Math.hypot(...Array.from(b)), Number.MIN_VALUE);
}

suite.each(named)('$name', ({ one }) => {
  const windows = plain(one);
  const lossesOf = (trajectory: number) =>
    windows.filter((window) => window.trajectory === trajectory).reduce((sum, { loss }) => sum + loss, 0);

  it('trains as the fast path does on the float64 engine, to 1e-12', () => {
    const { training, engine } = fast(one, (shape): ReferenceEngine => createReferenceEngine(shape));
    for (let i = 0; i < TRAJECTORIES; i++) {
      expect(Math.abs(training.step().loss / lossesOf(i) - 1)).toBeLessThan(1e-12);
    }
    const { parameters, firstMoment, steps } = engine.exactState();
    const { after } = windows.at(-1)!;
    expect(steps).toBe(windows.length);
    expect(after.steps).toBe(steps);
    for (const name of parameterNames) {
      expect(distance(after.parameters[name], parameters[name]), name).toBeLessThan(1e-12);
      const scale = Math.hypot(...parameterNames.flatMap((all) => [...firstMoment[all]]));
      const error = Math.hypot(...Array.from(after.firstMoment[name], (m, i) => m - firstMoment[name][i]));
      expect(error / scale, name).toBeLessThan(1e-12);
    }
  });

  it('runs as the learned optimizer does on WebAssembly, to 1e-5', () => {
    const { description, family } = one;
    const task = family.sample(Stream.fromSeed(8));
    const { dimension: n, algebraDimension: m } = family;
    const weights = randomParameters(engineShape(description, n, m, 1, 1), Stream.fromSeed(9));
    const [trajectory] = learnedOptimizer(description, weights).run([task], 10);
    const steps = [...trajectorySteps(description, weights, task, 10)];
    expect(steps).toHaveLength(10);
    for (const { before, loss, teleported } of steps) {
      const { t, x } = before;
      expect(distance(iterateAt(trajectory, n, t), x), `x_${t}`).toBeLessThan(1e-5);
      expect(Math.abs(trajectory.losses[t] / loss - 1), `f(x_${t})`).toBeLessThan(1e-4); // f magnifies what x is off by
      expect(trajectory.teleports.some(({ step }) => step === t)).toBe(teleported);
    }
  });
});

suite('a step', () => {
  const [vanilla] = paperMethods;
  const task = ellipse({ A: [[0.5, 0], [0, 3]], b: [0, 0] }, Float64Array.of(-5, 3.5)); // biome-ignore format: a matrix
  const weights = randomParameters(engineShape(vanilla, 2, 1, 1, 1), Stream.fromSeed(1));

  it('changes nothing that it is given: the same state gives the same step again', () => {
    const { init, step, terminate } = innerLoop(vanilla, weights);
    const start = init(task);
    const kept = structuredClone(start);
    const first = step(task, start);
    step(task, first.state);
    expect(start).toEqual(kept);
    expect(step(task, start)).toEqual(first);
    expect([terminate(start, 1), terminate(first.state, 1)]).toEqual([false, true]);
  });

  it('says where a trajectory diverges, which then ends', () => {
    const far = { ...task, start: Float64Array.of(1e200, 0) };
    const steps = [...trajectorySteps(vanilla, weights, far, 5)];
    expect(steps).toHaveLength(1);
    expect(steps[0].divergence).toEqual({ step: 0, reason: 'loss not finite' });
  });

  it.each([
    describe({ name: 'gated', gate: 'hard', teleport: { every: 2 } }),
    describe({ name: 'teleport first', order: 'teleport-first', teleport: { every: 2 } }),
    describe({ name: 'iterate', inputs: [{ name: 'iterate', flows: false }] }),
    coordinatewiseLstm,
  ])('refuses what the paper has not got: $name', (description) => {
    expect(() => innerLoop(description, weights)).toThrow(
      `innerLoop: the description must be one of the paper's algorithms, got '${description.name}'`,
    );
  });

  it('refuses a batch and a safeguard', () => {
    const windows = (options: object) => () => [
      ...trainingWindows(vanilla, ellipseVaried, Stream.fromSeed(1), options),
    ];
    expect(windows({ batch: 2 })).toThrow('trainingWindows: options must be');
    expect(windows({ safeguardFactor: 100 })).toThrow('trainingWindows: options must be');
  });
});
