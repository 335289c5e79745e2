import { describe, expect, it } from 'vitest';
import { leakyRelu, linear, relu } from '../../../src/networks/activation.js';
import { norm } from '../../../src/numerics/vector.js';
import { blobs, moons } from '../../../src/optimizees/data-sets.js';
import type { MlpOptimizee } from '../../../src/optimizees/mlp.js';
import { accuracy, mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { Stream } from '../../../src/random/stream.js';
import type { TaskFamily, Vector } from '../../../src/seams.js';
import { checkAction } from '../../../src/symmetry/check-action.js';
import { networkActionNames } from '../../../src/symmetry/network-action.js';
import { teleportByAscent } from '../../../src/symmetry/teleport.js';

const stream = Stream.fromSeed(70).split('network families');

const FAMILIES: readonly (readonly [string, TaskFamily])[] = [
  ['the paper’s regression', mlpRegression()],
  ['first order, as published', mlpRegression({ action: 'general-linear-first-order' })],
  ['deeper, second hidden layer', mlpRegression({ sizes: [4, 5, 5, 3], examples: 4, hidden: 2 })],
  [
    'scaling with more examples',
    mlpRegression({ sizes: [4, 5, 3], examples: 9, action: 'positive-scaling' }),
  ],
  ['spirals', mlpClassification()],
  ['blobs', mlpClassification({ data: 'blobs', activation: relu })],
  [
    'a data set given',
    mlpClassification({ data: moons(stream.split('given')), examples: 30, action: 'permutation' }),
  ],
  ['quadratics', quadratics()],
];

describe('families of networks and quadratics', () => {
  it.each(FAMILIES)('draw the task they promise, the same from the same stream: %s', (_, family) => {
    const task = family.sample(stream.split('task'));
    expect(task.optimizee.dimension).toBe(family.dimension);
    expect(task.action.dimension).toBe(family.dimension);
    expect(task.action.algebraDimension).toBe(family.algebraDimension);
    expect(task.start).toHaveLength(family.dimension);
    const again = family.sample(stream.split('task'));
    expect(again.start).toEqual(task.start);
    expect(again.optimizee.value(task.start)).toBe(task.optimizee.value(task.start));
    expect(family.sample(stream.split('other')).start).not.toEqual(task.start);
    expect(() => JSON.stringify(family.configuration)).not.toThrow();
    const moved = task.action.act(new Float64Array(family.algebraDimension), task.start);
    expect(task.optimizee.value(moved)).toBeCloseTo(task.optimizee.value(task.start), 8);
  });

  it('the paper’s is 800 weights from U(0, 1), and GL(20)', () => {
    const family = mlpRegression();
    expect([family.dimension, family.algebraDimension]).toEqual([800, 400]);
    const { start, optimizee } = family.sample(stream.split('paper'));
    expect(Math.min(...start)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...start)).toBeLessThan(1);
    const Z = (optimizee as MlpOptimizee).predict(start); // W₂W₁X, all positive: entries near 400 · ⅛
    expect(Z.reduce((a, b) => a + b) / 400).toBeGreaterThan(40);
    expect(Z.reduce((a, b) => a + b) / 400).toBeLessThan(60);
  });

  it('quadratics have the condition number asked for, and SO(n) passes the harness', () => {
    const family = quadratics({ dimension: 4, conditionNumber: 1000 });
    const { optimizee, action, start } = family.sample(stream.split('quadratic'));
    const report = checkAction(optimizee, action, stream.split('quadratic action'));
    expect(report.laws.filter(({ holds }) => !holds)).toEqual([]);
    const steepest = teleportByAscent(optimizee, action, start, {
      learningRate: 0.1,
      steps: 300,
      objective: 'log-norm',
      lineSearch: true,
    }).x;
    // ‖∇f‖ ≤ 2 σ_max √f, reached on the shortest axis
    const largest = 2 * Math.sqrt(1000) * Math.sqrt(optimizee.value(start));
    expect(norm(optimizee.gradient(steepest)) / largest).toBeGreaterThan(0.999);
    expect(norm(optimizee.gradient(steepest)) / largest).toBeLessThan(1 + 1e-9);
  });

  it('classifiers learn by gradient descent', () => {
    const data = blobs(stream.split('learn'), { separation: 6 });
    const { optimizee, start } = mlpClassification({ data }).sample(stream.split('classifier'));
    let x: Vector = Float64Array.from(start);
    for (let t = 0; t < 200; t++) {
      const g = optimizee.gradient(x);
      x = x.map((value, i) => value - 0.3 * g[i]);
    }
    expect(optimizee.value(x)).toBeLessThan(0.3 * optimizee.value(start));
    expect(accuracy(optimizee as MlpOptimizee, x, data)).toBeGreaterThan(0.9);
  });

  it.each(networkActionNames)('know the dimension of %s without data', (action) => {
    const family = mlpRegression({ sizes: [4, 3, 2], activation: linear, action });
    expect(family.sample(stream.split('dimension')).action.algebraDimension).toBe(family.algebraDimension);
  });

  it.each([
    [
      () => mlpRegression({ examples: 21 }),
      "mlpRegression: general-linear needs at most as many examples as hidden layer 1 has features, got '21 examples of 20'",
    ],
    [
      () => mlpClassification({ action: 'general-linear' }),
      "mlpClassification: general-linear needs at most as many examples as hidden layer 1 has features and bias, got '100 examples of 3'",
    ],
    [
      () => mlpRegression({ action: 'rotation' as never }),
      'mlpRegression: action must be one of general-linear',
    ],
    [
      () => mlpRegression({ sizes: [20, 20] }),
      "mlpRegression: hidden must be one of the network's 0 hidden layers, counted from 1, got 1",
    ],
    [
      () => mlpRegression({ examples: 0 }),
      'mlpRegression: examples must be a whole number of at least 1, got 0',
    ],
    [() => mlpRegression({ depth: 2 } as never), 'mlpRegression: options are sizes, examples'],
    [
      () => mlpClassification({ data: 'circles' as never }),
      'mlpClassification: data must be one of blobs, moons, spirals, got',
    ],
    [
      () => mlpClassification({ hiddenSizes: [0] }),
      'network: sizes[1] must be a whole number of at least 1, got 0',
    ],
    [
      () => mlpRegression({ activation: relu }).sample(stream),
      "generalLinearThroughData: the activation must have an inverse on ℝ, got 'relu'",
    ],
    [() => quadratics({ dimension: 1 }), 'quadratics: dimension must be a whole number of at least 2, got 1'],
    [() => quadratics({ conditionNumber: 0.5 }), 'quadratics: conditionNumber must be at least 1, got 0.5'],
    [() => mlpRegression({ activation: leakyRelu(-1) }), 'leakyRelu: slope must be positive, got -1'],
  ])('refuse bad options %#', (build, message) => {
    expect(build).toThrow(message);
  });
});
