/** Meta-training by every estimator: each × each head × two optimizees, on both engines, resumed, and with every loss of a run. */

import { expect, it, describe as suite } from 'vitest';
import { flattened, unflattened } from '../../../../src/lstm/lstm-parameters.js';
import { createReferenceEngine } from '../../../../src/lstm/reference-engine.js';
import { createWasmEngine } from '../../../../src/lstm/wasm-engine.js';
import { describe } from '../../../../src/metaoptimizer/describe.js';
import type { UpdateName } from '../../../../src/metaoptimizer/description.js';
import { engineShape } from '../../../../src/metaoptimizer/engine-shape.js';
import type { EstimatorChoice } from '../../../../src/metaoptimizer/estimators/estimator-options.js';
import { metaGradient } from '../../../../src/metaoptimizer/estimators/estimators.js';
import { metaSystem } from '../../../../src/metaoptimizer/estimators/meta-system.js';
import { plainSystem } from '../../../../src/metaoptimizer/estimators/plain-system.js';
import { metaTrain } from '../../../../src/metaoptimizer/meta-train.js';
import type { MetaTrainOptions } from '../../../../src/metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../../../../src/metaoptimizer/meta-training.js';
import { Unroll } from '../../../../src/metaoptimizer/unroll.js';
import { lossWeights } from '../../../../src/metaoptimizer/window.js';
import { ellipse, ellipseFixed, ellipseVaried } from '../../../../src/optimizees/ellipse.js';
import { rosenbrockFixed } from '../../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../../src/random/stream.js';
import type { TaskFamily } from '../../../../src/seams.js';
import { schedule } from '../../../../src/symmetry/schedule.js';

const evolutions = [
  'full-evolution',
  'truncated-evolution',
  'persistent-evolution',
  'noise-reuse-evolution',
] as const;
const choices: readonly EstimatorChoice[] = [
  'truncated-backpropagation',
  'full-backpropagation',
  ...evolutions.map((by) => ({ by, sigma: 0.02, pairs: 2 })),
];
const updates: readonly UpdateName[] = ['direct', 'learning-rate', 'learning-rate-and-momentum'];

/** Inner steps of an outer step of 13: cuts after steps 0–5 and 6–10, and two steps that train nothing. */
const EVALUATIONS: readonly number[] = [2 * (13 + 2 * (5 + 4)), 2 * (13 + 2 * 10), 88, 110, 88, 88];

const table = choices.flatMap((estimator, k) =>
  updates.flatMap((update) =>
    [ellipseVaried, rosenbrockFixed].map((family) => ({
      name: `${typeof estimator === 'string' ? estimator : estimator.by}, ${update}, ${family.name}`,
      estimator,
      update,
      family,
      evaluations: EVALUATIONS[k],
    })),
  ),
);

const small = { trajectories: 2, steps: 13, batch: 2 } as const;
const teleporting = describe({ name: 'teleports', hidden: 6, teleport: { every: 3 } });

it.each(table)(
  '$name: finite, deterministic by seed, its cost counted',
  ({ estimator, update, family, evaluations }) => {
    const description = describe({ name: 'any', hidden: 6, update, teleport: { every: 3 } });
    const train = (seed: number) =>
      metaTrain(description, family, Stream.fromSeed(seed), { ...small, estimator });
    const trained = train(1);
    for (const tensor of Object.values(trained.state.parameters)) {
      expect([...tensor].every(Number.isFinite)).toBe(true);
    }
    expect(trained.skippedWindows).toBe(0);
    expect(trained.state.steps).toBe(
      trained.losses.length * (/full/.test(JSON.stringify(estimator)) ? 1 : 2),
    );
    expect(trained.evaluations).toBe(2 * evaluations);
    expect(train(1)).toEqual(trained);
    expect(train(2).state.parameters).not.toEqual(trained.state.parameters);
  },
);

