/** The distance term: its meta-gradient against differences, the slow algorithm against the fast one, and what stays as it was. */

import { expect, it, describe as suite } from 'vitest';
import { parameterNames } from '../../../src/lstm/lstm-parameters.js';
import type { ReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { createReferenceEngine } from '../../../src/lstm/reference-engine.js';
import { trainingWindows } from '../../../src/metaoptimizer/algorithm.js';
import { describe } from '../../../src/metaoptimizer/describe.js';
import {
  type CompleteDistanceTerm,
  fromOptimum,
  stepLoss,
} from '../../../src/metaoptimizer/distance-term.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { completeMetaTrainOptions } from '../../../src/metaoptimizer/meta-train-options.js';
import { MetaTraining } from '../../../src/metaoptimizer/meta-training.js';
import { ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { rosenbrockFixed } from '../../../src/optimizees/rosenbrock.js';
import { teacherNetworks } from '../../../src/optimizees/teacher-network.js';
import { Stream } from '../../../src/random/stream.js';
import { worstGradientError } from '../../support/unrolled-loss.js';

const families = [ellipseVaried, rosenbrockFixed, quadratics({ dimension: 3 }), teacherNetworks()];
const terms: CompleteDistanceTerm[] = [
  { lambda: 0.3, scale: 'plain' },
  { lambda: 1, scale: 'plain' },
  { lambda: 0, scale: 'log' },
  { lambda: 0.3, scale: 'log' },
];
const cases = families.flatMap((family) => terms.map((term) => ({ name: family.name, family, ...term })));
const teleporting = describe({
  name: 'distance',
  hidden: 5,
  inputs: [{ name: 'gradient', flows: true }],
  teleport: { every: 2 },
});

suite('the meta-gradient of a distance term', () => {
  it.each(cases)('$name, λ = $lambda, $scale', ({ family, lambda, scale }) => {
    const tasks = [1, 2].map((seed) => family.sample(Stream.fromSeed(seed).split('distance')));
    const one = { description: teleporting, tasks, steps: 4, distanceTerm: { lambda, scale } };
    const { error, norm } = worstGradientError(one);
    expect(norm).toBeGreaterThan(1e-3);
    expect(error).toBeLessThan(3e-5); // float32 through some 60 operations a window, as for other heads
    expect(worstGradientError(one, createReferenceEngine).error).toBeLessThan(6e-8); // float64, handed over as float32
  });
});

suite('the slow algorithm with a distance term', () => {
  it.each(cases)('trains as the fast one on $name, λ = $lambda, $scale', ({ family, lambda, scale }) => {
    const options = { trajectories: 2, distanceTerm: { lambda, scale } };
    let engine: ReferenceEngine | undefined;
    const training = new MetaTraining(teleporting, family, Stream.fromSeed(5), options, (shape) => {
      engine = createReferenceEngine(shape);
      return engine;
    });
    const losses = [training.step().loss, training.step().loss];
    const windows = [...trainingWindows(teleporting, family, Stream.fromSeed(5), options)];
    losses.forEach((loss, i) => {
      const slow = windows
        .filter(({ trajectory }) => trajectory === i)
        .reduce((sum, one) => sum + one.loss, 0);
      expect(Math.abs(loss - slow)).toBeLessThan(1e-12 * Math.abs(slow));
    });
    const { parameters } = engine!.exactState();
    for (const name of parameterNames) {
      const exact = windows.at(-1)!.after.parameters[name];
      expect(Math.hypot(...Array.from(exact, (w, i) => w - parameters[name][i]))).toBeLessThan(1e-11);
    }
  });
});

suite('distanceTerm', () => {
  const train = (options: object, family = ellipseVaried) =>
    metaTrain(teleporting, family, Stream.fromSeed(2), { trajectories: 5, ...options });

  it('with λ = 0 is the training without it, bit for bit, and leaves no record', () => {
    const [without, zero] = [train({}), train({ distanceTerm: { lambda: 0 } })];
    expect(zero.losses).toEqual(without.losses);
    expect(zero.state).toEqual(without.state);
    expect(zero.options).toEqual(without.options);
    expect(completeMetaTrainOptions({ distanceTerm: { lambda: 0.5 } }).distanceTerm).toEqual({
      lambda: 0.5,
      scale: 'plain',
    });
  });

  it('means the same whatever the scale of the task: at the start every part is what the loss is', () => {
    for (const family of families) {
      const { optimizee, start } = family.sample(Stream.fromSeed(4));
      const loss = optimizee.value(start);
      for (const lambda of [0.1, 0.7, 1]) {
        const at = (scale: 'plain' | 'log') =>
          stepLoss(optimizee, start, { lambda, scale })(start, loss, optimizee.gradient(start).slice()).value;
        expect(at('plain') / loss).toBeCloseTo(1, 12);
        expect(at('log')).toBeCloseTo(0, 12);
      }
    }
  });

  it('changes what is learned, by evolution too', () => {
    const estimator = { by: 'persistent-evolution' } as const;
    for (const options of [{}, { estimator }]) {
      const [without, some] = [train(options), train({ ...options, distanceTerm: { lambda: 1 } })];
      expect(some.state.parameters['head.bias']).not.toEqual(without.state.parameters['head.bias']);
      expect(some.diverged).toBe(0);
    }
  });

  it('counts a trajectory that diverges as one, also where the optimum is an orbit', () => {
    const wild = describe({ name: 'wild', hidden: 4, updateScale: 1e20 });
    const options = { trajectories: 1, distanceTerm: { lambda: 0.3 } };
    const trained = metaTrain(wild, teacherNetworks(), Stream.fromSeed(1), options);
    expect(trained.diverged).toBe(1);
    expect(trained.losses[0]).toBeNaN();
  });

  it.each([
    [{ lambda: -0.1 }, 'lambda must be a number from 0 to 1'],
    [{ lambda: Number.NaN }, 'lambda must be a number from 0 to 1'],
    [{ lambda: 0.5, scale: 'square' }, 'scale'],
    [{ lambda: 0.5, more: 1 }, 'more'],
    [0.5, 'distanceTerm must be'],
  ])('refuses %j', (distanceTerm, line) => {
    expect(() => train({ distanceTerm })).toThrow(line);
  });

  it('refuses a task without a known optimum, a start at it, and the safeguard', () => {
    const distanceTerm = { lambda: 0.5 };
    const unknown = mlpRegression({ sizes: [2, 2, 2] });
    expect(() => metaTrain(teleporting, unknown, Stream.fromSeed(1), { distanceTerm })).toThrow(
      /^distanceTerm: the task must have a known optimum, got 'mlp/,
    );
    const { optimizee } = ellipseVaried.sample(Stream.fromSeed(1));
    const optimum = optimizee.minimum!.point!;
    expect(() => stepLoss(optimizee, optimum, { lambda: 0.5, scale: 'plain' })).toThrow('not be an optimum');
    expect(() => train({ distanceTerm, safeguardFactor: 100 })).toThrow('no safeguardFactor');
    expect(fromOptimum(optimizee, optimum)).toEqual(Float64Array.of(0, 0));
  });
});
