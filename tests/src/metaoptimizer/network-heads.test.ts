/** The heads of the network experiments against finite differences of the whole unrolled loss, and what they record. */

import { expect, it, describe as suite } from 'vitest';
import type { LstmParameters } from '../../../src/lstm/engine.js';
import { emptyParameters, randomParameters } from '../../../src/lstm/lstm-parameters.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import type { ElementSize, MomentumOptions } from '../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../src/metaoptimizer/engine-shape.js';
import { learnedOptimizer } from '../../../src/metaoptimizer/learned-optimizer.js';
import { tanh } from '../../../src/networks/activation.js';
import { mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { Stream } from '../../../src/random/stream.js';
import type { TaskFamily } from '../../../src/seams.js';
import { worstGradientError } from '../../support/unrolled-loss.js';

const sizes = [3, 3, 3];
const exact = mlpRegression({ sizes });
const firstOrder = mlpRegression({ sizes, action: 'general-linear-first-order' });
const scaling = mlpClassification({ examples: 10, hiddenSizes: [3] });
const smooth = mlpClassification({ examples: 10, hiddenSizes: [3], activation: tanh, action: 'permutation' });

const tasksOf = (family: TaskFamily) =>
  [1, 2].map((seed) => family.sample(Stream.fromSeed(seed).split('heads')));

const rate = { learningRateRange: [1e-4, 1e-2], updateGradientFlows: true } as const;
const flowing = { inputs: [{ name: 'gradient', flows: true }] } as const;
const small: ElementSize = { atMost: 0.2 };

const cases = [
  { name: 'learning rate', family: exact, options: { update: 'learning-rate' } },
  { name: 'momentum, no teleport', family: smooth, options: { update: 'learning-rate-and-momentum' } },
  {
    name: 'learning rate, GL(3) of a bounded size',
    family: exact,
    options: { update: 'learning-rate', teleport: [1, 3], elementSize: small },
  },
  {
    name: 'learning rate, GL(3) at the length 0.1',
    family: exact,
    options: { update: 'learning-rate', teleport: { every: 2 }, elementSize: { exactly: 0.1 } },
  },
  {
    name: 'momentum, GL(3)',
    family: exact,
    options: { update: 'learning-rate-and-momentum', teleport: { every: 1 }, elementSize: small },
  },
  {
    name: 'momentum from 0.8, twice as steep, GL(3)',
    family: exact,
    options: {
      update: 'learning-rate-and-momentum',
      momentum: { initial: 0.8, scale: 2 },
      teleport: [1],
      elementSize: small,
    },
  },
  {
    name: 'momentum, I ± T',
    family: firstOrder,
    options: { update: 'learning-rate-and-momentum', teleport: { every: 2 }, elementSize: { exactly: 0.1 } },
  },
  {
    name: 'momentum, positive scaling, teleport first',
    family: scaling,
    options: {
      update: 'learning-rate-and-momentum',
      teleport: { every: 1 },
      order: 'teleport-first',
      elementSize: 'free',
    },
  },
  {
    name: 'direct update, GL(3)',
    family: exact,
    options: { update: 'direct', teleport: { every: 2 }, elementSize: small },
  },
] as const;

/** Float32 through some 60 operations a window, relative to the length of the whole gradient. */
const TOLERANCE = 3e-5;

suite('meta-gradient of a network’s whole unrolled loss', () => {
  it.each(cases)('$name', ({ name, family, options }) => {
    const description = describe({ name, hidden: 5, ...flowing, ...rate, ...options });
    const { error, norm } = worstGradientError({
      description,
      tasks: tasksOf(family),
      steps: 4,
      bias: description.update === 'direct' ? [] : [0.1, 0.3],
    });
    expect(norm).toBeGreaterThan(1e-3);
    expect(error).toBeLessThan(TOLERANCE);
  });
});

suite('elementSize', () => {
  const norms = (elementSize: ElementSize): number[] => {
    const description = describe({
      name: 'sized',
      hidden: 5,
      update: 'learning-rate',
      teleport: { every: 1 },
      elementSize,
    });
    const family = mlpClassification({ examples: 10, hiddenSizes: [3] });
    const shape = engineShape(description, family.dimension, family.algebraDimension, 1, 1);
    const parameters = randomParameters(shape, Stream.fromSeed(4));
    const [trajectory] = learnedOptimizer(description, parameters).run(
      [family.sample(Stream.fromSeed(5))],
      6,
    );
    // Row i of W is multiplied by exp(ξᵢ): its first entry tells ξᵢ.
    return trajectory.teleports.map(({ from, to }) =>
      Math.hypot(...[0, 1, 2].map((i) => Math.log(to[2 * i] / from[2 * i]))),
    );
  };

  it('brings every element to the length asked for', () => {
    for (const size of norms({ exactly: 0.01 })) expect(size).toBeCloseTo(0.01, 12);
  });

  it('keeps every element below the bound', () => {
    const sizes = norms({ atMost: 0.02 });
    expect(Math.max(...sizes)).toBeLessThan(0.02);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).not.toBeCloseTo(Math.min(...sizes), 9);
  });

  it.each([[{ exactly: 0 }], [{ atMost: -1 }], [{ exactly: 1, atMost: 1 }], [{ about: 1 }], ['small']])(
    'refuses %j',
    (elementSize) => {
      expect(() => describe({ name: 'bad', elementSize: elementSize as ElementSize })).toThrow(
        /^describe: elementSize/,
      );
    },
  );
});