suite('the engines', () => {
  it('take the same Adam step on the same gradient', () => {
    const shape = engineShape(teleporting, 2, 1, 1, 1);
    const [fast, slow] = [createWasmEngine(shape), createReferenceEngine(shape)];
    const start = Stream.fromSeed(1).normals(fast.weights().length).map(Math.fround);
    for (const engine of [fast, slow]) engine.setWeights(start);
    expect(fast.weights()).toEqual(start);
    expect(flattened(fast.state().parameters)).toEqual(start);
    expect(flattened(unflattened('test', shape, start))).toEqual(start);
    for (const k of [2, 3, 4]) {
      const gradient = Stream.fromSeed(k).normals(start.length);
      for (const engine of [fast, slow])
        expect(engine.applyGradient(gradient, { clipNorm: 1 })).toBe('applied');
    }
    const [a, b] = [fast.weights(), slow.weights()];
    a.forEach((value, i) => void expect(Math.abs(value - b[i])).toBeLessThan(1e-6 * (1 + Math.abs(b[i]))));
    const before = fast.state();
    for (const bad of [Number.NaN, 1e30]) {
      expect(fast.applyGradient(start.map((value, i) => (i === 5 ? bad : value)))).toBe(
        'skipped: gradient not finite',
      );
    }
    expect(fast.state()).toEqual(before);
    expect(() => fast.setWeights(new Float64Array(2))).toThrow('LstmEngine.setWeights: there must be');
    expect(() => fast.applyGradient(new Float64Array(2))).toThrow('LstmEngine.applyGradient: there must be');
  });

  it('give the same estimate, and so does the plain system', () => {
    const start = Float64Array.of(1, -0.5);
    const task = ellipse(
      {
        A: [
          [0.5, 0],
          [0, 3],
        ],
      },
      start,
    );
    const weights = lossWeights(11, 5);
    const theta = plainSystem(teleporting, task, weights).randomTheta(Stream.fromSeed(1));
    const engineTheta = flattened(unflattened('test', engineShape(teleporting, 2, 1, 1, 1), theta));
    const choice = { by: 'persistent-evolution', sigma: 0.1, pairs: 2 } as const;
    const plain = metaGradient(
      choice,
      plainSystem(teleporting, task, weights),
      theta,
      [6, 11],
      Stream.fromSeed(2),
    );
    for (const create of [createWasmEngine, createReferenceEngine]) {
      const engine = create(engineShape(teleporting, 2, 1, 1, 1));
      const parts = {
        engine,
        unroll: new Unroll(teleporting, engine, 2, 1),
        weights,
        schedule: schedule({ every: 3 }, 11),
      };
      const { gradient, loss } = metaGradient(
        choice,
        metaSystem(parts, [task]),
        engineTheta,
        [6, 11],
        Stream.fromSeed(2),
      );
      const scale = Math.max(...plain.gradient!.map(Math.abs));
      gradient!.forEach((g, i) => void expect(Math.abs(g - plain.gradient![i])).toBeLessThan(1e-4 * scale));
      expect(loss).toBeCloseTo(plain.loss, 5);
    }
  });
});

suite('an outer step is whole in itself', () => {
  it.each(choices)('%j continues as if it had not been stopped', (estimator) => {
    const fresh = () =>
      new MetaTraining(teleporting, ellipseVaried, Stream.fromSeed(4), { ...small, estimator });
    const [whole, half, rest] = [fresh(), fresh(), fresh()];
    for (let i = 0; i < 4; i++) whole.step();
    for (let i = 0; i < 2; i++) half.step();
    rest.resume(half.state(), half.done);
    for (let i = 0; i < 2; i++) rest.step();
    expect(rest.state()).toEqual(whole.state());
  });

  it.each(choices)('%j learns on the ellipse', (estimator) => {
    const description = describe({
      name: 'lr',
      hidden: 6,
      update: 'learning-rate',
      learningRateRange: [1e-4, 0.1],
    });
    const options = { trajectories: 120, estimator, adam: { learningRate: 0.02 } };
    const { losses } = metaTrain(description, ellipseFixed, Stream.fromSeed(3), options);
    const controls = metaTrain(description, ellipseFixed, Stream.fromSeed(3), {
      ...options,
      adam: { learningRate: 0 },
    });
    const last = (values: readonly number[]) => values.slice(-40).reduce((a, b) => a + b);
    expect(last(losses)).toBeLessThan(0.9 * last(controls.losses));
  });
});

