import { describe, expect, it } from 'vitest';
import { metaGradientStatistics, studyMetaGradients } from '../../experiments/meta-gradients.js';
import { stepSizeLstm } from '../../experiments/network-figures.js';
import { randomParameters } from '../../src/lstm/lstm-parameters.js';
import { engineShape } from '../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../src/metaoptimizer/learned-optimizer.js';
import { mlpRegression } from '../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../src/optimizees/quadratic.js';
import { iterateAt } from '../../src/optimizers/trajectory.js';
import { Stream } from '../../src/random/stream.js';

const family = mlpRegression({ sizes: [4, 4, 4] });
const stream = Stream.fromSeed(3);
const small = { hidden: 5, learningRateRange: [1e-4, 1e-2] } as const;
const described = (options: Parameters<typeof stepSizeLstm>[2] = {}) =>
  stepSizeLstm('studied', { teleport: true, momentum: true }, { ...small, ...options });
const training = { trajectories: 2, steps: 21, window: 10 };

describe('studyMetaGradients', () => {
  const windows = studyMetaGradients(described(), family, stream, training);

  it('has every window of every trajectory, whose heads add up to the whole', () => {
    expect(windows.map(({ trajectory, window }) => [trajectory, window])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    for (const { square, squares } of windows) {
      expect(square).toBeGreaterThan(0);
      expect(squares.momentum).toBeGreaterThan(0);
      const sum = Object.values(squares).reduce((total, part) => total + part, 0);
      expect(Math.abs(sum / square - 1)).toBeLessThan(1e-12);
    }
  });

  it('leaves a teleport that comes at the last step of a window without a gradient', () => {
    for (const { square, squares } of windows) expect(squares.element / square).toBeLessThan(1e-24); // rounding
    const within = studyMetaGradients(
      described({ teleport: { every: 10, first: 4 } }),
      family,
      stream,
      training,
    );
    for (const { square, squares } of within) expect(squares.element / square).toBeGreaterThan(1e-12);
  });

  it('takes the weights that it is given, and leaves them as they are', () => {
    const shape = engineShape(described(), family.dimension, family.algebraDimension, 1, 1);
    const start = randomParameters(shape, stream.split('weights'));
    expect(studyMetaGradients(described(), family, stream, training, start)).toEqual(windows);
    const other = randomParameters(shape, stream.split('others'));
    expect(studyMetaGradients(described(), family, stream, training, other)).not.toEqual(windows);
  });

  it('finds the gradient of β where it is known: f(x₂) knows β₁ by v₂ = β₁ v₁ − α₁ ∇f(x₁)', () => {
    const bowl = quadratics({ dimension: 2, conditionNumber: 5 });
    const momentum = { initial: 0.8, scale: 2 };
    const description = stepSizeLstm(
      'bowl',
      { momentum: true },
      { ...small, momentum, learningRateRange: [0.01, 0.1] },
    );
    const shape = engineShape(description, 2, bowl.algebraDimension, 1, 1);
    const parameters = randomParameters(shape, stream.split('bowl'));
    const options = { trajectories: 1, steps: 3, window: 2 }; // one window of x₀, x₁ and x₂, a third each
    const [{ bias }] = studyMetaGradients(description, bowl, stream, options, parameters);
    const task = bowl.sample(stream.split('training').split(0).split(0));
    const [trajectory] = learnedOptimizer(description, parameters).run([task], 2);
    const [x0, x1, x2] = [0, 1, 2].map((t) => iterateAt(trajectory, 2, t).slice());
    const beta = trajectory.coefficients!.momenta[1];
    const gradient = task.optimizee.gradient(x2);
    const byBeta = (gradient[0] * (x1[0] - x0[0]) + gradient[1] * (x1[1] - x0[1])) / 3;
    const expected = byBeta * momentum.scale * beta * (1 - beta);
    expect(Math.abs(expected)).toBeGreaterThan(1e-6);
    expect(bias.momentum / expected).toBeCloseTo(1, 4);
  });

  it('has no momentum to tell of where there is no such head', () => {
    const [{ squares, bias }] = studyMetaGradients(stepSizeLstm('rate', {}, small), family, stream, training);
    expect([squares.momentum, squares.element]).toEqual([0, 0]);
    expect(bias.momentum).toBeNaN();
  });

  it('refuses a direct update and other estimators', () => {
    expect(() => studyMetaGradients(described({ update: 'direct' }), family, stream, training)).toThrow(
      /^studyMetaGradients: the description must emit one step size a task/,
    );
    const full = { ...training, estimator: 'full-backpropagation' } as const;
    expect(() => studyMetaGradients(described(), family, stream, full)).toThrow(/truncated backpropagation/);
  });
});

describe('metaGradientStatistics', () => {
  const one = (trajectory: number, window: number, square: number, momentum: number) => ({
    trajectory,
    window,
    square,
    squares: { 'step size': square, momentum: 0, element: 0, LSTM: 0 },
    bias: { stepSize: -1, momentum },
  });

  it('counts signs by window, and the share of the first windows', () => {
    const { windows, firstShare } = metaGradientStatistics([
      one(0, 0, 9, 1),
      one(0, 1, 1, -1),
      one(1, 0, 25, -1),
      one(1, 1, 1, -2),
    ]);
    expect(firstShare).toBeCloseTo(34 / 36, 12);
    expect(windows.map(({ raises }) => raises)).toEqual([
      { stepSize: 1, momentum: 0.5 },
      { stepSize: 1, momentum: 1 },
    ]);
    expect(windows[0].norms['step size']).toBeCloseTo(4, 12); // the median of 3 and 5
  });

  it('refuses no windows', () => {
    expect(() => metaGradientStatistics([])).toThrow(/^metaGradientStatistics: there must be a window/);
  });
});
