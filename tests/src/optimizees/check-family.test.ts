/** The door of `metaTrain`: what is wrong with a family has one line, and a sound family trains as it did without the look. */

import { expect, it, describe as suite } from 'vitest';
import { describe } from '../../../src/metaoptimizer/describe.js';
import { metaTrain } from '../../../src/metaoptimizer/meta-train.js';
import { completeMetaTrainOptions } from '../../../src/metaoptimizer/meta-train-options.js';
import { paperMethods } from '../../../src/metaoptimizer/methods.js';
import { familyFaults } from '../../../src/optimizees/check-family.js';
import { ellipseFixed, ellipseVaried } from '../../../src/optimizees/ellipse.js';
import { mixed } from '../../../src/optimizees/families.js';
import { mlpClassification } from '../../../src/optimizees/mlp-classification.js';
import { mlpRegression } from '../../../src/optimizees/mlp-regression.js';
import { quadratics } from '../../../src/optimizees/quadratic.js';
import { rosenbrockFixed, rosenbrockVaried } from '../../../src/optimizees/rosenbrock.js';
import { Stream } from '../../../src/random/stream.js';
import type { GroupAction, Optimizee, Task, TaskFamily } from '../../../src/seams.js';

/** Hands out the next task at every call, whatever the stream. */
const byTurn = () => {
  let turn = 0;
  return () => ellipseVaried.sample(Stream.fromSeed(turn++));
};

const small = describe({ name: 'small', hidden: 8 });
const train = (family: TaskFamily, check?: 'off') =>
  metaTrain(small, family, Stream.fromSeed(1), { trajectories: 2, check });

/** The fixed ellipse with another part. */
const withTask = (change: (task: Task) => object): TaskFamily => ({
  ...ellipseFixed,
  sample: (stream) => ({ ...ellipseFixed.sample(stream), ...change(ellipseFixed.sample(stream)) }) as Task,
});
const withOptimizee = (change: (f: Optimizee) => Partial<Optimizee>) =>
  withTask(({ optimizee }) => ({ optimizee: { ...optimizee, ...change(optimizee) } }));
const withAction = (change: (action: GroupAction) => Partial<GroupAction>) =>
  withTask(({ action }) => ({ action: { ...action, ...change(action) } }));

suite('a family at the door', () => {
  it.each<[string, TaskFamily, string]>([
    ['a gradient of the wrong sign', withOptimizee((f) => ({ gradient: (x) => f.gradient(x).map((g) => -g) })), 'metaTrain: the gradient must be that of the value ('],
    ['half a gradient', withOptimizee((f) => ({ gradient: (x) => f.gradient(x).map((g) => g / 2) })), 'the gradient must be that of the value ('],
    ['an action that is no symmetry', withAction(() => ({ act: (_xi, [a, b]) => Float64Array.of(2 * a, b) })), 'the action'],
    ['a scaling for a symmetry', withAction((one) => ({ act: ([s], x) => x.map((v) => Math.exp(s) * v), generator: ([s], x) => x.map((v) => s * v), vjp: ([s], x, w) => ({ xi: Float64Array.of(Math.exp(s) * (w[0] * x[0] + w[1] * x[1])), x: w.map((v) => Math.exp(s) * v) }), name: `scaled ${one.name}` })), 'the action must be a symmetry, f(exp(ξ)·x) = f(x)'],
    ['a wrong vjp', withAction((one) => ({ vjp: (xi, x, w) => one.vjp(xi.map((v) => -v), x, w) })), 'must be the adjoint of the action'],
    ['a generator the other way round', withAction((one) => ({ generator: (xi, x) => one.generator(xi.map((v) => -v), x) })), 'the generator must be the derivative of the action'],
    ['an optimum that is none', withOptimizee(() => ({ minimum: { value: 0, point: Float64Array.of(3, 3) } })), 'at the minimum must be'],
    ['a minimum above the values', withOptimizee(() => ({ minimum: { value: 1e6 } })), 'no value may lie below the minimum'],
    ['no action', withTask(() => ({ action: undefined })), 'metaTrain: a task must have an action (noAction(2) is the trivial one), got undefined'],
    ['a start of the wrong length', withTask(() => ({ start: Float64Array.of(1, 2, 3) })), 'metaTrain: the start must hold 2 numbers'],
    ['an optimizee without a Hessian', withTask(({ optimizee: { value, gradient, dimension } }) => ({ optimizee: { value, gradient, dimension } })), 'optimizee must have the method hessianVector'],
    ['tasks by turn', { ...ellipseFixed, sample: byTurn() }, 'sample of ellipse-fixed must give the same task for the same stream'],
    ['no sample', { ...ellipseFixed, sample: undefined as never }, 'family must have the method sample'],
    ['dimension 0', { ...ellipseFixed, dimension: 0 }, 'family.dimension must be a whole number of at least 1, got 0'],
  ])('is told of %s', (_, family, message) => {
    let said = '';
    try {
      train(family);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
    expect(said).not.toContain('\n');
  }); // biome-ignore format: a table

  it('has its faults as data: by how much, at how many points', () => {
    const faults = familyFaults(
      withOptimizee((f) => ({ gradient: (x) => f.gradient(x).map((g) => -g) })),
      Stream.fromSeed(9),
    );
    expect(faults[0]).toMatchObject({ failed: 6, points: 6, subject: 'ellipse' });
    expect(faults[0].error).toBeGreaterThan(1);
    expect(faults[0].error).toBeLessThanOrEqual(2 + 1e-9);
  });

  it('trains all the same with check: off', () => {
    const wrong = withOptimizee((f) => ({ gradient: (x) => f.gradient(x).map((g) => -g) }));
    expect(() => train(wrong)).toThrow("check: 'off' trains all the same");
    expect(train(wrong, 'off').losses).toHaveLength(2);
  });

  it('finds a Hessian that is wrong where it is used, and only there', () => {
    const wrong = withOptimizee(() => ({ hessianVector: () => new Float64Array(2) }));
    expect(() => train(wrong)).not.toThrow();
    const [, , , thetaGradient] = paperMethods;
    const run = () => metaTrain(thetaGradient, wrong, Stream.fromSeed(1), { trajectories: 1 });
    expect(run).toThrow('hessianVector must be the derivative of the gradient');
  });

  it.each([
    ellipseFixed,
    ellipseVaried,
    rosenbrockFixed,
    rosenbrockVaried,
    mixed,
    quadratics({ dimension: 10 }),
    mlpRegression({ sizes: [4, 5, 2], examples: 3 }),
    mlpClassification({ data: 'moons', examples: 20 }),
  ])('is let in if it is sound: $name', (family) => {
    for (let seed = 1; seed <= 5; seed++) {
      expect(familyFaults(family, Stream.fromSeed(seed), { hessian: true })).toEqual([]);
    }
  });

  it('trains to the same bits with and without the look, which no record shows', () => {
    const of = (check?: 'off') => {
      const { state, losses } = metaTrain(small, ellipseVaried, Stream.fromSeed(4), {
        trajectories: 8,
        check,
      });
      return { losses, weights: Object.values(state.parameters).map((part) => [...part]) };
    };
    expect(of()).toEqual(of('off'));
    expect('check' in completeMetaTrainOptions({ check: 'on' })).toBe(false);
    expect(completeMetaTrainOptions({ check: 'off' }).check).toBe('off');
    expect(() => completeMetaTrainOptions({ check: 'maybe' as 'on' })).toThrow(
      'check must be one of on, off',
    );
  });
});