suite('adamEvery: run', () => {
  const options = (more: MetaTrainOptions) => ({ ...small, adamEvery: 'run', ...more }) as const;
  const state = (more: MetaTrainOptions) =>
    metaTrain(teleporting, ellipseVaried, Stream.fromSeed(2), options(more)).state;

  it('takes one step a run, for which noise reuse is full ES', () => {
    const sigma = 0.05;
    const reuse = state({ estimator: { by: 'noise-reuse-evolution', sigma } });
    const full = state({ estimator: { by: 'full-evolution', sigma } });
    expect(reuse.steps).toBe(2);
    const [a, b] = [flattened(reuse.parameters), flattened(full.parameters)];
    a.forEach((value, i) => void expect(Math.abs(value - b[i])).toBeLessThan(1e-5));
  });

  it('is another training than one with a step a window, and for full backpropagation the same', () => {
    const of = (adamEvery: 'window' | 'run', estimator: EstimatorChoice) =>
      flattened(state({ adamEvery, estimator }).parameters);
    const truncated = 'truncated-backpropagation';
    expect(of('run', truncated)).not.toEqual(of('window', truncated));
    const [a, b] = [of('run', 'full-backpropagation'), of('window', 'full-backpropagation')];
    a.forEach((value, i) => void expect(Math.abs(value - b[i])).toBeLessThan(1e-5));
  });
});

suite('the loss of a run', () => {
  const firstLoss = (more: MetaTrainOptions) =>
    metaTrain(teleporting, ellipseFixed, Stream.fromSeed(2), { trajectories: 1, steps: 13, ...more })
      .losses[0];

  it('is the sum of windows, a mean, the last or the least', () => {
    const full = (outerLoss: 'mean' | 'last' | 'sum' | 'minimum') =>
      firstLoss({ outerLoss, estimator: { by: 'full-evolution', sigma: 1e-6 } });
    const shape = engineShape(teleporting, 2, 1, 1, 1);
    const engine = createWasmEngine(shape);
    engine.load(
      metaTrain(teleporting, ellipseFixed, Stream.fromSeed(2), { trajectories: 1, adam: { learningRate: 0 } })
        .state.parameters,
    );
    const unroll = new Unroll(teleporting, engine, 2, 1);
    unroll.start([ellipseFixed.sample(Stream.fromSeed(2).split('training').split(0).split(0))]);
    const losses = Array.from({ length: 11 }, (_, t) => {
      const [{ loss }] = unroll.observe(0, t, 1);
      unroll.advance(0, schedule({ every: 3 }, 13).includes(t));
      unroll.carry(1);
      return loss;
    });
    const mean = (v: readonly number[]) => v.reduce((a, b) => a + b) / v.length;
    expect(full('mean') / mean(losses)).toBeCloseTo(1, 4);
    expect(full('last') / losses[10]).toBeCloseTo(1, 4);
    expect(full('minimum') / Math.min(...losses)).toBeCloseTo(1, 4);
    expect(full('sum') / (mean(losses.slice(0, 6)) + mean(losses.slice(6)))).toBeCloseTo(1, 4);
    for (const [outerLoss, value] of [
      ['mean', mean(losses)],
      ['last', losses[10]],
      ['minimum', Math.min(...losses)],
    ] as const) {
      expect(firstLoss({ outerLoss, estimator: 'full-backpropagation' }) / value).toBeCloseTo(1, 4);
    }
    for (const by of ['persistent-evolution', 'noise-reuse-evolution'] as const) {
      const estimator = { by, sigma: 1e-6 };
      const adam = { learningRate: 0 };
      expect(firstLoss({ outerLoss: 'minimum', estimator, adam }) / Math.min(...losses)).toBeCloseTo(1, 4);
    }
  });
});

