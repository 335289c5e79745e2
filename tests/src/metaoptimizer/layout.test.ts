/** A row a coordinate: the meta-gradient by differences, the numbers of the implementation of its own that came before, any size. */

import { createHash } from 'node:crypto';
import { median } from 'simple-statistics';
import { expect, it, describe as suite } from 'vitest';
import { testTasks } from '../../../src/evaluation/evaluate.js';
import type { LstmParameters } from '../../../src/lstm/engine.js';
import { randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { preprocess } from '../../../src/metaoptimizer/input-features.js';
import { clearRows, gather, layoutOf, scatter } from '../../../src/metaoptimizer/layout.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { coordinatewiseLstm } from '../../../src/metaoptimizer/methods.js';
import { mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { Stream } from '../../../src/random/stream.js';
import type { Optimizee, Task, TaskFamily } from '../../../src/seams.js';
import { noAction } from '../../../src/symmetry/no-action.js';
import { worstGradientError } from '../../support/unrolled-loss.js';

const blobs = (width: number) => mlpClassification({ data: 'blobs', examples: 30, hiddenSizes: [width] });

suite('preprocess', () => {
  const of = (g: number) => [...preprocess(Float64Array.of(g), new Float64Array(2))];

  it('gives logarithm and sign, and a line through 0 for what is tiny', () => {
    expect(of(Math.E ** 3)[0]).toBeCloseTo(0.3, 12);
    expect(of(-Math.E)[0]).toBeCloseTo(0.1, 12);
    expect(of(-Math.E)[1]).toBe(-1);
    expect(of(0)).toEqual([-1, 0]);
    expect(of(-Math.exp(-10) / 2)[1]).toBeCloseTo(-0.5, 12);
  });

  it('is continuous where the two meet', () => {
    const edge = Math.exp(-10);
    const [below, above] = [edge * (1 - 1e-9), edge * (1 + 1e-9)].map(of);
    expect(below[0]).toBeCloseTo(above[0], 6);
    expect(below[1]).toBeCloseTo(above[1], 6);
  });
});

suite('a layout', () => {
  it.each(['task', 'coordinate'] as const)(
    'per %s reads what it wrote, and writes nothing beside',
    (name) => {
      const layout = layoutOf(name, 3);
      const rows = { at: 5, stride: 11 };
      const numbers = new Float32Array(5 + 11 * layout.rows + 4).fill(9);
      const v = Float64Array.of(1, 2, 3, 4, 5, 6);
      scatter(layout, v, 2, numbers, rows, 1);
      expect(gather(layout, numbers, 2, rows, 1, new Float64Array(6))).toEqual(v);
      expect(numbers.filter((x) => x !== 9)).toHaveLength(6);
      clearRows(layout, numbers, rows, 1 + 2 * layout.width);
      expect(numbers.filter((x) => x === 0)).toHaveLength(6 + layout.rows);
    },
  );

  it('has a row a task, or a row a parameter, on the engine', () => {
    expect(engineShape(coordinatewiseLstm, 7, 3, 4, 2)).toEqual({
      inputs: 2,
      hidden: 20,
      outputs: 1,
      batch: 28,
      window: 2,
    });
    const rate = describe({ name: 'a step size a parameter', per: 'coordinate', update: 'learning-rate' });
    expect(engineShape(rate, 7, 3, 1, 1)).toMatchObject({ inputs: 1, outputs: 1, batch: 7 });
  });
});

suite('the meta-gradient of a row a coordinate', () => {
  // f(x) = c·x: ∇f does not depend on x, so that a gradient taken as a constant leaves no derivative out.
  const c = Float64Array.of(1.5, -0.3, 0.02);
  const linear: Optimizee = {
    name: 'linear',
    dimension: 3,
    value: (x) => x.reduce((sum, xi, i) => sum + c[i] * xi, 0),
    gradient: () => c.slice(),
    hessianVector: () => new Float64Array(3),
  };
  const action = noAction(3);
  const tasks: Task[] = [1, 2].map((s) => ({ optimizee: linear, action, start: Float64Array.of(s, 2, 3) }));

  it.each([
    describe({ ...coordinatewiseLstm, hidden: 4 }),
    describe({
      name: 'α a row',
      per: 'coordinate',
      hidden: 4,
      update: 'learning-rate',
      learningRateRange: [1e-3, 1],
    }),
    describe({
      name: 'α and β a row',
      per: 'coordinate',
      hidden: 4,
      update: 'learning-rate-and-momentum',
      learningRateRange: [1e-3, 1],
    }),
  ])('is that of finite differences: $name', (description) => {
    const { error, norm } = worstGradientError({ description, tasks, steps: 5 });
    expect(norm).toBeGreaterThan(1e-3);
    expect(error).toBeLessThan(2e-5);
  });
});

suite('the coordinate-wise LSTM', () => {
  const digest = (parameters: LstmParameters) => {
    const hash = createHash('sha256');
    for (const [name, numbers] of Object.entries(parameters)) {
      hash.update(name).update(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    }
    return hash.digest('hex').slice(0, 16);
  };

  it('has the numbers of the earlier implementation, given the tasks that it drew', () => {
    const family = mlpRegression({ sizes: [3, 4, 2] });
    const asBefore: TaskFamily = {
      ...family, // that one drew an outer step's task from the step's stream, not from the child of the task's index
      sample: (stream) => family.sample(Stream.fromPath(stream.path.replace(/\/0$/, ''))),
    };
    const description = describe({ ...coordinatewiseLstm, hidden: 5 });
    const trained = metaTrain(description, asBefore, Stream.fromSeed(1), {
      trajectories: 6,
      steps: 41,
      window: 10,
      adam: { learningRate: 1e-3 },
    });
    expect(digest(trained.state.parameters)).toBe('f368e07717407b28');
    const before = [12.638132809221856, 13.122910556175423, 36.29615857139346, 4.7777307795646085];
    before.forEach((loss, i) => {
      expect(trained.losses[i]).toBeCloseTo(loss, 11); // the sum over the windows is taken in another order
    });
    const other = testTasks(mlpRegression({ sizes: [5, 6, 3] }), Stream.fromSeed(2), 2);
    const runs = learnedOptimizer(description, trained.state.parameters).run(other, 30);
    expect(runs.map(({ losses }) => losses[30])).toEqual([1.9471812592055986, 2.2405537324440687]);
  });

  const description = coordinatewiseLstm;
  const trained = metaTrain(description, blobs(4), Stream.fromSeed(1), {
    trajectories: 60,
    steps: 41,
    window: 10,
    adam: { learningRate: 3e-3 },
  });

  it('learns', () => {
    const mean = (losses: readonly number[]) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    expect([trained.diverged, trained.skippedWindows]).toEqual([0, 0]);
    expect(mean(trained.losses.slice(-10))).toBeLessThan(0.7 * mean(trained.losses.slice(0, 10)));
  });

  it('trains on a batch of tasks as on a row each', () => {
    const options = { trajectories: 2, steps: 11, batch: 3 };
    const { losses, diverged } = metaTrain(description, blobs(4), Stream.fromSeed(2), options);
    expect(diverged).toBe(0);
    expect(losses.every((loss) => loss > 0)).toBe(true);
  });

  it('runs on a larger network than it was trained on, and brings its loss down too', () => {
    const large = blobs(32);
    expect(large.dimension).toBeGreaterThan(5 * blobs(4).dimension);
    const stream = Stream.fromSeed(1).split('unseen');
    const tasks = Array.from({ length: 20 }, (_, i) => large.sample(stream.split(i)));
    const trajectories = learnedOptimizer(description, trained.state.parameters).run(tasks, 40);
    const shape = engineShape(description, large.dimension, 0, 1, 1);
    const untrained = learnedOptimizer(description, randomParameters(shape, Stream.fromSeed(1))).run(
      tasks,
      40,
    );
    for (const { divergence, evaluations } of trajectories) {
      expect(divergence).toBeUndefined();
      expect(evaluations[40]).toBe(40);
    }
    expect(median(trajectories.map(({ losses }) => losses[40] / losses[0]))).toBeLessThan(0.5);
    const better = trajectories.filter(({ losses }, i) => losses[40] < untrained[i].losses[40]);
    expect(better.length).toBeGreaterThanOrEqual(15); // of 20: by chance once in 48 times
  });

  it('does to each coordinate what it would do to it alone', () => {
    const task = blobs(4).sample(Stream.fromSeed(9));
    const reversed = (x: Float64Array) => x.slice().reverse();
    const mirrored: Task = {
      ...task,
      start: reversed(task.start),
      optimizee: {
        ...task.optimizee,
        value: (x) => task.optimizee.value(reversed(x)),
        gradient: (x) => reversed(task.optimizee.gradient(reversed(x))),
      },
    };
    const [a, b] = learnedOptimizer(description, trained.state.parameters).run([task, mirrored], 10);
    expect(b.losses[10]).toBeCloseTo(a.losses[10], 6);
  });

  it('refuses what belongs to all parameters at once', () => {
    const per = { name: 'x', per: 'coordinate' } as const;
    expect(() => describe({ ...per, teleport: { every: 2 } })).toThrow(
      "describe: a row a coordinate emits no group element: teleport must be 'never'",
    );
    expect(() => describe({ ...per, inputs: [{ name: 'theta-gradient', flows: false }] })).toThrow(
      'describe: a row a coordinate cannot read the theta gradient',
    );
    expect(() => describe({ name: 'x', per: 'layer' as never })).toThrow(
      'describe: per must be one of task, coordinate',
    );
    expect(() => describe({ ...per, updateScale: 0 })).toThrow(
      'describe: updateScale must be positive, got 0',
    );
    expect(() => describe({ ...per, updateScale: 2, update: 'learning-rate' })).toThrow(
      'describe: updateScale goes with',
    );
    expect(() =>
      describe({ ...per, inputs: [{ name: 'gradient', flows: true, preprocessed: true }] }),
    ).toThrow('describe: a preprocessed input must not flow');
  });

  it('leaves what is the default out of a description, so that records stay as they were', () => {
    expect(describe({ name: 'a', per: 'task', updateScale: 1 })).toEqual(describe({ name: 'a' }));
    expect(Object.keys(describe({ name: 'a', per: 'task' }))).not.toContain('per');
  });
});