suite('momentum', () => {
  const options = { name: 'fast', update: 'learning-rate-and-momentum', hidden: 5 } as const;
  const momentaOf = (momentum: MomentumOptions) => {
    const description = describe({ ...options, momentum });
    const shape = engineShape(description, exact.dimension, exact.algebraDimension, 1, 1);
    const run = (parameters: LstmParameters) =>
      learnedOptimizer(description, parameters).run([exact.sample(Stream.fromSeed(5))], 3)[0].coefficients!
        .momenta;
    return { zero: run(emptyParameters(shape)), random: run(randomParameters(shape, Stream.fromSeed(4))) };
  };

  it('is β₀ where the LSTM emits 0', () => {
    for (const initial of [0.1, 0.5, 0.9]) {
      for (const beta of momentaOf({ initial, scale: 3 }).zero) expect(beta).toBeCloseTo(initial, 14);
    }
  });

  it('is σ(s y + σ⁻¹(β₀))', () => {
    const logit = (beta: number) => Math.log(beta / (1 - beta));
    const y = momentaOf({}).random[0];
    expect(Math.abs(logit(y))).toBeGreaterThan(1e-3);
    expect(logit(momentaOf({ initial: 0.9, scale: 3 }).random[0])).toBeCloseTo(3 * logit(y) + logit(0.9), 12);
  });

  it('is left out of the record where it is the paper’s', () => {
    expect(describe({ ...options, momentum: { initial: 0.5 } })).toEqual(describe(options));
    expect('momentum' in describe(options)).toBe(false);
    expect(describe({ ...options, momentum: { scale: 4 } }).momentum).toEqual({ initial: 0.5, scale: 4 });
  });

  it.each([[{ initial: 1 }], [{ initial: 0 }], [{ initial: Number.NaN }], [{ scale: 0 }], [{ start: 0.9 }]])(
    'refuses %j',
    (momentum) => {
      expect(() => describe({ ...options, momentum: momentum as MomentumOptions })).toThrow(
        /^describe: momentum|^describe: .*momentum/,
      );
    },
  );

  it('goes with a head that emits it', () => {
    expect(() => describe({ name: 'none', update: 'learning-rate', momentum: { initial: 0.9 } })).toThrow(
      /^describe: momentum goes with the update learning-rate-and-momentum, got 'learning-rate'/,
    );
  });
});

suite('coefficients of a trajectory', () => {
  it('are the α and β by which the iterate moves', () => {
    const description = describe({
      name: 'recorded',
      hidden: 5,
      update: 'learning-rate-and-momentum',
      learningRateRange: [1e-4, 1e-2],
    });
    const shape = engineShape(description, exact.dimension, exact.algebraDimension, 1, 1);
    const task = exact.sample(Stream.fromSeed(6));
    const [{ iterates, coefficients }] = learnedOptimizer(
      description,
      randomParameters(shape, Stream.fromSeed(7)),
    ).run([task], 5);
    const n = exact.dimension;
    const x = (t: number) => iterates.slice(t * n, (t + 1) * n);
    for (let t = 1; t < 5; t++) {
      const [alpha, beta] = [coefficients!.stepSizes[t], coefficients!.momenta[t]];
      expect(alpha).toBeGreaterThanOrEqual(1e-4);
      const gradient = task.optimizee.gradient(x(t));
      const expected = x(t).map((xi, i) => xi + beta * (xi - x(t - 1)[i]) - alpha * gradient[i]);
      x(t + 1).forEach((xi, i) => {
        expect(xi).toBeCloseTo(expected[i], 12);
      });
    }
  });

  it('are absent where the update itself is emitted', () => {
    const description = describe({ name: 'direct', hidden: 5 });
    const shape = engineShape(description, exact.dimension, exact.algebraDimension, 1, 1);
    const optimizer = learnedOptimizer(description, randomParameters(shape, Stream.fromSeed(8)));
    expect(optimizer.run([exact.sample(Stream.fromSeed(9))], 3)[0].coefficients).toBeUndefined();
  });
});