suite('a run that diverges', () => {
  const explosive = ellipse(
    {
      A: [
        [1e160, 0],
        [0, 1e160],
      ],
    },
    Float64Array.of(1, 1),
  );
  it.each(evolutions)('%s counts its pair without the diverged task, and skips where none is left', (by) => {
    let draws = 0;
    const family: TaskFamily = {
      ...ellipseFixed,
      sample: (stream) => (draws++ % 2 === 0 ? explosive : ellipseFixed.sample(stream)),
    };
    const both = new MetaTraining(teleporting, family, Stream.fromSeed(6), {
      batch: 2,
      estimator: { by },
      check: 'off', // it draws by turn
    }).step();
    expect(both.divergences).toEqual([{ step: 0, reason: 'loss not finite' }]);
    expect(both.skippedWindows).toBe(0);
    expect(both.loss).toBeGreaterThan(0);
    draws = 0;
    const alone = new MetaTraining(teleporting, family, Stream.fromSeed(6), {
      estimator: { by },
      check: 'off',
    });
    const before = alone.state();
    expect(alone.step().loss).toBeNaN();
    expect(alone.state()).toEqual(before);
  });
});

suite('options', () => {
  it('are left out of the record where they are the default', () => {
    const explicit = {
      estimator: 'truncated-backpropagation',
      outerLoss: 'sum',
      adamEvery: 'window',
      staggered: false,
    } as const;
    const record = (options: MetaTrainOptions) =>
      JSON.stringify(new MetaTraining(teleporting, ellipseFixed, Stream.fromSeed(1), options).options);
    expect(record(explicit)).toBe(record({}));
    expect(record({})).not.toMatch(/estimator|outerLoss|adamEvery|staggered/);
  });

  it.each([
    [
      { estimator: 'reinforce' },
      "metaTrain: estimator must be one of truncated-backpropagation, full-backpropagation, got 'reinforce'",
    ],
    [{ estimator: { by: 'es' } }, 'metaTrain: estimator.by must be one of full-evolution'],
    [{ estimator: { by: 'full-evolution', sigma: 0 } }, 'metaTrain: estimator.sigma must be positive, got 0'],
    [
      { estimator: { by: 'full-evolution', pairs: 0.5 } },
      'metaTrain: estimator.pairs must be a whole number of at least 1, got 0.5',
    ],
    [
      { estimator: { by: 'full-evolution', std: 1 } },
      'metaTrain: estimator: options are by, sigma, pairs, antithetic, got',
    ],
    [
      { estimator: { by: 'full-evolution', antithetic: 1 } },
      'metaTrain: estimator.antithetic must be true or false, got 1',
    ],
    [{ estimator: null }, 'metaTrain: estimator must be a name of backpropagation, or'],
    [{ outerLoss: 'first' }, 'metaTrain: outerLoss must be one of sum, mean, last, minimum'],
    [
      { outerLoss: 'minimum' },
      "metaTrain: outerLoss 'minimum' goes with an estimator that sees beyond its window, got 'truncated-backpropagation'",
    ],
    [
      { outerLoss: 'minimum', estimator: { by: 'truncated-evolution' } },
      "metaTrain: outerLoss 'minimum' goes with an estimator that sees beyond its window, got 'truncated-evolution'",
    ],
    [{ staggered: 'yes', batch: 2 }, "metaTrain: staggered must be true or false, got 'yes'"],
    [{ staggered: true }, 'metaTrain: staggered goes with a batch of at least 2, got 1'],
    [
      { staggered: true, batch: 6 },
      'metaTrain: a staggered batch must be at most the 4 windows of a run, or a multiple of them, got 6',
    ],
    [
      { staggered: true, batch: 2, steps: 10 },
      'metaTrain: staggered goes with runs of two windows at least, got 1',
    ],
    [
      { staggered: true, batch: 4, adamEvery: 'run' },
      "metaTrain: staggered goes with adamEvery 'window', since its runs overlap, got 'run'",
    ],
    [
      { staggered: true, batch: 4, estimator: 'full-backpropagation' },
      "metaTrain: staggered goes with an estimator by windows, got 'one of whole runs'",
    ],
    [
      { staggered: true, batch: 4, estimator: { by: 'full-evolution' } },
      "metaTrain: staggered goes with an estimator by windows, got 'one of whole runs'",
    ],
    [
      { outerLoss: 'mean', weights: { gamma: 0.5 } },
      "metaTrain: weights go with the outerLoss 'sum', got 'mean'",
    ],
    [{ adamEvery: 'step' }, 'metaTrain: adamEvery must be one of window, run'],
  ])('refuse %j', (options, message) => {
    expect(() => metaTrain(teleporting, ellipseFixed, Stream.fromSeed(1), options as object)).toThrow(
      message,
    );
  });
});
